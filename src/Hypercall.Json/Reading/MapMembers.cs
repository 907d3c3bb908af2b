using System.Text;
using System.Text.Json;

namespace Hypercall.Json.Reading;

/// <summary>
/// Walks the members of a JSON object whose names are data (wallets, underlyings), of which there may be any number.
/// The text is known to be well-formed.
/// </summary>
internal ref struct MapMembers
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private Utf8JsonReader _reader;

    /// <summary>Before the first member of the object that <paramref name="json"/> is.</summary>
    public MapMembers(ReadOnlySpan<byte> json)
    {
        _json = json;
        _reader = new Utf8JsonReader(json);
        _reader.Read();
        Name = string.Empty;
    }

    /// <summary>Name of the current member.</summary>
    public string Name { get; private set; }

    /// <summary>The name as it stands there, with its quotes.</summary>
    public ReadOnlySpan<byte> QuotedName { get; private set; }

    /// <summary>False when the current member's name is no text or came before.</summary>
    public bool IsNameValid { get; private set; }

    /// <summary>Text of the current member's value.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    public bool MoveNext()
    {
        if (!_reader.Read() || _reader.TokenType == JsonTokenType.EndObject)
            return false;
        ReadName();
        _reader.Read();
        int start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        Current = _json[start..(int)_reader.BytesConsumed];
        return true;
    }

    private void ReadName()
    {
        QuotedName = _json.Slice((int)_reader.TokenStartIndex, _reader.ValueSpan.Length + 2);
        bool isText = JsonText.TryRead(QuotedName, _reader.ValueIsEscaped, out ReadOnlySpan<byte> text);
        Name = Encoding.UTF8.GetString(isText ? text : QuotedName[1..^1]);
        IsNameValid = _seen.Add(Name) && isText;
    }
}
