using Hypercall.Sequencer.Client;

namespace Hypercall.Sequencer.Live;

/// <summary>Taking submissions and reads.</summary>
public sealed partial class EngineSequencer
{
    private const long MaxRetryAfterMs = 1_000;
    private readonly SubmissionQueue _queue;
    private readonly Utf8StringPool _texts = new();
    private readonly int _maxPayload;
    private long _queuedSequence;
    private long _lastStampMs;
    private long _refused;

    /// <summary>Takes or refuses a request; its answer comes by <c>Reply</c> or <c>Fail</c>, now or later.</summary>
    /// <param name="submitter">
    /// Who submits (a connection, a session): one holds at most a quarter of the queue.
    /// </param>
    /// <param name="now">The host's clocks.</param>
    /// <param name="moreFollow">
    /// True: the host offers another one next, and no record is begun before that one is there too.
    /// </param>
    public void Offer(long token, long submitter, EncodedRequest request, HostTime now, bool moreFollow = false)
    {
        Enter();
        if (Takes(token, now))
            Take(token, submitter, request, now);
        if (!moreFollow)
            StartIfIdle(now);
        Leave();
    }

    /// <summary>A read that sees everything acknowledged before it: answered when all before it is applied.</summary>
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
    public void ReadNow(long token, HostTime now)
    {
        Enter();
        if (Takes(token, now))
            AnswerRead(token, now);
        Leave();
    }

    private bool Takes(long token, HostTime now)
    {
        if (Phase == SequencerPhase.Live && ClockIsSound(now))
            return true;
        bool early = Phase is SequencerPhase.Recovering or SequencerPhase.Fencing && !_drainAsked;
        _effects.Fail(token, early ? SubmissionStatus.EngineRecovering : SubmissionStatus.EngineStopped, 0);
        return false;
    }

    private bool HasRoom(long token, long submitter, bool isWayOut)
    {
        if (_queue.HasRoom(submitter, isWayOut))
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

    private void Take(long token, long submitter, EncodedRequest request, HostTime now)
    {
        if (!TryStamp(request, now, out CommandEnvelope envelope))
            _effects.Fail(token, SubmissionStatus.NotEncodable, 0);
        else if (IsRepetition(token, submitter, request, envelope, now)
            || !HasRoom(token, submitter, SubmissionQueue.IsWayOut(envelope.Command.Type)))
            return;
        else if (Enqueue(token, submitter, request, envelope) is { } refusal)
            _effects.Fail(token, refusal, 0);
    }

    /// <summary>
    /// What is applied is what a replay will read, whatever a host holds in its hands: the command that its bytes say.
    /// </summary>
    private bool TryStamp(EncodedRequest request, HostTime now, out CommandEnvelope envelope)
    {
        if (!request.TryDecode(_texts, out envelope))
            return false;
        bool ownTime = _options.TimeSource == TimeSource.Submission;
        envelope = envelope with
        {
            Sequence = _queuedSequence + 1,
            TimestampMs = ownTime ? envelope.TimestampMs : Math.Max(now.WallMs, _lastStampMs),
        };
        return envelope.TimestampMs <= CommandEnvelope.MaxTimestampMs;
    }

    /// <returns>Null when it is queued, else why it cannot be.</returns>
    private SubmissionStatus? Enqueue(
        long token, long submitter, EncodedRequest request, in CommandEnvelope envelope)
    {
        if (envelope.TimestampMs < _lastStampMs)
        {
            _queue.Add(submitter).Fill(PendingKind.OutOfOrder, token, envelope, default);
            return null;
        }

        if (PendingSubmission.LengthInRecord(request.Envelope) > _maxPayload)
            return SubmissionStatus.TooLarge;
        ref PendingSubmission place = ref _queue.Add(submitter);
        place.Fill(PendingKind.Command, token, envelope, request.Envelope);
        Sequenced(envelope);
        NoteRequest(ref place, request);
        return null;
    }

    private void EnqueueOwnTick(HostTime now)
    {
        if (!TryStamp(OwnTick, now, out CommandEnvelope envelope))
            return;
        _queue.AddOwn().Fill(PendingKind.OwnTick, 0, envelope, OwnTick.Envelope);
        Sequenced(envelope);
        _ticksInjected++;
    }

    private void Sequenced(in CommandEnvelope envelope)
    {
        _queuedSequence = envelope.Sequence;
        _lastStampMs = envelope.TimestampMs;
    }
}
