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
    public bool TryStore(long number, byte[] bytes, long nowMs)
    {
        if (number <= Count)
            return false;
        if (number != Count + 1)
            throw new SimulationException($"record {number} would leave a hole after {Count}");
        if (JournalRecordCodec.TryDecode(bytes, out JournalRecord? record, out string? error) != RecordStatus.Sound)
            throw new SimulationException($"record {number} is not sound: {error}");
        CheckContinues(number, record!);
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
            byte[]? bytes = number == DamagedNumber ? DamagedBytes : _records[(int)number - 1];
            if (bytes is not null)
                yield return (number, bytes);
        }

        if (_torn is { } torn && torn.Number >= from)
            yield return torn;
    }

    /// <summary>The last number that a reader finds.</summary>
    public long LastNumberRead => _torn?.Number ?? Count;

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
}
