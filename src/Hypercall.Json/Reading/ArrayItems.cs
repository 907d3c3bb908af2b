using System.Text.Json;

namespace Hypercall.Json.Reading;

/// <summary>Walks the items of a JSON array whose text is known to be well-formed.</summary>
internal ref struct ArrayItems
{
    private readonly ReadOnlySpan<byte> _json;
    private Utf8JsonReader _reader;

    /// <summary>Before the first item of the array that <paramref name="json"/> is.</summary>
    public ArrayItems(ReadOnlySpan<byte> json)
    {
        _json = json;
        _reader = new Utf8JsonReader(json);
        _reader.Read();
        Index = -1;
    }

    /// <summary>Index of the current item.</summary>
    public int Index { get; private set; }

    /// <summary>Text of the current item, a string's with its quotes.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    public bool MoveNext()
    {
        if (!_reader.Read() || _reader.TokenType == JsonTokenType.EndArray)
            return false;
        int start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        Current = _json[start..(int)_reader.BytesConsumed];
        Index++;
        return true;
    }
}
