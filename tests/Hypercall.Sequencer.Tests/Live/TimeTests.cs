using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Recovery;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Live;

/// <summary>Time sources, clock jumps, ticks of the sequencer's own, seals and heartbeats.</summary>
public sealed class TimeTests
{
    private static readonly SequencerOptions OwnTimes =
        SequencerHarness.Defaults with { TimeSource = TimeSource.Submission };

    private static readonly SequencerOptions RareChecks =
        SequencerHarness.Defaults with { OwnerCheckIntervalMs = 86_400_000 };

    [Fact]
    public void The_clock_stamps_at_offer_and_never_goes_back()
    {
        SequencerHarness harness = SequencerHarness.Started();
        foreach (long step in new[] { 0L, 5, -3, -1, 2 })
        {
            harness.Now = harness.Now with { WallMs = harness.Now.WallMs + step };
            harness.Offer(TestCommands.Submit(harness.Answers.Count + 1));
            harness.CompleteAll();
        }

        long start = SequencerHarness.StartWallMs;
        Assert.Equal(
            [start, start + 5, start + 5, start + 5, start + 5], harness.Answers.Select(answer => answer.TimestampMs));
    }

    [Fact]
    public void A_time_that_no_envelope_can_say_is_refused()
    {
        SequencerHarness harness = SequencerHarness.Started(RareChecks);
        harness.Advance(CommandEnvelope.MaxTimestampMs + 1 - harness.Now.WallMs);

        harness.Offer(TestCommands.Submit(1));

        Assert.Equal(SubmissionStatus.NotEncodable, Assert.Single(harness.Answers).Status);
        Assert.Null(harness.Pending);
    }

    public static TheoryData<long, long, bool> Clocks => new()
    {
        { -60_000, 0, false },
        { -60_001, 0, true },
        { 5_000, 0, false },
        { 5_001, 0, true },
        { 105_001, 100_000, true },
        { 105_000, 100_000, false },
        { 0, 500_000, false },
    };

    [Theory]
    [MemberData(nameof(Clocks))]
    public void A_clock_that_jumps_stops_the_engine(long wallStepMs, long monotonicStepMs, bool stops)
    {
        SequencerHarness harness = SequencerHarness.Started(RareChecks);
        harness.Offer(TestCommands.Submit(1));
        harness.CompleteAll();
        harness.Forget();
        harness.Now = new HostTime(harness.Now.WallMs + wallStepMs, harness.Now.MonotonicMs + monotonicStepMs);
        harness.Offer(TestCommands.Submit(2));
        Assert.Equal(stops, harness.Stopped?.Reason == StopReason.ClockJump);
        Answer[] expected = stops ? [new Answer(2, SubmissionStatus.EngineStopped)] : [];
        Assert.Equal(expected, harness.Answers);
    }

    [Fact]
    public void The_slow_drift_of_a_disciplined_clock_is_no_jump()
    {
        SequencerHarness harness = SequencerHarness.Started(RareChecks);
        for (int hour = 0; hour < 10; hour++)
        {
            harness.Now = new HostTime(harness.Now.WallMs + 3_603_000, harness.Now.MonotonicMs + 3_600_000);
            harness.Poll();
        }

        Assert.Null(harness.Stopped);
    }

