using System.Diagnostics;
using Hypercall.Actors.Engine.Reports;
using Hypercall.Actors.Metrics;
using Hypercall.Engine;
using Hypercall.Sequencer.Snapshots;

namespace Hypercall.Actors.Engine;

/// <summary>Carrying out what the sequencer asks for.</summary>
internal sealed partial class EngineActor : ISequencerEffects
{
    private readonly CanonicalWriter _encoder = new();
    private readonly HeldAnswers _heldAnswers;

    void ISequencerEffects.StartWrite(long recordNumber, JournalRecordKind kind, ReadOnlyMemory<byte> record)
    {
        _settings.Metrics?.WriteStarted();
        if (kind == JournalRecordKind.EngineStarted)
            Report(new EngineFencing(_sequencer.Epoch));
        PersistAsync(new PersistedRecord(record), _ => Written(recordNumber));
    }

    void ISequencerEffects.Reply(long token, ApplyOutput output, ReadOnlyMemory<byte> encoded)
    {
        PendingAnswers.Target target = _pending.Remove(token);
        if (output.Duplicate)
            _settings.Metrics?.Duplicate();
        if (target.Trace is { } trace)
            HypercallTracing.Answer(trace, _durableAt, output.Sequence);
        ReadOnlyMemory<byte> outcome = encoded.IsEmpty ? Encode(output) : encoded;
        _heldAnswers.Add(target, Answer(target.Token, outcome), Self);
    }

    void ISequencerEffects.Fail(long token, SubmissionStatus status, long retryAfterMs) =>
        Refuse(_pending.Remove(token), status, retryAfterMs);

    void ISequencerEffects.AnswerRead(long token, ExchangeEngine engine)
    {
        PendingAnswers.Target target = _pending.Remove(token);
        var state = new StateSummary(
            _sequencer.Epoch, engine.Sequence, engine.TimestampMs, engine.Hash, engine.Rules.Version);
        TellAnswers();
        target.Sender.Tell(new StateAnswer(target.Token, SubmissionStatus.Executed, 0, state), Self);
    }

    void ISequencerEffects.Publish(PublishedBatch batch)
    {
        _settings.Metrics?.Published(batch.Header.Count);
        Context.Parent.Tell(new OutcomeBatch(_settings.Partition, batch), Self);
    }

    /// <summary>On a thread of its own: it takes as long as a recovery from the snapshot.</summary>
    void ISequencerEffects.CheckSnapshot(long recordNumber, SnapshotDraft draft)
    {
        _settings.Metrics?.SnapshotTaken();
        Task.Factory
            .StartNew(
                draft.Complete,
                CancellationToken.None,
                TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
                TaskScheduler.Default)
            .PipeTo(Self, success: result => new SnapshotCompleted(recordNumber, result));
    }

    /// <summary>Records have followed it: it goes to the store under its own number, not under the last one.</summary>
    void ISequencerEffects.SaveSnapshot(long recordNumber, long sequence, ReadOnlyMemory<byte> snapshot)
    {
        var metadata = new SnapshotMetadata(SnapshotterId, recordNumber, Context.System.Scheduler.Now.UtcDateTime);
        SnapshotStore.Tell(new SaveSnapshot(metadata, new PersistedSnapshot(snapshot)), Self);
    }

    void ISequencerEffects.SnapshotNotTaken(long recordNumber, string reason)
    {
        Warn($"snapshot {recordNumber} was not taken: {reason}");
        AnswerOperator(0, $"it was not taken: {reason}");
    }

    void ISequencerEffects.CheckOwner(long recordNumber, long earlierNumber) =>
        _epochReader.Tell(new ReadEpoch(recordNumber, earlierNumber));

    void ISequencerEffects.Started(long epoch)
    {
        Log.Info("{0}: ready, epoch {1}, sequence {2}", PersistenceId, epoch, _sequencer.AppliedSequence);
        _settings.Metrics?.Started(epoch, Stopwatch.GetElapsedTime(_startedAt));
        var at = new JournalMark(epoch, _sequencer.AppliedSequence, _sequencer.AppliedHash);
        Report(new EngineReady(at, _sequencer.AcceptedLoss));
        ListOlderSnapshots();
    }

    void ISequencerEffects.WriteDiagnostic(EngineDiagnostic diagnostic)
    {
        Log.Error("{0}: a command could not be applied\n{1}", PersistenceId, diagnostic.ToText());
        if (_settings.DiagnosticsDirectory is { } directory)
            WriteDiagnosticFile(directory, diagnostic);
    }

    /// <summary>
    /// The partition's actor stops this one once it lets nothing more through: what it let through until then is
    /// answered, by a sequencer that takes nothing.
    /// </summary>
    void ISequencerEffects.Stop(StopNotice notice)
    {
        TellAnswers();
        Log.Info("{0}: stopped, {1}: {2}", PersistenceId, notice.Reason, notice.Detail);
        End(notice);
    }

    /// <summary>
    /// One that no frame holds is told in short: asked again under its request id, the outcome comes without events.
    /// </summary>
    private SubmitAnswer Answer(long token, ReadOnlyMemory<byte> outcome) => outcome.Length <= _settings.MaxMessageBytes
        ? new SubmitAnswer(token, SubmissionStatus.Executed, 0, outcome)
        : new SubmitAnswer(token, SubmissionStatus.OutcomeUnknown, 0, default);

    private void TellAnswers() => _heldAnswers.Tell(Self);

    private void Refuse(in PendingAnswers.Target target, SubmissionStatus status, long retryAfterMs)
    {
        if (target.Trace is { } trace)
            HypercallTracing.Refuse(trace, status);
        if (target.Kind != RequestKind.State)
        {
            _heldAnswers.Add(target, new SubmitAnswer(target.Token, status, retryAfterMs, default), Self);
            return;
        }

        TellAnswers();
        target.Sender.Tell(new StateAnswer(target.Token, status, retryAfterMs, null), Self);
    }

    private byte[] Encode(ApplyOutput output)
    {
        _encoder.Reset();
        OutcomeCodec.Write(_encoder, output);
        return _encoder.ToArray();
    }

    /// <summary>The engine's last act, so that waiting for the disk holds nobody up.</summary>
    private void WriteDiagnosticFile(string directory, EngineDiagnostic diagnostic)
    {
        string path = Path.Combine(directory, $"diagnostic-{_settings.Partition}-{diagnostic.Sequence}.txt");
        try
        {
            Directory.CreateDirectory(directory);
            File.WriteAllText(path, diagnostic.ToText());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Warn($"the diagnostic file '{path}' could not be written: {exception.Message}");
        }
    }
}
