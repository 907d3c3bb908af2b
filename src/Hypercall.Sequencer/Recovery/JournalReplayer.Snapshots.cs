using Hypercall.Sequencer.Snapshots;

namespace Hypercall.Sequencer.Recovery;

/// <summary>Beginning with a snapshot.</summary>
public sealed partial class JournalReplayer
{
    /// <summary>Begins with a snapshot; only before any record, and again after one was refused.</summary>
    /// <param name="storeRecordNumber">The record number under which the store keeps it.</param>
    /// <exception cref="InvalidOperationException">A record or a snapshot has been taken already.</exception>
    public ReplayVerdict OfferSnapshot(long storeRecordNumber, ReadOnlyMemory<byte> bytes)
    {
        if (_lastRecordNumber != 0 || Header is not null)
            throw new InvalidOperationException("a snapshot can only be taken before anything else");
        string? error = Begin(storeRecordNumber, bytes);
        if (error is null)
            return Accept(_lastRecordNumber);
        Restart();
        return new ReplayVerdict(
            ReplayAction.SnapshotRefused, storeRecordNumber, 0, $"snapshot of record {storeRecordNumber}: {error}");
    }

    /// <summary>A snapshot of where the replay stands, as an owner takes one at the end of that record.</summary>
    /// <exception cref="InvalidOperationException">No fence has been read: there is no owner's state.</exception>
    public SnapshotDraft DraftSnapshot()
    {
        if (Header is null || _epoch == 0)
            throw new InvalidOperationException("the replay has read no fence");
        EndHashingAhead();
        return SnapshotDraft.Of(
            Engine, Header, (_epoch, _lastRecordNumber), SkipsUpTo(Engine.Sequence), _options);
    }

    /// <summary>Compares the snapshot, which no record follows, with the one that has its number.</summary>
    internal ReplayVerdict OfferSnapshotsRecord(ReadOnlyMemory<byte> bytes)
    {
        bool isSound = JournalRecordCodec.TryDecode(bytes, out JournalRecord? own, out _) == RecordStatus.Sound;
        if (!_afterSnapshot || !isSound || FirstDifference(own!) is not { } difference)
            return Accept(_lastRecordNumber);
        return RefuseSnapshot(
            $"snapshot of record {_lastRecordNumber}, sequence {Engine.Sequence}: it is not of the record that the "
            + $"journal has there: {difference}");
    }

    private string? FirstDifference(JournalRecord own)
    {
        if (own.Epoch != _epoch)
            return $"the snapshot's epoch is {_epoch}, the record's {own.Epoch}";
        if (own.LastSequence != Engine.Sequence)
            return $"the record ends with sequence {own.LastSequence}";
        if (own.AppliedSequence == Engine.Sequence && own.AppliedHash != Engine.Hash)
            return $"the snapshot's hash is {Engine.Hash}, the record says {own.AppliedHash}";
        return own.Count > 0 && LastTimeOf(own) is var time && time != Engine.TimestampMs
            ? $"the snapshot's time is {Engine.TimestampMs}, the record's last command is of {time}"
            : null;
    }

    private static long LastTimeOf(JournalRecord record)
    {
        var commands = new JournalCommandReader(record);
        long time = 0;
        while (commands.TryRead(out CommandEnvelope envelope))
            time = envelope.TimestampMs;
        return time;
    }

    private string? Begin(long storeRecordNumber, ReadOnlyMemory<byte> bytes)
    {
        if (!SnapshotCodec.TryDecode(bytes, out EngineSnapshot? snapshot, out string? error))
            return error;
        if (FirstViolation(storeRecordNumber, snapshot!) is { } violation)
            return violation;
        if (ExchangeEngine.Restore(snapshot!.State.Span, _options.Engine, out error) is not { } engine)
            return error;
        if (FirstDifference(snapshot, engine) is { } difference)
            return difference;
        Engine = engine;
        _crossCheck.Begin(engine);
        _lastRecordNumber = snapshot.RecordNumber;
        _epoch = snapshot.Epoch;
        _snapshotSequence = snapshot.Sequence;
        _afterSnapshot = true;
        Header = new JournalRecord
        {
            Kind = JournalRecordKind.Header,
            EngineId = snapshot.EngineId,
            TimeSource = snapshot.TimeSource,
            Origin = snapshot.Origin,
        };
        return null;
    }

    private string? FirstViolation(long storeRecordNumber, EngineSnapshot snapshot)
    {
        if (_options.EngineId is { } engineId && snapshot.EngineId != engineId)
            return $"it belongs to engine '{snapshot.EngineId}', not '{engineId}'";
        if (snapshot.RecordNumber != storeRecordNumber)
            return $"it says it is of record {snapshot.RecordNumber}";
        IReadOnlyList<long> skips = SkipsUpTo(snapshot.Sequence);
        return snapshot.Skipped.SequenceEqual(skips)
            ? null
            : $"it was made with {snapshot.Skipped.Count} skipped commands, the operator's records name {skips.Count}";
    }

    private static string? FirstDifference(EngineSnapshot snapshot, ExchangeEngine engine)
    {
        if (engine.Sequence != snapshot.Sequence)
            return $"its state is of sequence {engine.Sequence}, not {snapshot.Sequence}";
        if (engine.Hash != snapshot.Hash)
            return $"its state has hash {engine.Hash}, not {snapshot.Hash}";
        IReadOnlyList<KeyValuePair<string, Hash256>> digests = engine.ComputeDigest().Components;
        if (digests.Count != snapshot.Digests.Count)
            return $"its state has {digests.Count} components, not {snapshot.Digests.Count}";
        for (int i = 0; i < digests.Count; i++)
        {
            if (!digests[i].Equals(snapshot.Digests[i]))
                return $"the digest of component '{digests[i].Key}' differs";
        }

        return null;
    }

    /// <summary>Back to the beginning: nothing of a refused snapshot is kept.</summary>
    private void Restart()
    {
        Engine = new ExchangeEngine(_options.Engine);
        _hashes = null;
        Header = null;
        _crossCheck.Begin(Engine);
        Owner = null;
        (_snapshotSequence, _records, _commands) = (0, 0, 0);
        _afterSnapshot = false;
        _lastRecordNumber = 0;
        _epoch = 0;
    }
}
