using System.Buffers.Binary;
using Hypercall.Engine.Shapes;
using Hypercall.Engine.State;
using Replacements = System.Collections.Generic.Dictionary<
    (string Component, string Name, int Rank), Hypercall.Engine.Tests.Encoding.FieldBreak>;

namespace Hypercall.Engine.Tests.Encoding;

/// <summary>A walk over something with its visitor.</summary>
internal delegate void BrokenWalk(ref BrokenOutput output);

/// <summary>What stands in a field's place, and how many bytes are put behind its section.</summary>
internal sealed record FieldBreak(byte[] Bytes, int Padding = 0);

/// <summary>A field: the how manieth of its name in its component, and how it can be broken.</summary>
internal sealed record WalkedField(string Component, string Entry, string Name, int Rank, FieldBreak[] Breaks)
{
    /// <summary>Where it stands in the bytes.</summary>
    public Range Place { get; set; }

    /// <summary>Whether it is a number or a count of as few bytes as it needs.</summary>
    public bool IsNumber { get; init; }

    /// <summary>
    /// The bound that its walk gives it, in words; empty where it gives none, null where there is none to give.
    /// </summary>
    public string? Bound { get; init; }

    public override string ToString() => $"{Component}: {Entry}: {Name} {Rank}";
}

/// <summary>
/// Encodes what is walked with some fields holding other bytes than they should, by the walk that writes sound ones:
/// no offset is known here, and a new field is broken without being named.
/// </summary>
internal sealed class FieldBreaker
{
    private readonly Dictionary<string, int> _ranks = [];
    private readonly List<WalkedField> _fields = [];
    private Replacements _chosen = [];
    private readonly CanonicalWriter _writer = new();
    private readonly IReadOnlyList<(string Component, BrokenWalk Walk)> _components;
    private readonly bool _isSnapshot;
    private string _component = "";
    private int _padding;

    private FieldBreaker(IReadOnlyList<(string Component, BrokenWalk Walk)> components, bool isSnapshot)
    {
        _components = components;
        _isSnapshot = isSnapshot;
    }

    /// <summary>Walks what a snapshot of a state holds.</summary>
    public static FieldBreaker OfSnapshot(EngineState state)
    {
        var walk = new StateWalk<BrokenOutput>();
        return new FieldBreaker(
            [.. SnapshotFormat.Components.Select(component => (
                component, (BrokenWalk)((ref BrokenOutput output) => walk.Walk(ref output, state, component))))],
            isSnapshot: true);
    }

    /// <summary>Walks something that stands alone.</summary>
    public static FieldBreaker Of(BrokenWalk walk) => new([("", walk)], isSnapshot: false);

    /// <summary>The entry that is walked.</summary>
    public string Entry { get; set; } = "";

    /// <summary>What the walk demands of several fields.</summary>
    public SortedSet<string> Problems { get; } = new(StringComparer.Ordinal);

    /// <summary>Every field.</summary>
    public IReadOnlyList<WalkedField> Fields()
    {
        Write([]);
        return [.. _fields];
    }

    /// <summary>Every field with each of the ways to break it.</summary>
    public IEnumerable<(WalkedField Field, FieldBreak Break)> Breaks() =>
        Fields().SelectMany(field => field.Breaks.Select(broken => (field, broken)));

    /// <summary>The sound bytes of a field.</summary>
    public byte[] Sound(string component, string name, int rank)
    {
        byte[] snapshot = Write([]);
        return snapshot[_fields.Single(f => (f.Component, f.Name, f.Rank) == (component, name, rank)).Place];
    }

    /// <summary>The bytes with one field broken.</summary>
    public byte[] Write(WalkedField field, FieldBreak with) => Write(
        new Replacements { [(field.Component, field.Name, field.Rank)] = with });

    /// <summary>The bytes with the fields of so many components, names and ranks replaced.</summary>
    public byte[] Write(Replacements chosen)
    {
        _chosen = chosen;
        _fields.Clear();
        _writer.Reset();
        var output = new BrokenOutput(_writer, this);
        if (_isSnapshot)
            _writer.WriteByte(SnapshotFormat.Version);
        foreach ((string component, BrokenWalk walk) in _components)
        {
            (_component, Entry, _padding) = (component, SnapshotFormat.Whole, 0);
            _ranks.Clear();
            int start = _writer.Length;
            if (_isSnapshot)
                _writer.WriteInt32(0);
            walk(ref output);
            EndField();
            _writer.WriteBytes(new byte[_padding]);
            if (_isSnapshot)
                _writer.PatchInt32(start, _writer.Length - start - sizeof(int));
        }

        return _writer.ToArray();
    }

    /// <summary>What is to stand in a field's place, or null.</summary>
    public FieldBreak? Take(string name, string? bound, FieldBreak[] breaks, bool isNumber)
    {
        int rank = _ranks.GetValueOrDefault(name);
        _ranks[name] = rank + 1;
        EndField();
        _fields.Add(new WalkedField(_component, Entry, name, rank, breaks)
        {
            Place = _writer.Length..,
            IsNumber = isNumber,
            Bound = bound,
        });
        if (!_chosen.TryGetValue((_component, name, rank), out FieldBreak? chosen))
            return null;
        _padding = Math.Max(_padding, chosen.Padding);
        return chosen;
    }

    private void EndField()
    {
        if (_fields.Count > 0 && _fields[^1].Component == _component)
            _fields[^1].Place = _fields[^1].Place.Start.._writer.Length;
    }

    public static byte[] Int32(int value)
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] Int64(long value)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] Int128(Int128 value)
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteInt128LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] VarUInt(ulong value)
    {
        var writer = new CanonicalWriter();
        writer.WriteVarUInt(value);
        return writer.ToArray();
    }

    public static byte[] Text(string text)
    {
        var writer = new CanonicalWriter();
        writer.WriteString(text);
        return writer.ToArray();
    }

    public static byte[] Text(int bytes) => Text(new string('x', bytes));
}
