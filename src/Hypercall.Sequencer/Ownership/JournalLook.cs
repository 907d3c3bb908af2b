namespace Hypercall.Sequencer.Ownership;

/// <summary>Gathers an observation from the records that a host reads at the journal's end.</summary>
/// <param name="recordNumber">The last record known to be durable: from it on the journal is read.</param>
/// <param name="earlierNumber">The one that was the last at the look before, read by itself; 0: none.</param>
public sealed class JournalLook(long recordNumber, long earlierNumber = 0)
{
    /// <summary>
    /// Records to read: the owner's last one, one of its own in flight, a rival's first. Numbers are dense and unique,
    /// so that a rival's fence stands in one of them.
    /// </summary>
    public const int RecordsRead = 3;

    private ReadOnlyMemory<byte>? _record;
    private ReadOnlyMemory<byte>? _earlier;
    private long _highestEpoch;
    private string? _owner;

    /// <summary>What was found so far.</summary>
    public JournalObservation Observation => new(recordNumber, _record, _highestEpoch, _owner, _earlier);

    /// <summary>Takes a record; bytes that nobody can read count as no epoch: recovery judges them.</summary>
    /// <param name="bytes">Its bytes; kept.</param>
    public void Add(long number, ReadOnlyMemory<byte> bytes)
    {
        if (number == earlierNumber)
            _earlier = bytes;
        if (number == recordNumber)
            _record = bytes;
        if (number < recordNumber)
            return;
        if (JournalRecordCodec.TryDecode(bytes, out JournalRecord? record, out _) != RecordStatus.Sound)
            return;
        if (record!.Epoch > _highestEpoch)
            _owner = null;
        _highestEpoch = Math.Max(_highestEpoch, record.Epoch);
        if (record.Kind == JournalRecordKind.EngineStarted && record.Epoch == _highestEpoch)
            _owner = record.HostId;
    }
}
