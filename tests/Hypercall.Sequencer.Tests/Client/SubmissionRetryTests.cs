using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Sequencer.Tests.Client;

public sealed class SubmissionRetryTests
{
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
        var retry = new SubmissionRetry(new RetryOptions(), hasRequestId);

        Assert.Equal(expected, retry.After(new SubmissionResult(status, null), 0) is not null);
        Assert.Equal(status, retry.Result.Status);
    }

    [Fact]
    public void Waits_double_up_to_the_longest_and_are_spread_by_half()
    {
        var retry = new SubmissionRetry(new RetryOptions(MaxTries: 6, FirstDelayMs: 10, LongestDelayMs: 50), true);
        var stopped = new SubmissionResult(SubmissionStatus.EngineStopped, null);

        double?[] waits = [.. Enumerable.Range(0, 6).Select(_ => retry.After(stopped, 0.5)?.TotalMilliseconds)];

        Assert.Equal([12.5, 25, 50, 62.5, 62.5, null], waits);
    }

    [Fact]
    public void The_engines_own_word_is_the_least_wait()
    {
        var retry = new SubmissionRetry(new RetryOptions(FirstDelayMs: 10, LongestDelayMs: 50), false);

        Assert.Equal(
            TimeSpan.FromMilliseconds(700), retry.After(new SubmissionResult(SubmissionStatus.EngineBusy, null, 700), 0));
    }

    [Fact]
    public void A_refused_retry_leaves_an_unknown_outcome_unknown_and_an_executed_one_tells_it()
    {
        var retry = new SubmissionRetry(new RetryOptions(), true);
        retry.After(new SubmissionResult(SubmissionStatus.OutcomeUnknown, null), 0);
        retry.After(new SubmissionResult(SubmissionStatus.EngineRecovering, null), 0);
        Assert.Equal(SubmissionStatus.OutcomeUnknown, retry.Result.Status);

        Assert.Null(retry.After(new SubmissionResult(SubmissionStatus.Executed, null), 0));
        Assert.Equal(SubmissionStatus.Executed, retry.Result.Status);
    }
}
