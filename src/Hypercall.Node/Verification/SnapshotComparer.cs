using Hypercall.Engine;
using Hypercall.Engine.Numerics;
using Hypercall.Node.Storage;
using Hypercall.Sequencer.Recovery;
using Hypercall.Sequencer.Snapshots;

namespace Hypercall.Node.Verification;

/// <summary>
/// Compares each stored snapshot with the state that the journal gives at its record: hash, component digests, and the
/// state inside it once restored. Part of <see cref="JournalVerifier"/>.
/// </summary>
internal sealed class SnapshotComparer
{
    private readonly ISnapshotStore _store;
    private readonly HashSet<long> _open = [];

    public SnapshotComparer(ISnapshotStore store) => _store = store;

    public string Location => _store.Location;

    public int Compared { get; private set; }

    /// <summary>Record numbers of the snapshots, newest first.</summary>
    public IReadOnlyList<long> ReadNumbers()
    {
        IReadOnlyList<long> numbers = _store.ReadNumbers();
        _open.UnionWith(numbers);
        return numbers;
    }

    /// <summary>A snapshot of a record that the journal does not reach: one of the two has lost something.</summary>
    public VerificationDifference? FirstBeyond(long lastRecord)
    {
        foreach (long number in _open.Where(number => number > lastRecord).Order())
        {
            bool sound = SnapshotCodec.TryDecode(Load(number), out EngineSnapshot? snapshot, out string? error);
            return sound && snapshot!.RecordNumber == number
                ? Difference(number, null, $"the journal has lost records: it ends with record {lastRecord}")
                : Difference(number, null, error ?? $"the snapshot is of record {snapshot!.RecordNumber}");
        }

        return null;
    }

    public byte[] Load(long recordNumber) => _store.Load(recordNumber);

    /// <summary>Compares the snapshot of this record, if there is one.</summary>
    public VerificationDifference? Compare(long recordNumber, JournalReplayer replayer)
    {
        if (!_open.Remove(recordNumber))
            return null;
        Compared++;
        if (!SnapshotCodec.TryDecode(Load(recordNumber), out EngineSnapshot? snapshot, out string? error))
            return Difference(recordNumber, null, error!);
        ExchangeEngine engine = replayer.Engine;
        if (snapshot!.RecordNumber != recordNumber)
            return Difference(recordNumber, null, $"the snapshot is of record {snapshot.RecordNumber}");
        if (snapshot.Sequence != engine.Sequence)
            return Difference(recordNumber, null, $"sequence {snapshot.Sequence}, the journal gives {engine.Sequence}");
        IReadOnlyList<KeyValuePair<string, Hash256>> computed = engine.ComputeDigest().Components;
        if (FirstDifference(snapshot.Digests, computed) is { } component)
            return Difference(recordNumber, component, "the recorded digest differs from the journal's");
        if (snapshot.Hash != engine.Hash)
            return Difference(recordNumber, null, $"hash {snapshot.Hash}, the journal gives {engine.Hash}");
        return CompareState(recordNumber, snapshot, computed);
    }

    /// <summary>The first component whose digests differ, or null.</summary>
    public static string? FirstDifference(
        IReadOnlyList<KeyValuePair<string, Hash256>> left, IReadOnlyList<KeyValuePair<string, Hash256>> right)
    {
        for (int index = 0; index < Math.Min(left.Count, right.Count); index++)
        {
            if (left[index].Key != right[index].Key || left[index].Value != right[index].Value)
                return left[index].Key;
        }

        if (left.Count == right.Count)
            return null;
        return left.Count > right.Count ? left[right.Count].Key : right[left.Count].Key;
    }

    private VerificationDifference? CompareState(
        long recordNumber, EngineSnapshot snapshot, IReadOnlyList<KeyValuePair<string, Hash256>> computed)
    {
        ExchangeEngine? restored = ExchangeEngine.Restore(snapshot.State.Span, null, out string? error);
        if (restored is null)
            return Difference(recordNumber, null, error!);
        return FirstDifference(restored.ComputeDigest().Components, computed) is { } component
            ? Difference(recordNumber, component, "the restored state differs from the journal's")
            : null;
    }

    private VerificationDifference Difference(long recordNumber, string? component, string what) =>
        new(Location, recordNumber, null, component, what);
}