    [Fact]
    public void A_host_whose_clock_is_behind_the_journal_does_not_start()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Offer(TestCommands.Submit(1));
        harness.CompleteAll();
        var next = new SequencerHarness(SequencerHarness.Defaults, harness.Journal)
        {
            Now = harness.Now with { WallMs = harness.Now.WallMs - 60_001 },
        };
        Assert.True(next.Recover().Accepted);
        Assert.Equal(StopReason.ClockJump, next.Stopped!.Reason);
        Assert.Null(next.Pending);
    }

    [Fact]
    public void Submissions_bring_their_own_time_and_a_late_one_is_out_of_order_in_its_turn()
    {
        SequencerHarness harness = SequencerHarness.Started(OwnTimes);
        long[] times = [100, 50, 100, 99, 200];
        for (int i = 0; i < times.Length; i++)
            harness.Offer(TestCommands.Submit(i + 1, timestampMs: times[i]));
        harness.CompleteAll();
        Assert.Equal([1L, 2, 3, 4, 5], harness.Answers.Select(answer => answer.Token));
        Assert.Equal([1L, 2, 2, 3, 3], harness.Answers.Select(answer => answer.Sequence));
        Assert.Equal(times, harness.Answers.Select(answer => answer.TimestampMs));
        Assert.Equal(
            [RejectCode.None, RejectCode.OutOfOrder, RejectCode.None, RejectCode.OutOfOrder, RejectCode.None],
            harness.Answers.Select(answer => answer.Code));
        Assert.Equal(3, harness.Records().Sum(record => record.Count));
    }

    [Fact]
    public void A_late_submission_with_nothing_before_it_is_answered_at_once()
    {
        SequencerHarness harness = SequencerHarness.Started(OwnTimes);
        harness.Offer(TestCommands.Submit(1, timestampMs: 100));
        harness.CompleteAll();
        harness.Offer(TestCommands.Submit(2, timestampMs: 99));
        Assert.Equal(RejectCode.OutOfOrder, harness.Answers[1].Code);
        Assert.Null(harness.Pending);
    }

    [Fact]
    public void The_time_source_is_fixed_by_the_journals_first_record()
    {
        SequencerHarness harness = SequencerHarness.Started(OwnTimes);
        Assert.Equal(TimeSource.Submission, harness.Records()[0].TimeSource);
        var next = new SequencerHarness(SequencerHarness.Defaults, harness.Journal);
        ReplayVerdict verdict = next.Recover();
        Assert.False(verdict.Accepted);
        Assert.Contains("time source is Submission", verdict.Error, StringComparison.Ordinal);
        Assert.Equal(StopReason.RecoveryRefused, next.Stopped!.Reason);
    }

    [Fact]
    public void A_quiet_market_gets_a_tick_when_the_engines_deadline_comes()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Offer(TestCommands.Submit(1, TestCommands.Switch(5_000)));
        harness.CompleteAll();
        harness.Forget();
        harness.Poll(4_999);
        Assert.Null(harness.Pending);
        Assert.Equal(1, harness.Sequencer.PollDelayMs(harness.Now));
        harness.Poll(1);
        JournalRecord record = harness.PendingRecord();
        var commands = new JournalCommandReader(record);
        Assert.True(commands.TryRead(out CommandEnvelope envelope));
        Assert.IsType<Tick>(envelope.Command);
        Assert.Equal(harness.Now.WallMs, envelope.TimestampMs);

        harness.CompleteAll();
        Assert.Empty(harness.Answers);
        Assert.Equal(2, harness.Sequencer.AppliedSequence);
        Assert.Equal(1, harness.Sequencer.Statistics.TicksInjected);
        Assert.Contains(harness.Published, header => header.Count == 1);
    }

    [Fact]
    public void A_command_at_the_deadline_makes_a_tick_unnecessary()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Offer(TestCommands.Submit(1, TestCommands.Switch(5_000)));
        harness.CompleteAll();
        harness.Advance(5_000);
        harness.Offer(TestCommands.Submit(2));
        harness.CompleteAll();
        harness.Poll();
        Assert.Equal(0, harness.Sequencer.Statistics.TicksInjected);
    }

    [Fact]
    public void Submission_time_has_no_ticks_of_the_sequencers_own()
    {
        SequencerHarness harness = SequencerHarness.Started(OwnTimes);
        harness.Offer(TestCommands.Submit(1, TestCommands.Switch(5_000), timestampMs: 100));
        harness.CompleteAll();
        harness.Poll(60_000);
        Assert.Null(harness.Pending);
    }

    [Fact]
    public void A_seal_follows_when_the_queue_runs_empty_and_none_when_nothing_was_applied()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Poll(10);
        Assert.Null(harness.Pending);
        harness.Offer(TestCommands.Submit(1));
        harness.Complete();
        JournalRecord seal = harness.PendingRecord();
        Assert.Equal((JournalRecordKind.Seal, 1L, 2L), (seal.Kind, seal.AppliedSequence, seal.FirstSequence));
        harness.Complete();
        harness.Poll(10);
        Assert.Null(harness.Pending);
        Assert.Single(harness.Records(), record => record.Kind == JournalRecordKind.Seal);
    }

    [Fact]
    public void The_seal_of_an_empty_queue_can_wait_a_little_for_more_work()
    {
        SequencerHarness harness = SequencerHarness.Started(SequencerHarness.Defaults with { SealIdleMs = 20 });
        harness.Offer(TestCommands.Submit(1));
        harness.Complete();
        Assert.Null(harness.Pending);
        Assert.Equal(20, harness.Sequencer.PollDelayMs(harness.Now));
        harness.Poll(19);
        Assert.Null(harness.Pending);
        harness.Poll(1);
        Assert.Equal(JournalRecordKind.Seal, harness.Pending!.Value.Kind);
    }

    [Fact]
    public void Under_load_a_seal_is_written_each_second_after_all_before_it_is_applied()
    {
        SequencerHarness harness = SequencerHarness.Started();
        long token = 0;
        for (int i = 0; i < 35; i++)
        {
            harness.Offer(TestCommands.Submit(++token));
            harness.Offer(TestCommands.Submit(++token));
            harness.Advance(100);
            harness.Complete();
        }

        IReadOnlyList<JournalRecord> records = harness.Records();
        JournalRecord[] seals = [.. records.Where(record => record.Kind == JournalRecordKind.Seal)];
        Assert.Equal(3, seals.Length);
        foreach (JournalRecord seal in seals)
        {
            Assert.Contains(
                records,
                record => record.Kind == JournalRecordKind.Commands && record.LastSequence == seal.AppliedSequence);
        }
    }

    [Fact]
    public void A_heartbeat_comes_each_second_in_which_nothing_was_published()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Offer(TestCommands.Submit(1));
        harness.CompleteAll();
        harness.Forget();
        harness.Poll(999);
        Assert.Empty(harness.Published);
        harness.Poll(1);
        BatchHeader heartbeat = Assert.Single(harness.Published);
        Assert.Equal((1L, 2L, 0), (heartbeat.Epoch, heartbeat.FirstSequence, heartbeat.Count));
        Assert.Equal(1, heartbeat.PreviousSequence);
        harness.Poll(1_000);
        Assert.Equal(2, harness.Published.Count);
    }

    [Fact]
    public void No_tick_of_its_own_is_stamped_by_a_clock_that_jumped_while_a_write_was_under_way()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Offer(TestCommands.Submit(1, TestCommands.Switch(60_000)));
        harness.Now = harness.Now with { WallMs = harness.Now.WallMs + 86_400_000 };
        harness.CompleteAll();
        Assert.Equal(StopReason.ClockJump, harness.Stopped!.Reason);
        Assert.DoesNotContain(harness.Records(), record => record.FirstSequence == 2 && record.Count > 0);
    }

    [Fact]
    public void The_delay_until_the_next_poll_is_never_too_long()
    {
        SequencerHarness harness = SequencerHarness.Started();
        Assert.Equal(1_000, harness.Sequencer.PollDelayMs(harness.Now));
        harness.Offer(TestCommands.Submit(1));
        harness.Observe(1);
        Assert.Equal(1_000, harness.Sequencer.PollDelayMs(harness.Now));
        harness.Poll(1_000);
        Assert.Equal(1_000, harness.Sequencer.PollDelayMs(harness.Now));
        harness.Poll(13_500);
        Assert.Equal(500, harness.Sequencer.PollDelayMs(harness.Now));
    }
}
