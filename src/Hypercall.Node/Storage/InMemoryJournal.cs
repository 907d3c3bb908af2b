using Hypercall.Sequencer.Journal;

namespace Hypercall.Node.Storage;

/// <summary>
/// A journal in memory, for tests and for runs that need no durability. It outlives the node that used it (disposing
/// it does nothing), so that a test can start another node on the same rows.
/// </summary>
public sealed class InMemoryJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly List<byte[]> _rows = [];
    private readonly SortedDictionary<long, SkipRecord> _skips = [];

    /// <summary>An empty journal of an engine.</summary>
    public InMemoryJournal(string engineId) => EngineId = engineId;

    /// <inheritdoc/>
    public string Location => "memory";

    /// <inheritdoc/>
    public string EngineId { get; }

    /// <inheritdoc/>
    public void Write(long recordNumber, ReadOnlySpan<byte> record)
    {
        lock (_gate)
        {
            if (recordNumber <= _rows.Count)
                throw new JournalOwnedException(Location, null);
            ArgumentOutOfRangeException.ThrowIfNotEqual(recordNumber, _rows.Count + 1);
            _rows.Add(record.ToArray());
        }
    }

    /// <inheritdoc/>
    public JournalRow? ReadLast()
    {
        lock (_gate)
            return _rows.Count == 0 ? null : new JournalRow(_rows.Count, _rows[^1]);
    }

    /// <inheritdoc/>
    public IJournalCursor Read(long firstNumber) => new Cursor(this, firstNumber);

    /// <inheritdoc/>
    public IReadOnlyList<SkipRecord> ReadSkips()
    {
        lock (_gate)
            return [.. _skips.Values];
    }

    /// <inheritdoc/>
    public void AddSkip(SkipRecord skip)
    {
        lock (_gate)
            _skips[skip.Sequence] = skip;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private byte[]? Row(long number)
    {
        lock (_gate)
            return number <= _rows.Count ? _rows[(int)number - 1] : null;
    }

    private sealed class Cursor(InMemoryJournal journal, long next) : IJournalCursor
    {
        private long _next = next;

        public JournalRow Current { get; private set; }

        public bool MoveNext()
        {
            byte[]? row = journal.Row(_next);
            Current = row is null ? default : new JournalRow(_next, row);
            if (row is not null)
                _next++;
            return row is not null;
        }

        public void Dispose()
        {
        }
    }
}
