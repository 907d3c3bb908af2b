using Akka.Actor;
using Hypercall.Akka.Protocol;
using Hypercall.Akka.Serialization;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Akka.Client;

/// <summary>
/// <see cref="IEngineClient"/> over an actor reference: a partition's actor, a shard region, a proxy. Asks, and retries
/// by the rule that every host's client shares; a try without an answer in time is one of unknown outcome. Safe for use
/// from several threads.
/// </summary>
public sealed class EngineClient : IEngineClient
{
    private readonly ICanTell _target;
    private readonly string _partition;
    private readonly EngineClientOptions _options;
    private readonly long _submitter;

    /// <summary>A client of one partition.</summary>
    /// <param name="target">Who takes the partition's messages.</param>
    /// <param name="partition">The market partition.</param>
    /// <param name="options">How it asks and retries.</param>
    /// <param name="submitter">In whose share of the engine's queue its commands wait.</param>
    public EngineClient(
        ICanTell target, string partition, EngineClientOptions? options = null, long submitter = 0)
    {
        _target = target;
        _partition = partition;
        _options = options ?? new EngineClientOptions();
        _submitter = submitter;
    }

    /// <inheritdoc/>
    public async Task<SubmissionResult> SubmitAsync(ClientRequest request, CancellationToken cancellation = default)
    {
        bool hasRequestId = request.RequestId is not null;
        if (hasRequestId && request.FirstSentMs is null)
            request = request with { FirstSentMs = _options.Time.GetUtcNow().ToUnixTimeMilliseconds() };
        if (SubmissionFields.FirstViolation(request) is { } violation)
            return new SubmissionResult(SubmissionStatus.NotEncodable, null, Refusal: violation);
        var retry = new SubmissionRetry(_options.Retry, hasRequestId);
        while (true)
        {
            SubmissionResult result = await AskOnce(request, cancellation);
            if (retry.After(result, _options.Jitter()) is not { } delay)
                return retry.Result;
            await Task.Delay(delay, _options.Time, cancellation);
        }
    }

    private async Task<SubmissionResult> AskOnce(ClientRequest request, CancellationToken cancellation)
    {
        try
        {
            object answer = await _target.Ask<object>(
                new Submit(_partition, 0, _submitter, request), _options.AskTimeout, cancellation);
            return ResultOf(answer);
        }
        catch (AskTimeoutException)
        {
            return new SubmissionResult(SubmissionStatus.OutcomeUnknown, null);
        }
    }

    private static SubmissionResult ResultOf(object answer) => answer switch
    {
        SubmitAnswer submitted => submitted.ToResult(),
        EngineUnavailable { State: PartitionState.Recovering } recovering =>
            new SubmissionResult(SubmissionStatus.EngineRecovering, null, recovering.RetryAfterMs),
        EngineUnavailable unavailable =>
            new SubmissionResult(SubmissionStatus.EngineStopped, null, unavailable.RetryAfterMs),
        _ => throw new InvalidOperationException($"a {answer.GetType().FullName} is no answer to a submission"),
    };
}
