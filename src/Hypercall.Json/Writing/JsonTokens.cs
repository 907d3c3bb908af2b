namespace Hypercall.Json.Writing;

/// <summary>
/// The rest of an object from the first place where a field stands that has not come yet. Held back until the object
/// ends, then written with every field in its place.
/// </summary>
internal sealed class JsonTokens
{
    private const int None = -1;

    [ThreadStatic]
    private static JsonTokens? _spare;

    private readonly List<Gap> _gaps = [];

    /// <summary>Of each field that comes later the entry that it is, once it has come.</summary>
    private readonly List<int> _places = [];
    private Entry[] _entries = new Entry[32];
    private int _count;
    private int _open = None;

    public static JsonTokens Rent()
    {
        JsonTokens tokens = _spare ?? new JsonTokens();
        _spare = null;
        return tokens;
    }

    public void Add(in JsonToken token, int depth)
    {
        ref Entry entry = ref Append();
        entry.Token = token;
        entry.IsAhead = TryPlace(token.Name, depth);
    }

    /// <summary>Adds a place for fields of the object at a depth that are still to come.</summary>
    public void AddAhead(string[] names, int depth)
    {
        ref Entry entry = ref Append();
        entry.IsAhead = false;
        entry.Token = new JsonToken(JsonTokenKind.Ahead, null, Units: _gaps.Count);
        _gaps.Add(new Gap(names, depth, _open, _places.Count));
        _open = _gaps.Count - 1;
        foreach (string _ in names)
            _places.Add(None);
    }

    /// <summary>The object at a depth ends, and with it the places in it.</summary>
    public void Leave(int depth)
    {
        if (_open != None && _gaps[_open].Depth == depth)
            _open = _gaps[_open].Outer;
    }

    /// <summary>Writes all and gives this back.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        Write(writer, 0, _count);
        _entries.AsSpan(0, _count).Clear();
        _gaps.Clear();
        _places.Clear();
        _count = 0;
        _open = None;
        _spare = this;
    }

    /// <summary>Whether the last entry stands in the gap that is open.</summary>
    private bool TryPlace(string? name, int depth)
    {
        if (_open == None || name is null || _gaps[_open].Depth != depth)
            return false;
        Gap gap = _gaps[_open];
        int place = Array.IndexOf(gap.Names, name);
        if (place < 0)
            return false;
        _places[gap.First + place] = _count - 1;
        return true;
    }

    private ref Entry Append()
    {
        if (_count == _entries.Length)
            Array.Resize(ref _entries, _count * 2);
        return ref _entries[_count++];
    }

    private void Write(Utf8JsonWriter writer, int start, int end)
    {
        for (int i = start; i < end; i = After(i))
        {
            if (_entries[i].Token.Kind == JsonTokenKind.Ahead)
                WriteGap(writer, _gaps[(int)_entries[i].Token.Units]);
            else if (!_entries[i].IsAhead)
                WriteOne(writer, i);
        }
    }

    private void WriteGap(Utf8JsonWriter writer, in Gap gap)
    {
        for (int i = 0; i < gap.Names.Length; i++)
        {
            int place = _places[gap.First + i];
            if (place != None)
                WriteOne(writer, place);
        }
    }

    private void WriteOne(Utf8JsonWriter writer, int index)
    {
        _entries[index].Token.WriteTo(writer);
        int after = After(index);
        if (after == index + 1)
            return;
        Write(writer, index + 1, after - 1);
        _entries[after - 1].Token.WriteTo(writer);
    }

    /// <summary>The index behind a token, or behind the end of what it begins.</summary>
    private int After(int index)
    {
        int depth = 0;
        do
        {
            JsonTokenKind kind = _entries[index++].Token.Kind;
            if (kind is JsonTokenKind.Object or JsonTokenKind.List)
                depth++;
            else if (kind is JsonTokenKind.EndOfObject or JsonTokenKind.EndOfList)
                depth--;
        }
        while (depth > 0);
        return index;
    }

    private struct Entry
    {
        public JsonToken Token;
        public bool IsAhead;
    }

    /// <summary>Where fields stand that come later.</summary>
    /// <param name="Names">Those fields.</param>
    /// <param name="Depth">The depth of their object.</param>
    /// <param name="Outer">The gap that was open before.</param>
    /// <param name="First">Index of the place of the first of them.</param>
    private readonly record struct Gap(string[] Names, int Depth, int Outer, int First);
}
