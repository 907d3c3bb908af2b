using Hypercall.Sequencer.Client;

namespace Hypercall.Sequencer.Live;

/// <summary>
/// Repetitions of requests, sent by clients whose patience ended before the answer came. While the first one waits they
/// get its answer; once it is applied they get the remembered outcome. Neither takes a place in the queue or the
/// journal, so that impatience costs an overloaded engine nothing. Where the submission's own time counts (replays),
/// every submission is journaled.
/// </summary>
public sealed partial class EngineSequencer
{
    private readonly RepetitionTable _repetitions;

    /// <returns>True when the submission is answered, or will be with the one that it repeats.</returns>
    private bool IsRepetition(
        long token, long submitter, EncodedRequest request, in CommandEnvelope envelope, HostTime now)
    {
        if (_options.TimeSource != TimeSource.Clock || RepetitionTable.RequestKey.Of(envelope) is not { } key)
            return false;
        return _repetitions.TryFind(key, out ReadOnlyMemory<byte> waiting)
            ? waiting.Span.SequenceEqual(request.Command.Span) && Joins(token, submitter, key)
            : IsRecalled(token, envelope, now);
    }

    private bool Joins(long token, long submitter, in RepetitionTable.RequestKey key)
    {
        if (!_repetitions.TryJoin(key, token, submitter, out long? givenUp))
            RefuseBusy(token);
        else if (givenUp is { } earlier)
            _effects.Fail(earlier, SubmissionStatus.OutcomeUnknown, 0);
        return true;
    }

    /// <summary>An outcome told again is a read: only an owner whose proof is young enough tells it.</summary>
    private bool IsRecalled(long token, in CommandEnvelope envelope, HostTime now)
    {
        if (!OwnershipIsFresh(now) || _engine.Recall(envelope) is not { } output)
            return false;
        _effects.Reply(token, output, default);
        return true;
    }

    private void NoteRequest(ref PendingSubmission place, EncodedRequest request)
    {
        if (_options.TimeSource == TimeSource.Clock && RepetitionTable.RequestKey.Of(place.Envelope) is { } key)
            place.MayBeRepeated = _repetitions.TryAdd(key, request.Command);
    }

    private void AnswerRepetitions(in PendingSubmission place, ApplyOutput output, ReadOnlyMemory<byte> encoded)
    {
        foreach (RepetitionTable.Repetition repetition in RemoveRepetitions(place))
            _effects.Reply(repetition.Token, output, encoded);
    }

    private void FailRepetitions(in PendingSubmission place, SubmissionStatus status)
    {
        foreach (RepetitionTable.Repetition repetition in RemoveRepetitions(place))
            _effects.Fail(repetition.Token, status, 0);
    }

    private IReadOnlyList<RepetitionTable.Repetition> RemoveRepetitions(in PendingSubmission place) =>
        place.MayBeRepeated
            ? _repetitions.Remove(RepetitionTable.RequestKey.Of(place.Envelope)!.Value)
            : RepetitionTable.None;
}
