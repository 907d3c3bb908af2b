namespace Hypercall.Verification;

/// <summary>
/// Compares each stored snapshot with the state that the journal gives at its record: hash, component digests, and the
/// state inside it once restored. Part of <see cref="JournalVerifier"/>.
/// </summary>
internal sealed class SnapshotComparer(VenueJournal journal)
{
    private readonly Dictionary<long, byte[]> _loaded = [];
    private readonly HashSet<long> _open = [];

    public string Location => journal.SnapshotLocation;

    public int Compared { get; private set; }

    /// <summary>A snapshot's bytes.</summary>
    public ReadOnlyMemory<byte> this[long recordNumber] => _loaded[recordNumber];

    /// <summary>Loads the snapshots, before their owner deletes one for a newer one.</summary>
    /// <returns>Their record numbers, newest first.</returns>
    public IReadOnlyList<long> LoadAll()
    {
        foreach (long number in journal.ReadSnapshotNumbers())
        {
            if (journal.LoadSnapshot(number) is { } bytes)
                _loaded.Add(number, bytes);
        }

        _open.UnionWith(_loaded.Keys);
        return [.. _loaded.Keys.OrderDescending()];
    }

    /// <summary>A snapshot of a record that the journal does not reach: one of the two has lost something.</summary>
    public VerificationDifference? FirstBeyond(long lastRecord)
    {
        foreach (long number in _open.Where(number => number > lastRecord).Order())
        {
            bool sound = SnapshotCodec.TryDecode(this[number], out EngineSnapshot? snapshot, out string? error);
            return sound && snapshot!.RecordNumber == number
                ? Difference(number, null, $"the journal has lost records: it ends with record {lastRecord}")
                : Difference(number, null, error ?? $"the snapshot is of record {snapshot!.RecordNumber}");
        }

        return null;
    }

    /// <summary>Compares the snapshot of this record, if there is one.</summary>
    public VerificationDifference? Compare(long recordNumber, JournalReplayer replayer)
    {
        if (!_open.Remove(recordNumber))
            return null;
        Compared++;
        if (!SnapshotCodec.TryDecode(this[recordNumber], out EngineSnapshot? snapshot, out string? error))
            return Difference(recordNumber, null, error!);
        ExchangeEngine engine = replayer.Engine;
        if (snapshot!.RecordNumber != recordNumber)
            return Difference(recordNumber, null, $"the snapshot is of record {snapshot.RecordNumber}");
        if (snapshot.Sequence != engine.Sequence)
            return Difference(recordNumber, null, $"sequence {snapshot.Sequence}, the journal gives {engine.Sequence}");
        IReadOnlyList<KeyValuePair<string, Hash256>> computed = engine.ComputeDigest().Components;
        if (StateDifference.FirstComponent(snapshot.Digests, computed) is { } component)
            return Difference(recordNumber, component, "the recorded digest differs from the journal's");
        if (snapshot.Hash != engine.Hash)
            return Difference(recordNumber, null, $"hash {snapshot.Hash}, the journal gives {engine.Hash}");
        return CompareState(recordNumber, snapshot, computed);
    }

    private VerificationDifference? CompareState(
        long recordNumber, EngineSnapshot snapshot, IReadOnlyList<KeyValuePair<string, Hash256>> computed)
    {
        ExchangeEngine? restored = ExchangeEngine.Restore(snapshot.State.Span, null, out string? error);
        if (restored is null)
            return Difference(recordNumber, null, error!);
        return StateDifference.FirstComponent(restored.ComputeDigest().Components, computed) is { } component
            ? Difference(recordNumber, component, "the restored state differs from the journal's")
            : null;
    }

    private VerificationDifference Difference(long recordNumber, string? component, string what) =>
        new(Location, recordNumber, null, component, what);
}
