using System.Runtime.CompilerServices;
using Hypercall.Engine.Shapes;

namespace Hypercall.Json.Reading;

/// <summary>
/// The fields of one JSON object. One pass over the text notes where each field stands; the walk then asks for them
/// by name, in any order, and gets values of the right type or leaves an error here. At the end <see cref="Finish"/>
/// tells what is wrong: the form of the object first, then a field nobody asked for, then the first wrong value. No
/// text turns into an exception but one that is not JSON, which <see cref="CommandJson"/> turns into an error.
/// </summary>
internal ref partial struct ObjectFields
{
    /// <summary>Above the fields of any object of known shape: more of them are an error by themselves.</summary>
    private const int MaxFields = 48;

    private readonly ReadOnlySpan<byte> _json;
    private readonly ReadOnlySpan<byte> _quotedKey;
    private readonly ShapeForm _form;
    private readonly FieldPath _path;
    private Slots _slots;
    private int _count;
    private int _next;
    private ulong _asked;
    private string? _keyName;
    private JsonError? _shapeError;
    private JsonError? _valueError;
    private JsonError? _pairError;

    /// <summary>Notes the fields of the object that <paramref name="json"/> is.</summary>
    /// <param name="json">The text of one JSON value.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="form">What its fields are: those of an object, or the value alone.</param>
    /// <param name="quotedKey">The name it has in a map, which the walk asks for as its first field.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public ObjectFields(
        ReadOnlySpan<byte> json,
        FieldPath path,
        ShapeForm form = ShapeForm.Fields,
        ReadOnlySpan<byte> quotedKey = default)
    {
        _json = json;
        _path = path;
        _form = form;
        _quotedKey = quotedKey;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (form is not (ShapeForm.Fields or ShapeForm.Named))
            Note(ReadValue(new Slot { IsNameText = true }, ref reader));
        else if (reader.TokenType != JsonTokenType.StartObject)
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

        return _valueError ?? _pairError;
    }

    /// <summary>True where fields have no names: there is but one.</summary>
    private readonly bool IsUnnamed => _form is not (ShapeForm.Fields or ShapeForm.Named);

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
            ReadOnlySpan<byte> quoted = json.Slice(slot.NameStart - 1, slot.NameLength + 2);
            slot.IsNameText = JsonText.TryRead(quoted, true, out ReadOnlySpan<byte> name);
            slot.UnescapedName = name.ToArray();
            slot.NameLength = name.Length;
        }

        reader.Read();
        return ReadValue(slot, ref reader);
    }

    private static Slot ReadValue(Slot slot, ref Utf8JsonReader reader)
    {
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

    /// <summary>Index of a field that is there, be it null; it counts as asked for.</summary>
    private int Find(string name)
    {
        int i = _next;
        for (int n = 0; n < _count; n++)
        {
            // Most lines have their fields in the order in which they are asked for.
            int next = i + 1 == _count ? 0 : i + 1;
            if (IsUnnamed || (_slots[i].NameLength == name.Length && Ascii.Equals(NameOf(_slots[i]), name)))
            {
                _asked |= 1ul << i;
                _next = next;
                return i;
            }

            i = next;
        }

        return -1;
    }

    /// <summary>Finds a field that is there and not null, of the kind that is wanted.</summary>
    private bool TryFind(string name, JsonTokenType kind, bool required, string expected, out Slot slot)
    {
        int index = Find(name);
        slot = index < 0 ? default : _slots[index];
        if (index < 0 || slot.Kind == JsonTokenType.Null)
        {
            if (required)
                Fail(name, $"missing, expected {expected}");
            return false;
        }

        if (slot.Kind == kind || (kind == JsonTokenType.True && slot.Kind == JsonTokenType.False))
            return true;
        Refuse(name, expected);
        return false;
    }

    private void Refuse(string name, string expected) => Fail(name, $"expected {expected}");

    private void Fail(string name, string problem)
    {
        if (_valueError is null && _shapeError is null)
            _valueError = new JsonError(PathOf(name), problem);
    }

    /// <summary>Where a field of this object stands.</summary>
    private readonly string PathOf(string name) =>
        IsUnnamed || ReferenceEquals(name, _keyName) ? _path.Text ?? string.Empty : _path.Member(name);

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
