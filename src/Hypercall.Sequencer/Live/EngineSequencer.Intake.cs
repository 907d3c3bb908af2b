using Hypercall.Engine.Commands;
using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Sequencer.Live;

/// <summary>Taking submissions and reads.</summary>
public sealed partial class EngineSequencer
{
    private const long MaxRetryAfterMs = 1_000;
    private readonly SubmissionQueue _queue;
    private readonly EncodedBacklog _backlog = new();
    private readonly CanonicalWriter _encoder = new(1024);
    private readonly Utf8StringPool _texts = new();
    private readonly int _maxPayload;
    private long _queuedSequence;
    private long _lastStampMs;
    private long _refused;

    /// <summary>Takes or refuses a submission; its answer comes by <c>Reply</c> or <c>Fail</c>, now or later.</summary>
    /// <param name="submission">What to execute.</param>
    /// <param name="now">The host's clocks.</param>
    public void Offer(in Submission submission, HostTime now)
    {
        Enter();
        if (Takes(submission.Token, now))
            Take(submission.Token, submission.Submitter, EnvelopeOf(submission, now), now);
        Leave();
    }

    /// <summary>A read that sees everything acknowledged before it: answered when all before it is applied.</summary>
    /// <param name="token">The host's key for the answer.</param>
    /// <param name="submitter">Who asks.</param>
    /// <param name="now">The host's clocks.</param>
    public void OfferRead(long token, long submitter, HostTime now)
    {
        Enter();
        if (Takes(token, now) && HasRoom(token, submitter, isWayOut: false))
        {
            ref PendingSubmission place = ref _queue.Add(submitter);
            place.Kind = PendingKind.Read;
            place.Token = token;
            StartIfIdle(now);
        }

        Leave();
    }

    /// <summary>A read answered at once, unless ownership must be proven again first.</summary>
    /// <param name="token">The host's key for the answer.</param>
    /// <param name="now">The host's clocks.</param>
    public void ReadNow(long token, HostTime now)
    {
        Enter();
        if (Takes(token, now) && HasRoomForWaitingRead(token))
            AnswerRead(token, now);
        Leave();
    }

    private bool TakesSubmissions(long token)
    {
        if (Phase == SequencerPhase.Live)
            return true;
        bool early = Phase is SequencerPhase.Recovering or SequencerPhase.Fencing && !_drainAsked;
        _effects.Fail(token, early ? SubmissionStatus.EngineRecovering : SubmissionStatus.EngineStopped, 0);
        return false;
    }

    private bool ClockIsSoundFor(long token, HostTime now)
    {
        if (ClockIsSound(now))
            return true;
        _effects.Fail(token, SubmissionStatus.EngineStopped, 0);
        return false;
    }

    private bool Takes(long token, HostTime now) => TakesSubmissions(token) && ClockIsSoundFor(token, now);

    private bool HasRoom(long token, long submitter, bool isWayOut)
    {
        if (_queue.HasRoom(submitter, isWayOut))
            return true;
        RefuseBusy(token);
        return false;
    }

    private bool HasRoomForWaitingRead(long token)
    {
        if (_waitingReads.Count < _options.QueueCapacity)
            return true;
        RefuseBusy(token);
        return false;
    }

    private void RefuseBusy(long token)
    {
        _refused++;
        _effects.Fail(token, SubmissionStatus.EngineBusy, RetryAfterMs());
    }

    /// <summary>About when the queue will have been written once.</summary>
    private long RetryAfterMs()
    {
        long records = (_queue.Count / _options.MaxBatch) + 1;
        return Math.Clamp(records * Math.Max(1, _lastWriteMs), 1, MaxRetryAfterMs);
    }

    private CommandEnvelope EnvelopeOf(in Submission submission, HostTime now)
    {
        bool ownTime = _options.TimeSource == TimeSource.Submission;
        return new CommandEnvelope(
            _queuedSequence + 1,
            ownTime ? submission.TimestampMs : Math.Max(now.WallMs, _lastStampMs),
            submission.RequestId,
            submission.FirstSentMs,
            submission.Signer,
            submission.Nonce,
            submission.Command);
    }

    private void Take(long token, long submitter, in CommandEnvelope envelope, HostTime now)
    {
        if (CommandLimits.FirstViolation(envelope) is not null)
            _effects.Fail(token, SubmissionStatus.NotEncodable, 0);
        else if (IsRepetition(token, submitter, envelope, now)
            || !HasRoom(token, submitter, SubmissionQueue.IsWayOut(envelope.Command.Type)))
            return;
        else if (Enqueue(token, submitter, envelope) is { } refusal)
            _effects.Fail(token, refusal, 0);
        else
            StartIfIdle(now);
    }

    /// <returns>Null when it is queued, else why it cannot be.</returns>
    private SubmissionStatus? Enqueue(long token, long submitter, in CommandEnvelope envelope)
    {
        if (envelope.TimestampMs < _lastStampMs)
        {
            ref PendingSubmission late = ref _queue.Add(submitter);
            Fill(ref late, PendingKind.OutOfOrder, token, envelope);
            return null;
        }

        _encoder.Reset();
        EnvelopeCodec.Write(_encoder, envelope);
        if (EncodedBacklog.LengthWithPrefix(_encoder.Length) > _maxPayload)
            return SubmissionStatus.TooLarge;
        // What is applied is what a replay will read, whatever a host holds in its hands.
        if (!EnvelopeCodec.TryDecode(_encoder.Written, _texts, out CommandEnvelope decoded, out _))
            return SubmissionStatus.NotEncodable;
        ref PendingSubmission place = ref _queue.Add(submitter);
        Fill(ref place, PendingKind.Command, token, decoded);
        Sequence(ref place);
        NoteRequest(ref place);
        return null;
    }

    private static void Fill(
        ref PendingSubmission place, PendingKind kind, long token, in CommandEnvelope envelope)
    {
        place.Kind = kind;
        place.Token = token;
        place.Envelope = envelope;
    }

    /// <summary>Gives the place its sequence and the encoded command its place in the backlog.</summary>
    private void Sequence(ref PendingSubmission place)
    {
        place.EncodedLength = _backlog.Append(_encoder.Written);
        _queuedSequence = place.Envelope.Sequence;
        _lastStampMs = place.Envelope.TimestampMs;
    }

    private void EnqueueOwnTick(HostTime now)
    {
        var envelope = CommandEnvelope.Trusted(_queuedSequence + 1, Math.Max(now.WallMs, _lastStampMs), TickCommand);
        _encoder.Reset();
        EnvelopeCodec.Write(_encoder, envelope);
        ref PendingSubmission place = ref _queue.AddOwn();
        Fill(ref place, PendingKind.OwnTick, 0, envelope);
        Sequence(ref place);
        _ticksInjected++;
    }
}
