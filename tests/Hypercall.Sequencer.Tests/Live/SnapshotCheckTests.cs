using Hypercall.Engine;
using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Recovery;
using Hypercall.Sequencer.Snapshots;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Live;

/// <summary>A snapshot is made and checked elsewhere while records go on; only a sound one is saved.</summary>
public sealed class SnapshotCheckTests
{
    private readonly SequencerHarness _harness = new(SequencerHarness.Defaults) { ChecksAtOnce = false };

    public SnapshotCheckTests()
    {
        _harness.Recover();
        _harness.CompleteAll();
        Execute(1);
        _harness.Forget();
        Assert.True(_harness.RequestSnapshot());
    }

    [Fact]
    public void Records_that_follow_while_it_is_checked_are_not_in_it()
    {
        long record = _harness.Draft!.Value.RecordNumber;
        Execute(2);
        Execute(3);
        Assert.Empty(_harness.Snapshots);
        _harness.CheckDraft();

        (long number, long sequence, byte[] bytes) = Assert.Single(_harness.Snapshots);
        Assert.Equal((record, 1L), (number, sequence));
        _harness.Sequencer.SnapshotSaved(number, _harness.Now);
        var next = new SequencerHarness(_harness.Options, _harness.Journal) { Now = _harness.Now };
        next.Sequencer.BeginRecovery([]);
        Assert.True(next.Sequencer.OfferSnapshot(number, bytes).Accepted);
        Assert.True(next.ReplayAll().Accepted);
        Assert.Equal(_harness.Sequencer.AppliedHash, next.Sequencer.AppliedHash);
    }

    [Fact]
    public void One_that_contradicts_itself_is_not_saved_and_is_the_end()
    {
        Execute(2);
        Answer(SnapshotFlaw.Contradiction);
        Assert.Equal(StopReason.Poison, _harness.Stopped!.Reason);
        Assert.Equal(1, _harness.Stopped.Sequence);
        Assert.Contains("the state contradicts itself, broken", _harness.Stopped.Detail, StringComparison.Ordinal);
        Assert.Empty(_harness.Snapshots);
        Assert.Contains(_harness.Answers, answer => answer is { Token: 2, Status: SubmissionStatus.Executed });
    }

    [Fact]
    public void One_that_cannot_be_made_is_a_failed_save_and_no_end()
    {
        Answer(SnapshotFlaw.NotMade);
        Assert.Contains("no snapshot: broken", _harness.Log);
        Assert.Equal(SequencerPhase.Live, _harness.Sequencer.Phase);
        Assert.Equal(1, _harness.Sequencer.Statistics.SnapshotsFailed);

        Assert.True(_harness.RequestSnapshot());
        _harness.CheckDraft();
        Assert.Single(_harness.Snapshots);
    }

    [Fact]
    public void A_check_that_ends_after_it_was_given_up_changes_nothing()
    {
        (long record, SnapshotDraft draft) = _harness.TakeDraft();
        _harness.Observe(1);
        _harness.Poll(_harness.Options.SnapshotTimeoutMs);
        Assert.Contains($"no snapshot: it took longer than {_harness.Options.SnapshotTimeoutMs} ms", _harness.Log);
        _harness.Sequencer.SnapshotChecked(record, draft.Complete(), _harness.Now);
        Assert.Empty(_harness.Snapshots);

        Execute(2);
        Assert.True(_harness.RequestSnapshot());
        _harness.CheckDraft();
        Assert.Equal(2, Assert.Single(_harness.Snapshots).Sequence);
    }

    [Fact]
    public void One_that_stopped_takes_no_notice_of_it()
    {
        (long record, SnapshotDraft draft) = _harness.TakeDraft();
        _harness.Offer(TestCommands.Submit(2));
        _harness.Fail(StopReason.WriteFailed, stored: false);
        _harness.Sequencer.SnapshotChecked(record, draft.Complete(), _harness.Now);
        Assert.Empty(_harness.Snapshots);
    }

    [Fact]
    public void The_end_waits_for_the_check_of_the_last_one()
    {
        _harness.CheckDraft();
        _harness.Sequencer.SnapshotSaved(_harness.Snapshots[0].RecordNumber, _harness.Now);
        Execute(2);
        _harness.Sequencer.Drain(_harness.Now);
        _harness.CompleteAll();
        Assert.Null(_harness.Stopped);
        _harness.CheckDraft();
        Assert.Null(_harness.Stopped);
        _harness.Sequencer.SnapshotSaved(_harness.Snapshots[1].RecordNumber, _harness.Now);
        Assert.Equal(StopReason.Drained, _harness.Stopped!.Reason);
    }

    [Fact]
    public void A_last_one_that_cannot_be_made_does_not_keep_it_from_ending()
    {
        _harness.Sequencer.Drain(_harness.Now);
        _harness.CompleteAll();
        Answer(SnapshotFlaw.NotMade);
        _harness.CompleteAll();
        if (_harness.Draft is not null)
            Answer(SnapshotFlaw.NotMade);
        Assert.Equal(StopReason.Drained, _harness.Stopped!.Reason);
    }

    [Fact]
    public void What_recovery_would_refuse_is_a_contradiction()
    {
        (long record, SnapshotDraft draft) = _harness.TakeDraft();
        CheckedSnapshot sound = draft.Complete();
        Assert.Equal((SnapshotFlaw.None, null), (sound.Flaw, sound.Error));
        Assert.True(SnapshotCodec.TryDecode(sound.Bytes, out EngineSnapshot? snapshot, out _));
        Assert.Equal(record, snapshot!.RecordNumber);

        CheckedSnapshot other = DraftWith(snapshot with { Hash = Hash256.Compute([1]) }).Complete();
        Assert.Equal(SnapshotFlaw.Contradiction, other.Flaw);
        Assert.Contains("its state has hash", other.Error, StringComparison.Ordinal);
        Assert.True(other.Bytes.IsEmpty);
    }

    [Fact]
    public void One_that_is_completed_twice_is_not_made()
    {
        (_, SnapshotDraft draft) = _harness.TakeDraft();
        draft.Complete();
        Assert.Equal(SnapshotFlaw.NotMade, draft.Complete().Flaw);
    }

    private static SnapshotDraft DraftWith(EngineSnapshot description)
    {
        ExchangeEngine engine = ExchangeEngine.Restore(description.State.Span, null, out _)!;
        return new SnapshotDraft(description, engine.DraftSnapshot(), new ReplayOptions { EngineId = "main" });
    }

    private void Execute(long token)
    {
        _harness.Offer(TestCommands.Submit(token));
        _harness.CompleteAll();
    }

    private void Answer(SnapshotFlaw flaw) => _harness.Sequencer.SnapshotChecked(
        _harness.TakeDraft().RecordNumber, new CheckedSnapshot(default, flaw, "broken"), _harness.Now);
}
