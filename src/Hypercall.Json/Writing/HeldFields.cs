using System.Buffers;

namespace Hypercall.Json.Writing;

/// <summary>
/// The rest of an object from a place on where fields stand that have not come yet. It is written aside until the
/// object ends, then copied with every field in its place.
/// </summary>
internal sealed class HeldFields
{
    [ThreadStatic]
    private static HeldFields? _spare;

    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly List<(string Name, JsonEncodedText Encoded, int Before, int Value)> _fields = [];
    private Utf8JsonWriter _writer;
    private string[] _ahead = [];

    private HeldFields(Utf8JsonWriter writer) => (_writer, Aside) = (writer, new Utf8JsonWriter(_text, writer.Options));

    /// <summary>What is held of an object around it, or null.</summary>
    public HeldFields? Around { get; private set; }

    /// <summary>How deep the object lies.</summary>
    public int Depth { get; private set; }

    /// <summary>What takes the fields.</summary>
    public Utf8JsonWriter Aside { get; }

    /// <param name="writer">Where it goes then.</param>
    /// <param name="around">What is held of an object around it, or null.</param>
    /// <param name="depth">How deep the object lies.</param>
    /// <param name="ahead">Fields that stand at the place, in this order.</param>
    public static HeldFields Rent(Utf8JsonWriter writer, HeldFields? around, int depth, string[] ahead)
    {
        HeldFields held =
            _spare?.Aside.Options.Indented == writer.Options.Indented ? _spare : new HeldFields(writer);
        _spare = null;
        (held._writer, held.Around, held.Depth, held._ahead) = (writer, around, depth, ahead);
        // As deep as there, so that lines are as far in.
        for (int outer = 1; outer < writer.CurrentDepth; outer++)
            held.Aside.WriteStartArray();
        held.Aside.WriteStartObject();
        return held;
    }

    /// <summary>Begins a field of the object or, deeper, of one in it.</summary>
    public void Name(string name, int depth)
    {
        int before = Length;
        JsonEncodedText encoded = PropertyNames.Of(name);
        Aside.WritePropertyName(encoded);
        if (depth == Depth)
            _fields.Add((name, encoded, before, Length));
    }

    /// <summary>Writes it and gives it back; the object's end follows.</summary>
    public HeldFields? End()
    {
        _fields.Add(("", default, Length, 0));
        Aside.Flush();
        foreach (string name in _ahead)
            Copy(name);
        Copy(null);
        _fields.Clear();
        _text.ResetWrittenCount();
        Aside.Reset();
        _spare = this;
        return Around;
    }

    private int Length => (int)(Aside.BytesCommitted + Aside.BytesPending);

    /// <param name="ahead">Which of the fields at the place; null: all that are not there.</param>
    private void Copy(string? ahead)
    {
        for (int index = 0; index < _fields.Count - 1; index++)
        {
            (string name, JsonEncodedText encoded, _, int value) = _fields[index];
            if (ahead is null ? _ahead.Contains(name) : name != ahead)
                continue;
            // What stands together goes together.
            while (ahead is null && index < _fields.Count - 2 && !_ahead.Contains(_fields[index + 1].Name))
                index++;
            _writer.WritePropertyName(encoded);
            _writer.WriteRawValue(_text.WrittenSpan[value.._fields[index + 1].Before], skipInputValidation: true);
        }
    }
}
