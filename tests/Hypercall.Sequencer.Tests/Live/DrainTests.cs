using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Live;

/// <summary>The graceful end.</summary>
public sealed class DrainTests
{
    [Fact]
    public void Everything_queued_is_answered_then_sealed_then_snapshotted()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Offer(TestCommands.Submit(1));
        harness.Offer(TestCommands.Submit(2));
        harness.Sequencer.Drain(harness.Now);
        harness.Offer(TestCommands.Submit(3));
        harness.CompleteAll();
        Assert.Equal(
            [
                "write Commands", "EngineStopped 3", "write Commands", "reply 1", "publish", "reply 2", "publish",
                "write Seal", "snapshot",
            ],
            harness.Log);
        Assert.Null(harness.Stopped);
        harness.Sequencer.SnapshotSaved(harness.Snapshots[0].RecordNumber, harness.Now);
        Assert.Equal(StopReason.Drained, harness.Stopped!.Reason);
        Assert.Equal(harness.Journal.Count, harness.Snapshots[0].RecordNumber);

        var next = new SequencerHarness(SequencerHarness.Defaults, harness.Journal) { Now = harness.Now };
        next.Sequencer.BeginRecovery([]);
        (long number, _, byte[] bytes) = harness.Snapshots[0];
        Assert.True(next.Sequencer.OfferSnapshot(number, bytes).Accepted);
        Assert.True(next.ReplayAll().Accepted);
        Assert.Equal(2, next.Sequencer.RecoveryReport.LastSequence);
    }

    [Fact]
    public void A_snapshot_that_cannot_be_saved_does_not_keep_it_from_ending()
    {
        SequencerHarness failed = Draining();
        failed.Sequencer.SnapshotFailed(failed.Snapshots[0].RecordNumber, failed.Now);
        Assert.Equal(StopReason.Drained, failed.Stopped!.Reason);

        SequencerHarness silent = Draining();
        silent.Observe(1);
        silent.Poll(15_000);
        Assert.Equal(StopReason.Drained, silent.Stopped!.Reason);
    }

    [Fact]
    public void A_snapshot_that_cannot_be_encoded_is_a_failed_save_and_no_end()
    {
        bool tooLarge = true;
        SequencerHarness harness = SequencerHarness.Started(SequencerHarness.Defaults with
        {
            SnapshotEvery = 1,
            SnapshotMinIntervalMs = 0,
            BeforeSnapshot = _ =>
            {
                if (tooLarge)
                    throw new OverflowException("too large");
            },
        });
        harness.Offer(TestCommands.Submit(1));
        harness.CompleteAll();
        Assert.Contains("no snapshot: OverflowException: too large", harness.Log);
        Assert.Equal(SequencerPhase.Live, harness.Sequencer.Phase);
        Assert.True(harness.Sequencer.Statistics.SnapshotsFailed > 0);
        Assert.Empty(harness.Snapshots);

        // Once there is room again, the next one is saved.
        tooLarge = false;
        harness.Offer(TestCommands.Submit(2));
        harness.CompleteAll();
        Assert.Single(harness.Snapshots);
    }

    [Fact]
    public void A_last_snapshot_that_cannot_be_encoded_does_not_keep_it_from_ending()
    {
        SequencerHarness harness = SequencerHarness.Started(SequencerHarness.Defaults with
        {
            BeforeSnapshot = _ => throw new OverflowException("too large"),
        });
        harness.Offer(TestCommands.Submit(1));
        harness.CompleteAll();
        harness.Sequencer.Drain(harness.Now);
        harness.CompleteAll();
        Assert.Equal(StopReason.Drained, harness.Stopped!.Reason);
        Assert.Equal(1, harness.Sequencer.Statistics.SnapshotsFailed);
    }

    [Fact]
    public void With_nothing_new_there_is_nothing_to_seal_or_snapshot()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Sequencer.Drain(harness.Now);
        Assert.Equal(["stop Drained"], harness.Log);
    }

    [Fact]
    public void A_snapshot_being_saved_is_waited_for_and_a_last_one_follows()
    {
        SequencerHarness harness = SequencerHarness.Started(SequencerHarness.Defaults with { SnapshotEvery = 1 });
        harness.Offer(TestCommands.Submit(1));
        harness.Offer(TestCommands.Submit(2));
        harness.Sequencer.Drain(harness.Now);
        harness.CompleteAll();
        Assert.Single(harness.Snapshots);
        harness.Sequencer.SnapshotSaved(harness.Snapshots[0].RecordNumber, harness.Now);
        Assert.Equal(StopReason.Drained, harness.Stopped!.Reason);
    }

    [Fact]
    public void It_can_be_asked_for_during_recovery_and_during_the_fence()
    {
        var early = new SequencerHarness(SequencerHarness.Defaults);
        early.Sequencer.BeginRecovery([]);
        early.Sequencer.Drain(early.Now);
        Assert.Equal(StopReason.Drained, early.Stopped!.Reason);

        var fencing = new SequencerHarness(SequencerHarness.Defaults);
        fencing.Recover();
        fencing.Sequencer.Drain(fencing.Now);
        fencing.Offer(TestCommands.Submit(1));
        Assert.Equal(SubmissionStatus.EngineStopped, Assert.Single(fencing.Answers).Status);
        fencing.CompleteAll();
        Assert.Equal(StopReason.Drained, fencing.Stopped!.Reason);
        Assert.Equal(JournalRecordKind.EngineStarted, fencing.Records()[^1].Kind);
    }

    private static SequencerHarness Draining()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Offer(TestCommands.Submit(1));
        harness.Sequencer.Drain(harness.Now);
        harness.CompleteAll();
        Assert.Single(harness.Snapshots);
        return harness;
    }
}
