namespace Hypercall.Sequencer.Recovery;

/// <summary>
/// Remembers the state hash at the last record boundaries and compares what later records say was applied: a record
/// speaks of the boundary before it or, since it may be written before the one ahead of it is applied, of the one
/// before that.
/// </summary>
internal sealed class CrossCheck
{
    private const int Kept = 4;
    private readonly Boundary[] _boundaries = new Boundary[Kept];
    private readonly Queue<long> _unconfirmed = new();
    private int _next;
    private long _floor;

    private readonly record struct Boundary(long Sequence, Hash256 KnownHash, HashMark? Mark, int RulesVersion)
    {
        public Hash256 Hash => Mark is null ? KnownHash : Mark.Hash;
    }

    /// <summary>Records with commands whose result nothing has confirmed yet.</summary>
    public int UnconfirmedRecords => _unconfirmed.Count;

    /// <summary>Starts at an engine that holds everything up to its sequence.</summary>
    public void Begin(ExchangeEngine engine)
    {
        Array.Fill(_boundaries, new Boundary(-1, default, null, 0));
        _unconfirmed.Clear();
        _floor = engine.Sequence;
        Remember(engine, null);
    }

    /// <summary>The engine stands behind another record with commands.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="mark">Where its hash is to be had if it does not compute its own.</param>
    public void Passed(ExchangeEngine engine, HashMark? mark)
    {
        Remember(engine, mark);
        _unconfirmed.Enqueue(engine.Sequence);
    }

    /// <summary>What is wrong with a record's applied sequence, hash or rules version, or null.</summary>
    public string? FirstDifference(JournalRecord record)
    {
        if (record.AppliedSequence < _floor)
            return null;
        foreach (ref readonly Boundary boundary in _boundaries.AsSpan())
        {
            if (boundary.Sequence == record.AppliedSequence)
                return Compare(boundary, record);
        }

        return $"applied sequence {record.AppliedSequence} is not the end of one of the last records";
    }

    private string? Compare(in Boundary boundary, JournalRecord record)
    {
        if (boundary.Hash != record.AppliedHash)
        {
            return $"the hash after sequence {boundary.Sequence} is {boundary.Hash}, the record says "
                + $"{record.AppliedHash}";
        }

        if (boundary.RulesVersion != record.RulesVersion)
        {
            return $"the rules version after sequence {boundary.Sequence} is {boundary.RulesVersion}, the record says "
                + $"{record.RulesVersion}";
        }

        while (_unconfirmed.TryPeek(out long end) && end <= boundary.Sequence)
            _unconfirmed.Dequeue();
        return null;
    }

    private void Remember(ExchangeEngine engine, HashMark? mark)
    {
        Hash256 hash = mark is null ? engine.Hash : default;
        _boundaries[_next] = new Boundary(engine.Sequence, hash, mark, engine.Rules.Version);
        _next = (_next + 1) % Kept;
    }
}
