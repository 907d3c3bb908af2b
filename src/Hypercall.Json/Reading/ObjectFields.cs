using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Hypercall.Json.Reading;

/// <summary>
/// The fields of one JSON object of known shape. Used by every command reader: it walks the text once, notes where
/// each field stands, then answers typed questions by name in any order. A question that cannot be answered leaves an
/// error and gives a default; <see cref="Finish"/>, asked last, tells of it and of fields that nobody asked for.
/// Malformed JSON throws <see cref="JsonException"/> from the constructor, which the entry points turn into an error.
/// </summary>
internal ref partial struct ObjectFields
{
    /// <summary>Above the fields of any object of known shape: more of them are an error by themselves.</summary>
    private const int MaxFields = 48;

    private readonly ReadOnlySpan<byte> _json;
    private readonly FieldPath _path;
    private Slots _slots;
    private int _count;
    private ulong _asked;
    private JsonError? _shapeError;
    private JsonError? _valueError;

    /// <summary>Notes the fields of the object that <paramref name="json"/> is.</summary>
    /// <param name="json">The text of one JSON value.</param>
    /// <param name="path">Where it stands.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public ObjectFields(ReadOnlySpan<byte> json, FieldPath path)
    {
        _json = json;
        _path = path;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            _shapeError = new JsonError(path.Text, "expected an object");
            reader.Skip();
        }
        else
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                Note(ReadSlot(json, ref reader));
        }

        // Whatever follows the value makes the reader throw.
        reader.Read();
    }

    /// <summary>The first error of a value or of an object inside, told unless the shape itself is wrong.</summary>
    public void Fail(JsonError? error) => _valueError ??= error;

    /// <summary>
    /// Gives up on an object whose kind is not known, and with it on telling which of its fields belong there.
    /// </summary>
    /// <returns>The error that <see cref="Finish"/> will give.</returns>
    public JsonError Abandon(JsonError error) => _shapeError ??= error;

    /// <summary>The error of this object, or null when every field was read.</summary>
    public readonly JsonError? Finish()
    {
        if (_shapeError is not null)
            return _shapeError;
        for (int i = 0; i < _count; i++)
        {
            if ((_asked >> i & 1) == 0)
                return new JsonError(_path.Member(NameOf(_slots[i])), "unknown field");
        }

        return _valueError;
    }

    /// <summary>Walks over one field.</summary>
    private static Slot ReadSlot(ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        var slot = new Slot
        {
            NameStart = (int)reader.TokenStartIndex + 1,
            NameLength = reader.ValueSpan.Length,
            IsNameText = true,
        };
        if (reader.ValueIsEscaped)
        {
            slot.IsNameText = JsonText.TryUnescape(
                json.Slice(slot.NameStart - 1, slot.NameLength + 2), out byte[] unescaped);
            slot.UnescapedName = unescaped;
        }

        reader.Read();
        slot.Kind = reader.TokenType;
        slot.IsEscaped = reader.TokenType == JsonTokenType.String && reader.ValueIsEscaped;
        slot.Start = (int)reader.TokenStartIndex;
        reader.Skip();
        slot.Length = (int)reader.BytesConsumed - slot.Start;
        return slot;
    }

    private void Note(in Slot slot)
    {
        _shapeError ??= ShapeErrorOf(slot);
        if (_shapeError is null)
            _slots[_count++] = slot;
    }

    private readonly JsonError? ShapeErrorOf(in Slot slot)
    {
        if (!slot.IsNameText)
            return new JsonError(_path.Text, "a field's name is no text");
        ReadOnlySpan<byte> name = NameOf(slot);
        for (int i = 0; i < _count; i++)
        {
            if (NameOf(_slots[i]).SequenceEqual(name))
                return new JsonError(_path.Member(name), "duplicate field");
        }

        return _count < MaxFields
            ? null
            : new JsonError(_path.Member(name), $"expected at most {MaxFields} fields in an object");
    }

    private readonly ReadOnlySpan<byte> NameOf(in Slot slot) =>
        slot.UnescapedName ?? _json.Slice(slot.NameStart, slot.NameLength);

    /// <summary>Finds a field that is there and not null, of the kind that is wanted.</summary>
    private bool TryFind(ReadOnlySpan<byte> name, JsonTokenType kind, bool required, string expected, out Slot slot)
    {
        for (int i = 0; i < _count; i++)
        {
            if (!NameOf(_slots[i]).SequenceEqual(name))
                continue;
            _asked |= 1ul << i;
            slot = _slots[i];
            if (slot.Kind == kind || (kind == JsonTokenType.True && slot.Kind == JsonTokenType.False))
                return true;
            if (slot.Kind == JsonTokenType.Null)
                break;
            Refuse(name, expected);
            return false;
        }

        slot = default;
        if (required)
            Fail(name, $"missing, expected {expected}");
        return false;
    }

    private void Refuse(ReadOnlySpan<byte> name, string expected) => Fail(name, $"expected {expected}");

    private void Fail(ReadOnlySpan<byte> name, string problem)
    {
        if (_valueError is null && _shapeError is null)
            _valueError = new JsonError(_path.Member(name), problem);
    }

    private struct Slot
    {
        public int NameStart;
        public int NameLength;
        public bool IsNameText;
        public byte[]? UnescapedName;
        public JsonTokenType Kind;
        public bool IsEscaped;
        public int Start;
        public int Length;
    }

    [InlineArray(MaxFields)]
    private struct Slots
    {
        private Slot _first;
    }
}
