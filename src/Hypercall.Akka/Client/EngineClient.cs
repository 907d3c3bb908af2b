using System.Diagnostics;
using Hypercall.Actors.Metrics;

namespace Hypercall.Actors.Client;

/// <summary>
/// <see cref="IEngineClient"/> over an actor reference: a partition's actor, a shard region, a proxy. Asks, and retries
/// by the rule that every host's client shares; a try without an answer in time is one of unknown outcome. What comes
/// together travels together. What is in flight and what is tried again are bounded: beyond, the caller is told
/// EngineBusy and slows down itself. Safe for use from several threads.
/// </summary>
public sealed class EngineClient : IEngineClient
{
    /// <summary>From a random number on, so that clients of different processes have different ones too.</summary>
    private static long _lastSubmitter = Random.Shared.NextInt64();

    private readonly string _partition;
    private readonly EngineClientOptions _options;
    private readonly ClientInbox _inbox;
    private readonly ClientOutbox _outbox;
    private readonly RetryBudget _budget;
    private int _inFlight;

    /// <summary>A client of one partition.</summary>
    /// <param name="target">Who takes the partition's messages.</param>
    /// <param name="submitter">In whose share of the engine's queue its commands wait; null: in one of its own.</param>
    public EngineClient(
        ICanTell target, string partition, EngineClientOptions? options = null, long? submitter = null)
    {
        _partition = partition;
        _options = options ?? new EngineClientOptions();
        _budget = new RetryBudget(_options.Retry.Reserve);
        _inbox = new ClientInbox(target);
        _outbox = new ClientOutbox(
            target, _inbox, partition, submitter ?? Interlocked.Increment(ref _lastSubmitter), _inbox.Sent);
    }

    public Task<SubmissionResult> SubmitAsync(ClientRequest request, CancellationToken cancellation = default)
    {
        bool hasRequestId = request.RequestId is not null;
        if (hasRequestId)
            request = request with { FirstSentMs = FirstSentMs(request) };
        if (!EncodedRequest.TryEncode(request, out EncodedRequest? encoded, out string? violation))
            return Task.FromResult(new SubmissionResult(SubmissionStatus.NotEncodable, null, Refusal: violation));
        if (Interlocked.Increment(ref _inFlight) <= _options.MaxInFlight)
            return SendAsync(encoded, hasRequestId, cancellation);
        Interlocked.Decrement(ref _inFlight);
        return Task.FromResult(
            new SubmissionResult(SubmissionStatus.EngineBusy, null, _options.Retry.FirstDelayMs));
    }

    /// <summary>By the engine's clock, at the latest.</summary>
    private long FirstSentMs(ClientRequest request)
    {
        long sentMs = request.FirstSentMs ?? _options.Time.GetUtcNow().ToUnixTimeMilliseconds();
        long aheadMs = (long)_options.MostClockDifference.TotalMilliseconds;
        return sentMs > aheadMs ? sentMs - aheadMs : Math.Min(sentMs, 0);
    }

    private async Task<SubmissionResult> SendAsync(
        EncodedRequest request, bool hasRequestId, CancellationToken cancellation)
    {
        using Activity? activity = HypercallTracing.Submission(_partition);
        var retry = new SubmissionRetry(_options.Retry, _budget, hasRequestId);
        long start = _options.Time.GetTimestamp();
        try
        {
            while (retry.After(
                await AskOnce(request, activity, cancellation),
                _options.Time.GetElapsedTime(start),
                _options.Jitter()) is { } wait)
            {
                await Task.Delay(wait, _options.Time, cancellation);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }

        HypercallTracing.End(activity, retry.Result);
        return retry.Result;
    }

    private async Task<SubmissionResult> AskOnce(
        EncodedRequest request, Activity? activity, CancellationToken cancellation)
    {
        using ClientInbox.Place place = _inbox.Expect();
        _outbox.Send(new SubmitItem(place.Token, request, activity?.Context ?? default));
        try
        {
            return ResultOf(await place.Answer.WaitAsync(_options.AskTimeout, _options.Time, cancellation));
        }
        catch (TimeoutException)
        {
            return new SubmissionResult(SubmissionStatus.OutcomeUnknown, null);
        }
    }

    private static SubmissionResult ResultOf(object answer) => answer switch
    {
        SubmitAnswer submitted => submitted.ToResult(),
        EngineUnavailable { State: PartitionState.Recovering } recovering =>
            new SubmissionResult(SubmissionStatus.EngineRecovering, null, recovering.RetryAfterMs),
        EngineUnavailable { State: PartitionState.NoSuch } no =>
            new SubmissionResult(SubmissionStatus.NoSuchPartition, null, Refusal: no.Detail),
        EngineUnavailable unavailable =>
            new SubmissionResult(SubmissionStatus.EngineStopped, null, unavailable.RetryAfterMs),
        _ => throw new InvalidOperationException($"a {answer.GetType().FullName} is no answer to a submission"),
    };
}
