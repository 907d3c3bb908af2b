namespace Hypercall.Json.Reading;

/// <summary>
/// Walks the items of a JSON array, or the members of an object whose names are data (wallets, underlyings), of which
/// there may be any number. The text is known to be well-formed.
/// </summary>
internal ref struct JsonItems
{
    private readonly ReadOnlySpan<byte> _json;
    private HashSet<string>? _seen;
    private Utf8JsonReader _reader;

    /// <summary>Before the first item of the array or object that <paramref name="json"/> is.</summary>
    public JsonItems(ReadOnlySpan<byte> json)
    {
        _json = json;
        _reader = new Utf8JsonReader(json);
        _reader.Read();
        Index = -1;
        Name = string.Empty;
    }

    /// <summary>Index of the current item.</summary>
    public int Index { get; private set; }

    /// <summary>Name of the current member.</summary>
    public string Name { get; private set; }

    /// <summary>The name as it stands there, with its quotes.</summary>
    public ReadOnlySpan<byte> QuotedName { get; private set; }

    /// <summary>False when the current member's name is no text or came before.</summary>
    public bool IsNameValid { get; private set; }

    /// <summary>Text of the current item, a string's with its quotes.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    public bool MoveNext()
    {
        if (!_reader.Read() || _reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
            return false;
        if (_reader.TokenType == JsonTokenType.PropertyName)
            ReadName();
        int start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        Current = _json[start..(int)_reader.BytesConsumed];
        Index++;
        return true;
    }

    private void ReadName()
    {
        QuotedName = _json.Slice((int)_reader.TokenStartIndex, _reader.ValueSpan.Length + 2);
        bool isText = JsonText.TryRead(QuotedName, _reader.ValueIsEscaped, out ReadOnlySpan<byte> text);
        Name = Encoding.UTF8.GetString(isText ? text : QuotedName[1..^1]);
        _seen ??= new HashSet<string>(StringComparer.Ordinal);
        IsNameValid = _seen.Add(Name) && isText;
        _reader.Read();
    }
}
