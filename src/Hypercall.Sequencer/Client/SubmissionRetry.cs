using Hypercall.Sequencer.Live;

namespace Hypercall.Sequencer.Client;

/// <summary>
/// Decides, for one request, whether and when a client of any host tries again, and what it may say in the end. Fed
/// each try's result; holds no clock and no randomness of its own. Not thread-safe.
/// </summary>
/// <param name="options">How long and how soon.</param>
/// <param name="budget">The client's, shared by its requests.</param>
/// <param name="hasRequestId">Whether the request has an id by which the engine recognises a repetition.</param>
public sealed class SubmissionRetry(RetryOptions options, RetryBudget budget, bool hasRequestId)
{
    private const int MostDoublings = 20;
    private int _tries;
    private bool _uncertain;

    /// <summary>
    /// The last result as it may be told: a refused retry does not make known what became of an earlier try.
    /// </summary>
    public SubmissionResult Result { get; private set; } = new(SubmissionStatus.NotExecuted, null);

    /// <summary>Takes a try's result.</summary>
    /// <param name="result">What the host answered, OutcomeUnknown where it did not in time.</param>
    /// <param name="elapsed">Since the first try was sent.</param>
    /// <param name="jitter">
    /// A number in [0, 1) that spreads waits, so that clients do not come back all at once.
    /// </param>
    /// <returns>The wait before the next try, or null when <see cref="Result"/> is final.</returns>
    public TimeSpan? After(SubmissionResult result, TimeSpan elapsed, double jitter)
    {
        _tries++;
        _uncertain |= result.Status == SubmissionStatus.OutcomeUnknown;
        Result = _uncertain && result.Status != SubmissionStatus.Executed
            ? result with { Status = SubmissionStatus.OutcomeUnknown }
            : result;
        if (result.Status == SubmissionStatus.Executed)
            budget.Earn();
        if (!MayRetry(result.Status))
            return null;
        TimeSpan delay = DelayAfter(result, jitter);
        bool hasTime = elapsed + delay <= TimeSpan.FromMilliseconds(options.PatienceMs);
        return hasTime && (result.Status != SubmissionStatus.EngineBusy || budget.TrySpend()) ? delay : null;
    }

    private TimeSpan DelayAfter(SubmissionResult result, double jitter)
    {
        long backoff = options.FirstDelayMs << Math.Min(_tries - 1, MostDoublings);
        long least = Math.Max(result.RetryAfterMs, Math.Min(backoff, options.LongestDelayMs));
        return TimeSpan.FromMilliseconds(least * (1 + jitter / 2));
    }

    /// <summary>
    /// What is retried: refusals always, a stop because another owner may follow, an unknown outcome only under a
    /// request id, or the command could be executed twice.
    /// </summary>
    private bool MayRetry(SubmissionStatus status) => status switch
    {
        SubmissionStatus.EngineBusy or SubmissionStatus.EngineRecovering or SubmissionStatus.NotExecuted => true,
        SubmissionStatus.EngineStopped => true,
        SubmissionStatus.OutcomeUnknown => hasRequestId,
        _ => false,
    };
}
