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

    /// <summary>False when the current member's name is no text or came before.</summary>
    public bool IsNameValid { get; private set; }

    /// <summary>Kind of the current member's value.</summary>
    public JsonTokenType Kind { get; private set; }

    /// <summary>Text of the current member's value.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    public bool MoveNext()
    {
        if (!_reader.Read() || _reader.TokenType == JsonTokenType.EndObject)
            return false;
        ReadName();
        _reader.Read();
        Kind = _reader.TokenType;
        int start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        Current = _json[start..(int)_reader.BytesConsumed];
        return true;
    }

    private void ReadName()
    {
        ReadOnlySpan<byte> raw = _reader.ValueSpan;
        if (!_reader.ValueIsEscaped)
        {
            Name = Encoding.UTF8.GetString(raw);
            IsNameValid = _seen.Add(Name);
            return;
        }

        int start = (int)_reader.TokenStartIndex;
        bool isText = JsonText.TryUnescape(_json.Slice(start, raw.Length + 2), out byte[] unescaped);
        Name = Encoding.UTF8.GetString(isText ? unescaped : raw);
        IsNameValid = _seen.Add(Name) && isText;
    }
}
