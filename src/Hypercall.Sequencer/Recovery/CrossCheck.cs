namespace Hypercall.Sequencer.Recovery;

/// <summary>
/// Remembers the state hash at the last record boundaries and compares what later records say was applied: a record
/// speaks of the boundary before it or, since it may be written before the one ahead of it is applied, of the one
/// before that. What others say they have seen is held against boundaries further back too.
/// </summary>
internal sealed class CrossCheck
{
    /// <summary>Boundaries that a record may speak of.</summary>
    private const int Near = 4;

    /// <summary>Boundaries kept at least; at most twice as many.</summary>
    private const int Kept = 4_096;
    private readonly List<Boundary> _boundaries = [];
    private long _floor;

    private readonly record struct Boundary(long Sequence, Hash256 KnownHash, HashMark? Mark, int RulesVersion)
    {
        public Hash256 Hash => Mark is null ? KnownHash : Mark.Hash;
    }

    /// <summary>Records with commands whose result nothing has confirmed yet.</summary>
    public int UnconfirmedRecords { get; private set; }

    /// <summary>Starts at an engine that holds everything up to its sequence.</summary>
    public void Begin(ExchangeEngine engine)
    {
        _boundaries.Clear();
        UnconfirmedRecords = 0;
        _floor = engine.Sequence;
        Remember(engine, null);
    }

    /// <summary>The engine stands behind another record with commands.</summary>
    /// <param name="mark">Where its hash is to be had if it does not compute its own.</param>
    public void Passed(ExchangeEngine engine, HashMark? mark)
    {
        if (_boundaries.Count == 2 * Kept)
            _boundaries.RemoveRange(0, Kept);
        Remember(engine, mark);
        UnconfirmedRecords++;
    }

    /// <summary>What is wrong with a record's applied sequence, hash or rules version, or null.</summary>
    public string? FirstDifference(JournalRecord record)
    {
        if (record.AppliedSequence < _floor)
            return null;
        int index = IndexOf(record.AppliedSequence, Math.Min(Near, _boundaries.Count));
        if (index < 0)
            return $"applied sequence {record.AppliedSequence} is not the end of one of the last records";
        if (Difference(_boundaries[index], record) is { } difference)
            return difference;
        UnconfirmedRecords = Math.Min(UnconfirmedRecords, _boundaries.Count - 1 - index);
        return null;
    }

    /// <summary>The hash after a command, or null where no boundary that is kept lies there.</summary>
    public Hash256? HashAfter(long sequence) =>
        IndexOf(sequence, _boundaries.Count) is >= 0 and var index ? _boundaries[index].Hash : null;

    private static string? Difference(in Boundary boundary, JournalRecord record)
    {
        if (boundary.Hash != record.AppliedHash)
        {
            return $"the hash after sequence {boundary.Sequence} is {boundary.Hash}, the record says "
                + $"{record.AppliedHash}";
        }

        return boundary.RulesVersion == record.RulesVersion
            ? null
            : $"the rules version after sequence {boundary.Sequence} is {boundary.RulesVersion}, the record says "
                + $"{record.RulesVersion}";
    }

    private int IndexOf(long sequence, int amongLast) =>
        _boundaries.FindLastIndex(_boundaries.Count - 1, amongLast, boundary => boundary.Sequence == sequence);

    private void Remember(ExchangeEngine engine, HashMark? mark)
    {
        Hash256 hash = mark is null ? engine.Hash : default;
        _boundaries.Add(new Boundary(engine.Sequence, hash, mark, engine.Rules.Version));
    }
}
