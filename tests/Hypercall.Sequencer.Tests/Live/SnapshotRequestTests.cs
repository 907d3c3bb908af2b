using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Live;

/// <summary>A snapshot that an operator asks for, besides those that are due.</summary>
public sealed class SnapshotRequestTests
{
    [Fact]
    public void It_is_taken_at_once_where_nothing_is_being_written()
    {
        SequencerHarness harness = SequencerHarness.Started();

        Assert.True(harness.RequestSnapshot());

        Assert.Equal(harness.Journal.Count, Assert.Single(harness.Snapshots).RecordNumber);
        Assert.False(harness.RequestSnapshot());
        harness.Sequencer.SnapshotSaved(harness.Snapshots[0].RecordNumber, harness.Now);
        Assert.True(harness.RequestSnapshot());
        Assert.Equal(2, harness.Snapshots.Count);
    }

    [Fact]
    public void It_is_taken_once_behind_the_record_that_is_being_written()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Offer(TestCommands.Submit(1));
        long record = harness.Pending!.Value.Number;

        Assert.True(harness.RequestSnapshot());
        Assert.Empty(harness.Snapshots);
        harness.CompleteAll();

        (long number, long sequence, _) = Assert.Single(harness.Snapshots);
        Assert.Equal((record, 1L), (number, sequence));
    }

    [Fact]
    public void It_is_taken_behind_a_seal_that_is_being_written()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Offer(TestCommands.Submit(1));
        harness.Complete();
        harness.Poll(harness.Options.SealIdleMs);
        long seal = harness.Pending!.Value.Number;

        Assert.True(harness.RequestSnapshot());
        Assert.Empty(harness.Snapshots);
        harness.CompleteAll();

        Assert.Equal((seal, 1L), (harness.Snapshots[0].RecordNumber, harness.Snapshots[0].Sequence));
    }

    [Fact]
    public void It_is_not_taken_by_one_that_stops()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Sequencer.Drain(harness.Now);

        Assert.False(harness.RequestSnapshot());

        Assert.Empty(harness.Snapshots);
    }
}
