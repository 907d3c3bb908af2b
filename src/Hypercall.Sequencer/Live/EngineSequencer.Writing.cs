namespace Hypercall.Sequencer.Live;

/// <summary>Forming records; at most one write is in flight.</summary>
public sealed partial class EngineSequencer
{
    private bool _writing;
    private JournalRecordKind _writingKind;
    private long _writingNumber;
    private ReadOnlyMemory<byte> _writingRecord;

    /// <summary>The last record that this owner made durable.</summary>
    private long _durableNumber;
    private ReadOnlyMemory<byte> _durableRecord;

    private long _writtenSequence;
    private long _writeStartedMs;

    /// <summary>Places of the queue up to the end of the record in flight, counted from its head.</summary>
    private int _writingEnd;
    private long _lastWriteMs;

    /// <summary>Record that is durable and not applied yet, or 0.</summary>
    private long _unappliedRecord;

    /// <summary>
    /// The write in flight is durable: the next one starts. <see cref="ApplyWritten"/> is the input to follow, once the
    /// host has handed that write on, so that the engine's work overlaps it.
    /// </summary>
    public void WriteCompleted(long recordNumber, HostTime now)
    {
        Enter();
        if (IsInFlight(recordNumber))
        {
            _writing = false;
            _durableNumber = recordNumber;
            _durableRecord = _writingRecord;
            _lastWriteMs = now.MonotonicMs - _writeStartedMs;
            _ownershipProvenMs = Math.Max(_ownershipProvenMs, _writeStartedMs);
            if (_writingKind == JournalRecordKind.Commands)
                CommandsCompleted(recordNumber, now);
            else if (_writingKind == JournalRecordKind.Seal)
                SealCompleted(recordNumber, now);
            else
                FenceStepCompleted(_writingKind, now);
        }

        Leave();
    }

    /// <summary>Applies, answers and publishes what the last <see cref="WriteCompleted"/> made durable.</summary>
    public void ApplyWritten(HostTime now)
    {
        long recordNumber = _unappliedRecord;
        _unappliedRecord = 0;
        Enter();
        if (recordNumber != 0 && Apply(recordNumber, _applyingCount, now))
        {
            AnswerUnjournaled(now);
            Continue(now);
            if (Phase == SequencerPhase.Live)
                SnapshotIfDue(recordNumber, now);
        }

        Leave();
    }

    /// <summary>The write in flight failed.</summary>
    /// <param name="reason">
    /// WriteFailed where the record may or may not be there, WriteRejected where the journal would not take it, Fenced
    /// where its number is taken: another owner wrote it.
    /// </param>
    public void WriteFailed(long recordNumber, StopReason reason, string detail, HostTime now)
    {
        Enter();
        if (IsInFlight(recordNumber))
        {
            long tookMs = now.MonotonicMs - _writeStartedMs;
            Stop(reason, recordNumber, _engine.Sequence, $"record {recordNumber} after {tookMs} ms: {detail}");
        }

        Leave();
    }

    /// <summary>An answer that comes after the end is ignored; one that was never awaited is a host's defect.</summary>
    private bool IsInFlight(long recordNumber)
    {
        if (Phase == SequencerPhase.Stopped)
            return false;
        if (!_writing || _writingNumber != recordNumber)
            throw new InvalidOperationException($"record {recordNumber} is not being written");
        return true;
    }

    private void CommandsCompleted(long recordNumber, HostTime now)
    {
        _unappliedRecord = recordNumber;
        _applyingCount = _writingEnd;
        _writingEnd = 0;
        if (now.MonotonicMs - _lastSealMs < _options.SealIntervalMs)
            StartCommands(_applyingCount, now);
    }

    private void SealCompleted(long recordNumber, HostTime now)
    {
        AnswerUnjournaled(now);
        Continue(now);
        if (_snapshotAsked && Phase == SequencerPhase.Live)
            SnapshotIfDue(recordNumber, now);
    }

    private void StartIfIdle(HostTime now)
    {
        AnswerUnjournaled(now);
        Continue(now);
    }

    /// <summary>Starts whatever is to be written next, if anything is.</summary>
    private void Continue(HostTime now)
    {
        if (_writing || Phase is not (SequencerPhase.Live or SequencerPhase.Draining))
            return;
        bool isSealed = _sealedSequence == _engine.Sequence;
        if (!isSealed && now.MonotonicMs - _lastSealMs >= _options.SealIntervalMs)
        {
            StartSeal(now);
            return;
        }

        if (TickIsDue(now) && !ClockIsSound(now))
            return;
        if (TickIsDue(now))
            EnqueueOwnTick(now);
        if (StartCommands(0, now))
            return;
        bool idleLongEnough = now.MonotonicMs - _idleSinceMs >= _options.SealIdleMs;
        if (!isSealed && (idleLongEnough || Phase == SequencerPhase.Draining))
            StartSeal(now);
        else if (Phase == SequencerPhase.Draining)
            FinishDrain(now);
    }

    /// <summary>Starts a record of the commands from a place in the queue on.</summary>
    private bool StartCommands(int from, HostTime now)
    {
        int end = from;
        int count = 0;
        int bytes = 0;
        for (int i = from; i < _queue.Count && count < _options.MaxBatch; i++)
        {
            ref PendingSubmission place = ref _queue[i];
            if (!place.IsJournaled)
                continue;
            int length = PendingSubmission.LengthInRecord(place.Encoded);
            if (bytes + length > _maxPayload)
                break;
            bytes += length;
            count++;
            end = i + 1;
        }

        if (count == 0)
            return false;
        StartWrite(JournalRecordKind.Commands, FormRecord(from, end, count, bytes), now);
        _writtenSequence += count;
        _writingEnd = end;
        return true;
    }

    /// <summary>The record of so many commands, in an array of just its length.</summary>
    private ReadOnlyMemory<byte> FormRecord(int from, int end, int count, int payload)
    {
        JournalRecord record = RecordOfKind(JournalRecordKind.Commands) with
        {
            FirstSequence = _writtenSequence + 1,
            Count = count,
        };
        var writer = new CanonicalWriter(JournalRecordCodec.CommandsLength(_options.EngineId, count, payload));
        JournalRecordCodec.Begin(writer, record);
        for (int i = from; i < end; i++)
        {
            if (_queue[i].IsJournaled)
                _queue[i].EnterRecord(writer);
        }

        JournalRecordCodec.End(writer, 0);
        return writer.WrittenMemory;
    }

    private void StartSeal(HostTime now)
    {
        _sealedSequence = _engine.Sequence;
        _lastSealMs = now.MonotonicMs;
        StartWrite(RecordOfKind(JournalRecordKind.Seal), now);
    }

    private JournalRecord RecordOfKind(JournalRecordKind kind) => new()
    {
        Kind = kind,
        EngineId = _options.EngineId,
        Epoch = Epoch,
        FirstSequence = _engine.Sequence + 1,
        RulesVersion = _engine.Rules.Version,
        AppliedSequence = _engine.Sequence,
        AppliedHash = _engine.Hash,
    };

    private void StartWrite(JournalRecord record, HostTime now) =>
        StartWrite(record.Kind, JournalRecordCodec.Encode(record), now);

    private void StartWrite(JournalRecordKind kind, ReadOnlyMemory<byte> record, HostTime now)
    {
        _writing = true;
        _writingKind = kind;
        _writingNumber = ++_lastRecordNumber;
        _writingRecord = record;
        _writeStartedMs = now.MonotonicMs;
        _effects.StartWrite(_writingNumber, kind, record);
    }
}
