using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Live;

/// <summary>Epochs, the fence, owner checks, and reads that need a young proof of ownership.</summary>
public sealed class OwnershipTests
{
    [Fact]
    public void Every_owner_has_an_epoch_of_its_own()
    {
        SequencerHarness first = SequencerHarness.Started();
        SequencerHarness second = first.Successor();
        SequencerHarness third = second.Successor();
        Assert.Equal((1L, 2L, 3L), (first.Sequencer.Epoch, second.StartedEpoch, third.StartedEpoch));
        Assert.Equal("host-1", second.Sequencer.PreviousOwner);
    }

    [Fact]
    public void An_old_owners_next_write_meets_the_fence_and_it_stops()
    {
        SequencerHarness old = SequencerHarness.Started();
        SequencerHarness successor = old.Successor();
        old.Offer(TestCommands.Submit(1));
        Assert.NotEqual(old.Journal.Count + 1, old.Pending!.Value.Number);
        old.Fail(StopReason.Fenced, stored: false);
        Assert.Equal(StopReason.Fenced, old.Stopped!.Reason);
        Assert.Equal(SubmissionStatus.OutcomeUnknown, Assert.Single(old.Answers).Status);
        Assert.Null(successor.Stopped);
    }

    [Fact]
    public void The_owner_reads_the_journals_epoch_each_second_and_stops_when_it_is_another()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Poll(999);
        Assert.Equal(0, harness.OwnerChecks);
        harness.Poll(1);
        Assert.Equal(1, harness.OwnerChecks);
        harness.Observe(1);
        Assert.Null(harness.Stopped);
        harness.Poll(1_000);
        Assert.Equal(2, harness.OwnerChecks);
        harness.Observe(2);
        Assert.Equal(StopReason.Fenced, harness.Stopped!.Reason);
    }

    [Fact]
    public void A_check_that_is_never_answered_stops_the_owner_too()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Poll(1_000);
        harness.Poll(14_999);
        Assert.Null(harness.Stopped);
        harness.Poll(1);
        Assert.Equal(StopReason.OwnerUnknown, harness.Stopped!.Reason);
        Assert.Equal(1, harness.OwnerChecks);
    }

    [Fact]
    public void While_its_writes_go_through_an_owner_waits_four_times_as_long_for_a_late_read()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Poll(1_000);
        for (int i = 1; i <= 11; i++)
        {
            harness.Poll(5_000);
            harness.Offer(TestCommands.Submit(i));
            harness.CompleteAll();
            Assert.Null(harness.Stopped);
        }

        harness.Poll(4_999);
        Assert.Null(harness.Stopped);
        harness.Poll(1);
        Assert.Equal(StopReason.OwnerUnknown, harness.Stopped!.Reason);
    }

    [Fact]
    public void A_read_is_answered_at_once_on_a_young_proof()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Advance(1_000);
        harness.Sequencer.ReadNow(1, harness.Now);
        Assert.Equal(1, Assert.Single(harness.Answers).Token);
        Assert.Equal(0, harness.OwnerChecks);
    }

    [Fact]
    public void A_read_on_an_old_proof_waits_for_the_journals_epoch()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Advance(1_001);
        harness.Sequencer.ReadNow(1, harness.Now);
        harness.Sequencer.OfferRead(2, 2, harness.Now);
        Assert.Empty(harness.Answers);
        Assert.Equal(1, harness.OwnerChecks);
        harness.Observe(1);
        Assert.Equal([1L, 2], harness.Answers.Select(answer => answer.Token));
    }

    [Fact]
    public void A_stale_owner_refuses_its_reads()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Advance(1_001);
        harness.Sequencer.ReadNow(1, harness.Now);
        harness.Observe(2);
        Assert.Equal(SubmissionStatus.NotExecuted, Assert.Single(harness.Answers).Status);
    }

    [Fact]
    public void A_slow_check_answers_the_reads_before_it_and_is_repeated_for_those_after_it()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Advance(1_001);
        harness.Sequencer.ReadNow(1, harness.Now);
        harness.Advance(2_000);
        harness.Sequencer.ReadNow(2, harness.Now);
        harness.Observe(1);
        Assert.Equal([1L], harness.Answers.Select(answer => answer.Token));
        Assert.Equal(2, harness.OwnerChecks);
        harness.Observe(1);
        Assert.Equal([1L, 2], harness.Answers.Select(answer => answer.Token));
    }

    [Fact]
    public void A_completed_write_proves_ownership_as_of_its_start()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Advance(5_000);
        harness.Offer(TestCommands.Submit(1));
        harness.Advance(400);
        harness.Complete();
        harness.Advance(600);
        harness.Sequencer.ReadNow(2, harness.Now);
        Assert.Equal(2, harness.Answers.Count);
        harness.Advance(1);
        harness.Sequencer.ReadNow(3, harness.Now);
        Assert.Equal(2, harness.Answers.Count);
    }

    [Fact]
    public void A_read_in_the_queue_sees_everything_before_it_and_nothing_after_it()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Offer(TestCommands.Submit(1));
        harness.Offer(TestCommands.Submit(2));
        harness.Sequencer.OfferRead(3, 3, harness.Now);
        harness.Offer(TestCommands.Submit(4));
        harness.CompleteAll();
        Assert.Equal(
            [(1L, 1L), (2, 2), (3, 2), (4, 3)],
            harness.Answers.Select(answer => (answer.Token, answer.Sequence)));
    }

    [Fact]
    public void A_read_behind_a_seal_in_flight_is_answered_at_once()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Offer(TestCommands.Submit(1));
        harness.Complete();
        Assert.Equal(Sequencer.Journal.JournalRecordKind.Seal, harness.Pending!.Value.Kind);
        harness.Sequencer.OfferRead(2, 2, harness.Now);
        Assert.Equal(2, harness.Answers.Count);
    }
}
