using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Ownership;

namespace Hypercall.Sequencer.Recovery;

/// <summary>
/// Applies a journal to an engine and refuses, naming record and sequence, whatever does not fit: a gap, an epoch
/// going back, a damaged or unknown record, a hash that differs from the recomputed one. It never skips on its own and
/// never repairs: after a refusal every further record is refused too. Recovery, followers and <c>verify</c> use it.
/// </summary>
public sealed partial class JournalReplayer
{
    private readonly ReplayOptions _options;

    /// <summary>Sequences that the operator skips, ascending; one whose record was stored twice stands once.</summary>
    private readonly long[] _skips;
    private readonly CrossCheck _crossCheck = new();
    private readonly Utf8StringPool _strings = new();
    private long _snapshotSequence;
    private long _records;
    private long _commands;
    private bool _afterSnapshot;
    private long _lastRecordNumber;
    private long _epoch;
    private long? _tornRecordNumber;
    private ReplayVerdict? _refusal;
    private HashAhead? _hashes;

    /// <summary>A replay that has read nothing.</summary>
    /// <exception cref="ArgumentException">A skip is for another engine.</exception>
    public JournalReplayer(ReplayOptions options)
    {
        _options = options;
        _skips = [.. options.Skips.Select(skip => skip.Sequence).Distinct().Order()];
        if (options.EngineId is { } id && options.Skips.FirstOrDefault(skip => skip.EngineId != id) is { } other)
            throw new ArgumentException($"a skip is for engine '{other.EngineId}', not '{id}'", nameof(options));
        Engine = new ExchangeEngine(options.Engine);
        _crossCheck.Begin(Engine);
    }

    /// <summary>The engine as of the last record.</summary>
    public ExchangeEngine Engine { get; private set; }

    /// <summary>
    /// The journal's header: its first record, or what the snapshot carries of it; null before either.
    /// </summary>
    public JournalRecord? Header { get; private set; }

    /// <summary>Number the next record must have.</summary>
    public long NextRecordNumber => (_tornRecordNumber ?? _lastRecordNumber) + 1;

    /// <summary>
    /// Host of the last fence read; null where none was, as when a snapshot of its epoch came after.
    /// </summary>
    public string? Owner { get; private set; }

    /// <summary>The command that a defect of the engine was met at, or null.</summary>
    public EngineDiagnostic? Poison { get; private set; }

    /// <summary>What has been done so far.</summary>
    public RecoveryReport Report => new(
        _snapshotSequence,
        _records,
        _commands,
        _lastRecordNumber,
        Engine.Sequence,
        Engine.Hash,
        _epoch,
        _crossCheck.UnconfirmedRecords,
        _tornRecordNumber);

    internal ReplayOptions Options => _options;

    /// <summary>Applies the next record.</summary>
    /// <param name="recordNumber">Its number in the store.</param>
    public ReplayVerdict Replay(long recordNumber, ReadOnlyMemory<byte> bytes)
    {
        if (_refusal is { } refusal)
            return refusal;
        if (_tornRecordNumber is { } torn)
            return Refuse(torn, $"it is cut off, yet record {recordNumber} follows");
        if (recordNumber != NextRecordNumber)
            return RefuseStart(NextRecordNumber, $"it is missing, record {recordNumber} came instead");

        RecordStatus status = JournalRecordCodec.TryDecode(bytes, out JournalRecord? record, out string? error);
        if (status == RecordStatus.Torn && _options.LastRecordMayTear)
        {
            _tornRecordNumber = recordNumber;
            return Accept(recordNumber);
        }

        if (status != RecordStatus.Sound)
            return Refuse(recordNumber, error!);
        return Take(recordNumber, record!);
    }

    /// <summary>Ends the replay.</summary>
    /// <param name="journalLastRecordNumber">
    /// The last number that the journal holds, where the host knows it: a replay that ends elsewhere is refused, a
    /// snapshot from beyond the journal's end among them.
    /// </param>
    /// <returns>Refused also for a skip of a command that the journal does not hold.</returns>
    public ReplayVerdict Complete(long? journalLastRecordNumber = null)
    {
        EndHashingAhead();
        if (_refusal is { } refusal)
            return refusal;
        long last = _tornRecordNumber ?? _lastRecordNumber;
        if (journalLastRecordNumber is { } expected && expected != last)
            return Refuse(last, $"the replay ends here, but the journal ends with record {expected}");
        if (_skips is [.., var skip] && skip > Engine.Sequence)
            return Refuse(last, $"the skip of sequence {skip} is beyond the journal's last command");
        return Accept(last);
    }

    /// <summary>The skips up to a sequence, ascending.</summary>
    internal IReadOnlyList<long> SkipsUpTo(long sequence) => Array.FindAll(_skips, skip => skip <= sequence);

    /// <summary>How the replay contradicts what others have seen of this journal; null where it does not.</summary>
    internal string? Contradiction(JournalMark seen)
    {
        if (_epoch < seen.Epoch)
            return $"it ends in epoch {_epoch}, epoch {seen.Epoch} has been seen";
        if (Engine.Sequence < seen.Sequence)
            return $"it ends with sequence {Engine.Sequence}, sequence {seen.Sequence} has been seen";
        return _options.Engine.Hashing && _crossCheck.HashAfter(seen.Sequence) is { } hash && hash != seen.Hash
            ? $"the hash after sequence {seen.Sequence} is {hash}, {seen.Hash} has been seen"
            : null;
    }

