using Hypercall.Engine.Commands;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>
/// The journal and the snapshot store: numbers are unique, records can be damaged and made good again. Checks on every
/// store that the journal stays dense and that epochs only rise by fences.
/// </summary>
internal sealed class SimJournal
{
    private readonly List<byte[]> _records = [];
    private readonly List<(long Number, long Epoch)> _bySequence = [];
    private readonly SortedDictionary<long, byte[]> _snapshots = [];
    private (long Number, byte[] Bytes)? _torn;
    private long _lostFrom;
    private long _lostTo;

    public long Count => _records.Count;

    public long LastSequence => _bySequence.Count;

    public long Epoch { get; private set; }

    /// <summary>When the fence of the current epoch was stored.</summary>
    public long FencedAtMs { get; private set; }

    /// <summary>
    /// Number of the damaged record, 0 for none, and what reading it gives (null: the row is missing).
    /// </summary>
    public long DamagedNumber { get; private set; }

    public byte[]? DamagedBytes { get; private set; }

    public List<SkipRecord> Skips { get; } = [];

    /// <summary>Snapshots, newest first.</summary>
    public IEnumerable<KeyValuePair<long, byte[]>> Snapshots => _snapshots.Reverse();

    /// <summary>Stores a record unless its number is taken.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="bytes">The record.</param>
    /// <param name="nowMs">When it is stored.</param>
    /// <param name="latestWallMs">What the latest of the right clocks shows.</param>
    public bool TryStore(long number, byte[] bytes, long nowMs, long latestWallMs)
    {
        if (IsLost(number))
            throw new SimulationException($"record {number} is written again, it stood there and was told of");
        if (number <= Count)
            return false;
        if (number != Count + 1)
            throw new SimulationException($"record {number} would leave a hole after {Count}");
        if (JournalRecordCodec.TryDecode(bytes, out JournalRecord? record, out string? error) != RecordStatus.Sound)
            throw new SimulationException($"record {number} is not sound: {error}");
        CheckContinues(number, record!);
        CheckTimes(number, record!, latestWallMs);
        if (record!.Kind == JournalRecordKind.EngineStarted)
            FencedAtMs = nowMs;
        Epoch = record.Epoch;
        for (int i = 0; i < record.Count; i++)
            _bySequence.Add((number, record.Epoch));
        _records.Add(bytes);
        _torn = null;
        return true;
    }

    /// <summary>Epoch of the record that holds a command, 0 when none does.</summary>
    public long EpochOf(long sequence) =>
        sequence >= 1 && sequence <= LastSequence ? _bySequence[(int)sequence - 1].Epoch : 0;

    /// <summary>What a reader of the journal gets from a number on.</summary>
    public IEnumerable<(long Number, byte[] Bytes)> Read(long from)
    {
        for (long number = from; number <= Count; number++)
        {
            if (IsLost(number))
                continue;
            byte[]? bytes = number == DamagedNumber ? DamagedBytes : _records[(int)number - 1];
            if (bytes is not null)
                yield return (number, bytes);
        }

        if (_torn is { } torn && torn.Number >= from)
            yield return torn;
    }

    /// <summary>The last number that a reader finds.</summary>
    public long LastNumberRead => _torn?.Number ?? (EndsBeforeLost ? _lostFrom - 1 : Count);

    /// <summary>How often an operator has stopped every host and accepted a loss: no write survives that.</summary>
    public int Generation { get; private set; }

    /// <summary>Rows that were durable are not there.</summary>
    public bool IsRolledBack => _lostFrom > 0;

    /// <summary>Nothing was written behind the rows that are not there.</summary>
    public bool EndsBeforeLost => IsRolledBack && _lostTo == Count;

    /// <summary>A record as it was stored, whatever happened to it since.</summary>
    public byte[] Original(long number) => _records[(int)number - 1];

    public void Damage(long number, byte[]? bytes)
    {
        DamagedNumber = number;
        DamagedBytes = bytes;
    }

    public void Repair()
    {
        DamagedNumber = 0;
        DamagedBytes = null;
    }

    /// <summary>A crash left the first bytes of the next record.</summary>
    public bool Tear(long number, byte[] bytes, int length)
    {
        if (number != Count + 1 || length == 0 || length >= bytes.Length)
            return false;
        _torn = (number, bytes[..length]);
        return true;
    }

    /// <summary>Loses the rows from that of a command on; those written later are kept.</summary>
    /// <returns>False where that cannot be: before the first fence, or behind half a record.</returns>
    public bool RollBackBefore(long sequence)
    {
        long number = _bySequence[(int)sequence - 1].Number;
        if (_torn is not null || number <= 2)
            return false;
        (_lostFrom, _lostTo) = (number, Count);
        return true;
    }

    /// <summary>The rows come back.</summary>
    public void Restore() => (_lostFrom, _lostTo) = (0, 0);

    public bool IsLost(long number) => IsRolledBack && number >= _lostFrom && number <= _lostTo;

    /// <summary>The rows are lost for good, and with them the snapshots that hold more.</summary>
    public void AcceptLoss()
    {
        _records.RemoveRange((int)_lostFrom - 1, _records.Count - (int)_lostFrom + 1);
        _bySequence.RemoveAll(command => command.Number >= _lostFrom);
        foreach (long number in _snapshots.Keys.Where(number => number >= _lostFrom).ToArray())
            _snapshots.Remove(number);
        JournalRecordCodec.TryDecode(_records[^1], out JournalRecord? last, out _);
        Epoch = last!.Epoch;
        Generation++;
        Restore();
    }

    public void SaveSnapshot(long number, byte[] bytes)
    {
        const int Kept = 3;
        _snapshots[number] = bytes;
        while (_snapshots.Count > Kept)
            _snapshots.Remove(_snapshots.Keys.First());
    }

    private void CheckContinues(long number, JournalRecord record)
    {
        long epoch = record.Kind == JournalRecordKind.EngineStarted ? Epoch + 1 : Epoch;
        if (record.Epoch != epoch)
            throw new SimulationException($"record {number} has epoch {record.Epoch}, not {epoch}");
        if (record.FirstSequence != LastSequence + 1)
            throw new SimulationException($"record {number} begins with {record.FirstSequence} after {LastSequence}");
    }

    /// <summary>A clock that is far ahead stamps nothing, or the right ones would be kept out afterwards.</summary>
    private static void CheckTimes(long number, JournalRecord record, long latestWallMs)
    {
        const long mostLeadMs = 6_000;
        var commands = new JournalCommandReader(record);
        while (commands.TryRead(out CommandEnvelope envelope))
        {
            if (envelope.TimestampMs > latestWallMs + mostLeadMs)
                throw new SimulationException($"record {number} has time {envelope.TimestampMs} at {latestWallMs}");
        }
    }
}
