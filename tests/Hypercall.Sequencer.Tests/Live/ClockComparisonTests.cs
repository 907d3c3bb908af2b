using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Ownership;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Live;

/// <summary>Clocks that are held against each other before one of them stamps commands.</summary>
public sealed class ClockComparisonTests
{
    private const long MinuteMs = 60_000;
    private const long WallMs = SequencerHarness.StartWallMs;

    [Theory]
    [InlineData(new long[] { }, true, false)]
    [InlineData(new long[] { 0 }, true, true)]
    [InlineData(new long[] { 1_000, -1_000 }, true, true)]
    [InlineData(new long[] { 1_001 }, false, false)]
    [InlineData(new[] { -5 * MinuteMs }, false, false)]
    [InlineData(new[] { 0, 5 * MinuteMs }, true, true)]
    [InlineData(new[] { 5 * MinuteMs, 5 * MinuteMs }, false, false)]
    [InlineData(new[] { 0, 0, 5 * MinuteMs, -5 * MinuteMs }, true, true)]
    [InlineData(new[] { 0, 5 * MinuteMs, 5 * MinuteMs }, false, false)]
    public void A_clock_is_right_while_more_than_half_of_all_agree_with_it(
        long[] offsetsMs, bool isSound, bool isConfirmed)
    {
        var comparison = new ClockComparison(1_000);
        foreach (long offsetMs in offsetsMs)
            comparison.Add(WallMs + offsetMs, WallMs, WallMs);
        Assert.Equal((isSound, isConfirmed), (comparison.IsSound, comparison.IsConfirmed));
    }

    [Fact]
    public void An_answer_may_have_been_given_at_any_time_since_it_was_asked_for()
    {
        var comparison = new ClockComparison(1_000);
        comparison.Add(otherWallMs: 3_900, askedWallMs: 5_000, answeredWallMs: 9_000);
        Assert.False(comparison.IsSound);
        comparison = new ClockComparison(1_000);
        comparison.Add(otherWallMs: 4_000, askedWallMs: 5_000, answeredWallMs: 9_000);
        comparison.Add(otherWallMs: 10_000, askedWallMs: 5_000, answeredWallMs: 9_000);
        Assert.True(comparison.IsSound);
    }

    [Fact]
    public void A_clock_that_others_contradict_stamps_nothing_more()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Sequencer.ClockDiffers("2 of 2 other clocks differ");
        Assert.Equal(StopReason.ClockJump, harness.Stopped!.Reason);
        Assert.True(harness.Stopped.MayRestart);
    }

    [Fact]
    public void Times_of_a_wrong_clock_keep_out_no_host_whose_clock_others_confirm()
    {
        SequencerHarness wrong = Ahead(24 * 60 * MinuteMs);
        long aheadMs = wrong.Answers[^1].TimestampMs;

        SequencerHarness unconfirmed = Heir(wrong, null);
        Assert.Equal(StopReason.ClockJump, unconfirmed.Stopped!.Reason);

        SequencerHarness right = Heir(wrong, new FenceTerms { ClockIsConfirmed = true });
        right.CompleteAll();
        right.Offer(TestCommands.Submit(2));
        right.CompleteAll();
        Assert.Equal(aheadMs, right.Answers[^1].TimestampMs);
        right.Poll(MinuteMs);
        Assert.Null(right.Stopped);
    }

    [Fact]
    public void A_confirmed_clock_that_then_goes_back_stops_all_the_same()
    {
        SequencerHarness right = Heir(Ahead(24 * 60 * MinuteMs), new FenceTerms { ClockIsConfirmed = true });
        right.CompleteAll();
        right.Now = right.Now with { WallMs = right.Now.WallMs - MinuteMs - 1 };
        right.Poll();
        Assert.Equal(StopReason.ClockJump, right.Stopped!.Reason);
    }

    [Fact]
    public void A_clock_that_jumped_after_it_was_compared_does_not_fence()
    {
        SequencerHarness harness = SequencerHarness.Started();
        HostTime comparedAt = harness.Now;
        harness.Now = new HostTime(comparedAt.WallMs + 5 * MinuteMs, comparedAt.MonotonicMs + 100);

        SequencerHarness next = Heir(harness, new FenceTerms { ClockComparedAt = comparedAt }, harness.Now);

        Assert.Equal(StopReason.ClockJump, next.Stopped!.Reason);
        Assert.Null(next.Pending);
    }

    /// <summary>An owner with a wrong clock, whose command carries its time.</summary>
    private static SequencerHarness Ahead(long byMs)
    {
        var harness = new SequencerHarness(SequencerHarness.Defaults);
        harness.Now = harness.Now with { WallMs = SequencerHarness.StartWallMs + byMs };
        harness.Recover();
        harness.CompleteAll();
        harness.Offer(TestCommands.Submit(1));
        harness.CompleteAll();
        Assert.Equal(SequencerHarness.StartWallMs + byMs, harness.Answers[^1].TimestampMs);
        return harness;
    }

    /// <summary>A successor whose clock is right.</summary>
    private static SequencerHarness Heir(SequencerHarness before, FenceTerms? terms, HostTime? now = null)
    {
        var next = new SequencerHarness(SequencerHarness.Defaults with { HostId = "host-2" }, before.Journal);
        next.Now = now ?? new HostTime(SequencerHarness.StartWallMs, 1_000);
        next.Recover(terms: terms);
        return next;
    }
}