    /// <summary>
    /// True when the snapshot that the replay began with is of a record that the journal does not have.
    /// </summary>
    internal bool IsAheadOf(long journalLastRecordNumber) =>
        _afterSnapshot && _lastRecordNumber > journalLastRecordNumber;

    /// <summary>Refuses the snapshot that the replay began with.</summary>
    internal ReplayVerdict RefuseSnapshot(string why)
    {
        var verdict = new ReplayVerdict(ReplayAction.SnapshotRefused, _lastRecordNumber, Engine.Sequence, why);
        EndHashingAhead();
        Restart();
        return verdict;
    }

    private ReplayVerdict Take(long recordNumber, JournalRecord record)
    {
        if (FirstViolation(record) is { } violation)
            return Refuse(recordNumber, violation);
        if (FirstDiscontinuity(record) is { } discontinuity)
            return RefuseStart(recordNumber, discontinuity);
        if (record.Kind == JournalRecordKind.Header)
            Header = record;
        if (record.Kind == JournalRecordKind.EngineStarted)
            Owner = record.HostId;
        _epoch = record.Epoch;
        _afterSnapshot = false;
        if (record.Kind == JournalRecordKind.Commands)
        {
            if (ApplyAll(recordNumber, record) is { } error)
                return Refuse(recordNumber, error);
            _crossCheck.Passed(Engine, _hashes?.Mark());
        }

        _lastRecordNumber = recordNumber;
        _records++;
        return Accept(recordNumber);
    }

    /// <summary>What no snapshot can be blamed for.</summary>
    private string? FirstViolation(JournalRecord record)
    {
        if (_options.EngineId is { } engineId && record.EngineId != engineId)
            return $"it belongs to engine '{record.EngineId}', not '{engineId}'";
        if (Header is null)
            return record.Kind == JournalRecordKind.Header ? null : $"the journal begins with {record.Kind}";
        if (record.Kind == JournalRecordKind.Header)
            return "a second header";
        return record.EngineId == Header.EngineId
            ? null
            : $"it belongs to engine '{record.EngineId}', the journal to '{Header.EngineId}'";
    }

    /// <summary>What does not continue the state: behind a snapshot it is the snapshot that is refused first.</summary>
    private string? FirstDiscontinuity(JournalRecord record)
    {
        if (record.Epoch < _epoch)
            return $"the epoch goes back from {_epoch} to {record.Epoch}";
        long expected = record.Kind == JournalRecordKind.EngineStarted ? _epoch + 1 : _epoch;
        if (record.Epoch != expected)
            return $"epoch {record.Epoch} instead of {expected}";
        if (record.FirstSequence != Engine.Sequence + 1)
            return $"it begins with sequence {record.FirstSequence} instead of {Engine.Sequence + 1}";
        return _crossCheck.FirstDifference(record);
    }

    private string? ApplyAll(long recordNumber, JournalRecord record)
    {
        if (_options.HashesAhead && _options.Observer is null && _options.Engine.Hashing && _hashes is null)
        {
            _hashes = new HashAhead(Engine.Hash, _options.Engine.Sha256());
            Engine.DeferHashing(_hashes);
        }

        var commands = new JournalCommandReader(record, _strings);
        while (commands.TryRead(out CommandEnvelope envelope))
        {
            if (ApplyOne(recordNumber, envelope, commands.Encoded) is { } error)
                return error;
        }

        return commands.Error is { } damage ? $"sequence {commands.NextSequence}: {damage}" : null;
    }

    private string? ApplyOne(long recordNumber, in CommandEnvelope envelope, ReadOnlySpan<byte> encoded)
    {
        bool skip = Array.BinarySearch(_skips, envelope.Sequence) >= 0;
        ApplyOutput output;
        try
        {
            if (!skip)
                _options.BeforeApply?.Invoke(envelope.Sequence);
            output = skip ? Engine.ApplySkipped(envelope) : Engine.Apply(envelope, encoded);
        }
        catch (Exception exception)
        {
            Poison = EngineDiagnostic.Create(recordNumber, envelope, exception, Engine);
            return $"sequence {envelope.Sequence}: applying it threw {exception.GetType().Name}: {exception.Message}";
        }

        if (output.Rejection.Code == RejectCode.OutOfOrder)
            return $"sequence {envelope.Sequence}: its time {envelope.TimestampMs} is before {Engine.TimestampMs}";
        _commands++;
        _options.Observer?.Applied(envelope, output, Engine);
        return null;
    }

    private ReplayVerdict Accept(long recordNumber) =>
        new(ReplayAction.Continue, recordNumber, Engine.Sequence, null);

    /// <summary>
    /// Refuses what does not continue the state: the snapshot it began with if that has just been taken.
    /// </summary>
    private ReplayVerdict RefuseStart(long recordNumber, string why) => _afterSnapshot
        ? RefuseSnapshot(
            $"snapshot of record {_lastRecordNumber}, sequence {Engine.Sequence}: record {recordNumber} does not "
            + "follow: "
            + why)
        : Refuse(recordNumber, why);

    private void EndHashingAhead()
    {
        Engine.ResumeHashing();
        _hashes = null;
    }

    private ReplayVerdict Refuse(long recordNumber, string why)
    {
        EndHashingAhead();
        ReplayVerdict verdict = new(
            ReplayAction.Refused,
            recordNumber,
            Engine.Sequence,
            $"record {recordNumber}, after sequence {Engine.Sequence}: {why}");
        _refusal = verdict;
        return verdict;
    }
}
