using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Sequencer.Tests.Client;

public sealed class SubmissionRetryTests
{
    private static readonly SubmissionResult Busy = new(SubmissionStatus.EngineBusy, null);
    private static readonly SubmissionResult Unknown = new(SubmissionStatus.OutcomeUnknown, null);
    private static readonly SubmissionResult Executed = new(SubmissionStatus.Executed, null);

    [Theory]
    [InlineData(SubmissionStatus.Executed, true, false)]
    [InlineData(SubmissionStatus.OutcomeUnknown, true, true)]
    [InlineData(SubmissionStatus.OutcomeUnknown, false, false)]
    [InlineData(SubmissionStatus.NotExecuted, false, true)]
    [InlineData(SubmissionStatus.EngineBusy, false, true)]
    [InlineData(SubmissionStatus.EngineRecovering, false, true)]
    [InlineData(SubmissionStatus.EngineStopped, false, true)]
    [InlineData(SubmissionStatus.TooLarge, true, false)]
    [InlineData(SubmissionStatus.NotEncodable, true, false)]
    public void What_may_be_tried_again(SubmissionStatus status, bool hasRequestId, bool expected)
    {
        SubmissionRetry retry = Retry(new RetryOptions(), hasRequestId);

        Assert.Equal(expected, retry.After(new SubmissionResult(status, null), TimeSpan.Zero, 0) is not null);
        Assert.Equal(status, retry.Result.Status);
    }

    [Fact]
    public void Waits_double_up_to_the_longest_and_are_spread_by_half_until_patience_ends()
    {
        SubmissionRetry retry = Retry(new RetryOptions(PatienceMs: 212, FirstDelayMs: 10, LongestDelayMs: 50), true);
        var stopped = new SubmissionResult(SubmissionStatus.EngineStopped, null);

        double? wait = 0;
        double elapsed = 0;
        var waits = new List<double?>();
        for (; wait is not null; waits.Add(wait))
        {
            elapsed += wait.Value;
            wait = retry.After(stopped, TimeSpan.FromMilliseconds(elapsed), 0.5)?.TotalMilliseconds;
        }

        Assert.Equal([12.5, 25, 50, 62.5, null], waits);
    }

    [Theory]
    [InlineData(90, true)]
    [InlineData(91, false)]
    public void A_wait_that_ends_with_the_patience_is_waited(int elapsedMs, bool isWaited)
    {
        SubmissionRetry retry = Retry(new RetryOptions(PatienceMs: 100, FirstDelayMs: 10, LongestDelayMs: 50), true);
        Assert.Equal(isWaited, retry.After(Unknown, TimeSpan.FromMilliseconds(elapsedMs), 0) is not null);
    }

    [Fact]
    public void The_engines_own_word_is_the_least_wait()
    {
        SubmissionRetry retry = Retry(new RetryOptions(FirstDelayMs: 10, LongestDelayMs: 50), false);

        Assert.Equal(
            TimeSpan.FromMilliseconds(700),
            retry.After(new SubmissionResult(SubmissionStatus.EngineBusy, null, 700), TimeSpan.Zero, 0));
    }

    [Fact]
    public void A_refused_retry_leaves_an_unknown_outcome_unknown_and_an_executed_one_tells_it()
    {
        SubmissionRetry retry = Retry(new RetryOptions(), true);
        retry.After(Unknown, TimeSpan.Zero, 0);
        retry.After(new SubmissionResult(SubmissionStatus.EngineRecovering, null), TimeSpan.Zero, 0);
        Assert.Equal(SubmissionStatus.OutcomeUnknown, retry.Result.Status);

        Assert.Null(retry.After(Executed, TimeSpan.Zero, 0));
        Assert.Equal(SubmissionStatus.Executed, retry.Result.Status);
    }

    [Fact]
    public void A_spent_budget_gives_busy_to_the_caller_and_five_executed_requests_buy_one_try()
    {
        var budget = new RetryBudget(2);

        Assert.True(MayRetry(budget, Busy));
        Assert.True(MayRetry(budget, Busy));
        Assert.False(MayRetry(budget, Busy));
        for (int executed = 0; executed < 4; executed++)
            MayRetry(budget, Executed);
        Assert.False(MayRetry(budget, Busy));
        MayRetry(budget, Executed);
        Assert.True(MayRetry(budget, Busy));
        Assert.False(MayRetry(budget, Busy));
    }

    [Theory]
    [InlineData(SubmissionStatus.NotExecuted)]
    [InlineData(SubmissionStatus.OutcomeUnknown)]
    [InlineData(SubmissionStatus.EngineRecovering)]
    [InlineData(SubmissionStatus.EngineStopped)]
    public void Waiting_for_an_engine_costs_nothing_of_the_budget(SubmissionStatus status) =>
        Assert.True(MayRetry(new RetryBudget(0), new SubmissionResult(status, null)));

    [Fact]
    public void A_budget_holds_no_more_than_its_reserve()
    {
        var budget = new RetryBudget(1);
        for (int executed = 0; executed < 100; executed++)
            budget.Earn();

        Assert.True(budget.TrySpend());
        Assert.False(budget.TrySpend());
    }

    private static bool MayRetry(RetryBudget budget, SubmissionResult result) =>
        new SubmissionRetry(new RetryOptions(), budget, hasRequestId: true)
            .After(result, TimeSpan.Zero, 0) is not null;

    private static SubmissionRetry Retry(RetryOptions options, bool hasRequestId) =>
        new(options, new RetryBudget(options.Reserve), hasRequestId);
}
