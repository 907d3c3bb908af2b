using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.State;

/// <summary>
/// The most recent outcomes by request id, oldest out. Grows in blocks up to the entries and bytes that the rules give.
/// What is remembered is recorded at once, with how many it drives out; what new rules drive out follows from them.
/// </summary>
internal sealed class OutcomeCache(ChangeLog changes)
{
    /// <summary><see cref="LastDroppedMs"/> before any entry was dropped.</summary>
    public const long NothingDropped = -1;

    private const int BlockShift = 10;
    private const int BlockSize = 1 << BlockShift;

    private readonly Dictionary<OutcomeKey, long> _numbers = [];
    private readonly List<Place[]> _blocks = [];
    private readonly Stack<Place[]> _spareBlocks = new();
    private readonly CanonicalWriter _writer = new();
    private long _firstBlock;

    private struct Place
    {
        public OutcomeEntry Entry;
        public int Bytes;
    }

    /// <summary>Number of the oldest remembered entry; entries are numbered from 0.</summary>
    public long Oldest { get; private set; }

    /// <summary>Number that the next entry gets.</summary>
    public long Next { get; private set; }

    public int Count => (int)(Next - Oldest);

    /// <summary>Bytes of the entries' canonical encoding.</summary>
    public long Bytes { get; private set; }

    /// <summary>Time of the last entry that was dropped, or <see cref="NothingDropped"/>.</summary>
    public long LastDroppedMs { get; private set; } = NothingDropped;

    /// <summary>The entry of a number from <see cref="Oldest"/> to before <see cref="Next"/>.</summary>
    public ref readonly OutcomeEntry this[long number] => ref PlaceOf(number).Entry;

    /// <summary>Number of the entry of a key, or -1.</summary>
    public long Find(in OutcomeKey key) => _numbers.TryGetValue(key, out long number) ? number : -1;

    /// <summary>Starts numbering at a later number, in an empty cache; for restoring.</summary>
    public void StartAt(long number, long lastDroppedMs)
    {
        LastDroppedMs = lastDroppedMs;
        Oldest = number;
        Next = number;
        _firstBlock = number >> BlockShift;
    }

    /// <summary>Remembers an entry whose key is not there, within the room that the rules give.</summary>
    public void Remember(ref OutcomeEntry entry, RuleSet rules)
    {
        _writer.Reset();
        var encoding = new CanonicalOutput(_writer);
        EntryShapes.Walk(ref encoding, ref entry);
        Restore(entry, _writer.Length);
        int dropped = Trim(rules);
        if (!changes.TryBegin(ChangeKind.Outcome, out CanonicalOutput output))
            return;
        output.Bytes(_writer.Written);
        EntryShapes.Number(ref output, "dropped", dropped);
    }

    /// <summary>Adds an entry of a snapshot, whose key is not there.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="bytes">How many its canonical encoding has.</param>
    public void Restore(in OutcomeEntry entry, int bytes)
    {
        if ((Next >> BlockShift) - _firstBlock == _blocks.Count)
            _blocks.Add(_spareBlocks.TryPop(out Place[]? spare) ? spare : new Place[BlockSize]);
        PlaceOf(Next) = new Place { Entry = entry, Bytes = bytes };
        Bytes += bytes;
        _numbers.Add(entry.Key, Next);
        Next++;
    }

    /// <summary>Drops the oldest entries that the rules have no room for.</summary>
    /// <returns>How many were dropped.</returns>
    public int Trim(RuleSet rules) => Trim(rules.OutcomeCache, rules.OutcomeCacheBytes);

    /// <summary>Drops the oldest entries while there are more of them, or of their bytes, than allowed.</summary>
    /// <returns>How many were dropped.</returns>
    private int Trim(int maxEntries, long maxBytes)
    {
        int dropped = 0;
        while (Count > maxEntries || Bytes > maxBytes)
        {
            ref Place oldest = ref PlaceOf(Oldest);
            _numbers.Remove(oldest.Entry.Key);
            LastDroppedMs = oldest.Entry.TimestampMs;
            Bytes -= oldest.Bytes;
            oldest = default;
            Oldest++;
            dropped++;
            if ((Oldest & (BlockSize - 1)) == 0)
                DropFirstBlock();
        }

        return dropped;
    }

    private ref Place PlaceOf(long number) =>
        ref _blocks[(int)((number >> BlockShift) - _firstBlock)][number & (BlockSize - 1)];

    private void DropFirstBlock()
    {
        _spareBlocks.Push(_blocks[0]);
        _blocks.RemoveAt(0);
        _firstBlock++;
    }
}
