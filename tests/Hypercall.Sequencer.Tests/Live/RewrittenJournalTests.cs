using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Ownership;
using Hypercall.Sequencer.Recovery;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Live;

/// <summary>A database that acknowledged what it did not keep, or was restored to an earlier moment.</summary>
public sealed class RewrittenJournalTests
{
    private const int Commands = 6;
    private static readonly SequencerOptions SmallRecords = SequencerHarness.Defaults with { MaxBatch = 1 };

    [Fact]
    public void An_owner_whose_last_record_is_gone_stops_at_its_next_look()
    {
        SequencerHarness harness = WithCommands();
        harness.Poll(1_000);
        Assert.Equal(harness.Journal.Count, harness.CheckedRecord);
        harness.Journal.RemoveAt(harness.Journal.Count - 1);

        harness.Observe(1);

        AssertRewritten(harness, "which this owner made durable, is gone");
    }

    [Fact]
    public void An_owner_whose_last_record_is_another_one_stops_at_its_next_look()
    {
        SequencerHarness harness = WithCommands();
        harness.Poll(1_000);
        harness.Journal[^1] = harness.Journal[^2];

        harness.Observe(1);

        AssertRewritten(harness, "is not the one that this owner made durable");
    }

    [Fact]
    public void A_look_compares_the_record_that_was_the_last_when_it_was_asked_for()
    {
        SequencerHarness harness = WithCommands();
        harness.Poll(1_000);
        long checkedRecord = harness.CheckedRecord;
        for (int i = 10; i < 14; i++)
        {
            harness.Offer(TestCommands.Submit(i));
            harness.CompleteAll();
        }

        Assert.True(harness.Journal.Count > checkedRecord + 2);
        harness.Observe(1);
        Assert.Null(harness.Stopped);
    }

    [Fact]
    public void An_owner_that_writes_on_behind_a_hole_stops_by_the_record_of_the_look_before()
    {
        SequencerHarness harness = WithCommands();
        harness.Poll(1_000);
        harness.Observe(1);
        long lost = harness.CheckedRecord;
        harness.Offer(TestCommands.Submit(10));
        harness.CompleteAll();
        harness.Journal[(int)lost - 1] = [];
        harness.Poll(1_000);
        Assert.True(harness.CheckedRecord > lost);

        harness.Observe(1);

        AssertRewritten(harness, $"record {lost}, which this owner made durable, is gone");
    }

    [Fact]
    public void An_owner_stops_by_a_hole_that_lies_between_two_looks()
    {
        SequencerHarness harness = WithRecordsSinceALook(out long looked);
        harness.Journal[(int)looked] = [];
        harness.Poll(1_000);
        Assert.True(harness.CheckedRecord > looked + 1);

        harness.Observe(1);

        AssertRewritten(
            harness,
            $"1 of the records {looked} to {harness.CheckedRecord}, which this owner made durable, are gone");
    }

    [Fact]
    public void An_owner_that_has_never_looked_knows_what_it_wrote_since_its_fence()
    {
        SequencerHarness harness = WithCommands();
        harness.Journal[^2] = [];
        harness.Poll(1_000);

        harness.Observe(1);

        AssertRewritten(harness, "which this owner made durable, are gone");
    }

    [Fact]
    public void What_was_archived_up_to_a_snapshot_of_the_owners_is_no_loss()
    {
        SequencerHarness harness = WithRecordsSinceALook(out long looked);
        for (int number = 1; number <= looked + 1; number++)
            harness.Journal[number - 1] = [];
        harness.Poll(1_000);

        harness.Observe(1, archivedBefore: looked + 2);

        Assert.Null(harness.Stopped);
    }

    [Fact]
    public void An_answer_to_a_read_waits_for_the_journal_to_hold_what_it_held()
    {
        SequencerHarness harness = WithCommands();
        harness.Forget();
        harness.Advance(1_001);
        harness.Sequencer.ReadNow(1, harness.Now);
        harness.Journal.RemoveRange(harness.Journal.Count - 2, 2);

        harness.Observe(1);

        Assert.Equal(SubmissionStatus.NotExecuted, Assert.Single(harness.Answers).Status);
    }

    [Theory]
    [InlineData(1, "it ends with sequence 5, sequence 6 has been seen")]
    [InlineData(4, "it ends with sequence 2, sequence 6 has been seen")]
    public void A_successor_refuses_a_journal_below_what_was_seen_of_it(int lost, string expected)
    {
        SequencerHarness harness = WithCommands();
        JournalMark seen = MarkOf(harness);
        DropCommands(harness.Journal, lost);

        SequencerHarness next = Heir(harness, new FenceTerms { Seen = seen });

        Assert.Equal(StopReason.JournalRewritten, next.Stopped!.Reason);
        Assert.Contains(expected, next.Stopped.Detail, StringComparison.Ordinal);
        Assert.False(next.Stopped.MayRestart);
        Assert.Null(next.Pending);
    }

    [Fact]
    public void A_successor_refuses_a_journal_that_has_another_command_where_one_was_seen()
    {
        SequencerHarness harness = WithCommands();
        JournalMark seen = MarkOf(harness);
        DropCommands(harness.Journal, 1);
        SequencerHarness other = Heir(harness, null);
        other.CompleteAll();
        other.Advance(5);
        for (int i = 20; i < 23; i++)
        {
            other.Offer(TestCommands.Submit(i));
            other.CompleteAll();
        }

        SequencerHarness next = Heir(other, new FenceTerms { Seen = seen });

        Assert.Equal(StopReason.JournalRewritten, next.Stopped!.Reason);
        Assert.Contains($"the hash after sequence {Commands} is", next.Stopped.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_successor_refuses_a_journal_whose_last_epoch_was_seen_and_is_gone()
    {
        SequencerHarness harness = WithCommands();
        JournalMark seen = MarkOf(harness) with { Epoch = 2 };

        SequencerHarness next = Heir(harness, new FenceTerms { Seen = seen });

        Assert.Contains("epoch 2 has been seen", next.Stopped!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_journal_that_goes_beyond_what_was_seen_is_taken()
    {
        SequencerHarness harness = WithCommands();
        JournalMark seen = MarkOf(harness);
        harness.Offer(TestCommands.Submit(30));
        harness.CompleteAll();

        SequencerHarness next = Heir(harness, new FenceTerms { Seen = seen });
        next.CompleteAll();

        Assert.Equal(2, next.StartedEpoch);
        Assert.Null(next.Sequencer.AcceptedLoss);
    }

    [Fact]
    public void What_was_seen_while_the_journal_was_read_has_it_read_again()
    {
        SequencerHarness harness = WithCommands();
        JournalMark seen = MarkOf(harness);
        DropCommands(harness.Journal, 1);

        SequencerHarness next = Heir(harness, new FenceTerms { SeenSince = seen });

        Assert.Equal((StopReason.JournalUnreadable, true), (next.Stopped!.Reason, next.Stopped.MayRestart));
        Assert.Null(next.Pending);
    }

    [Fact]
    public void An_operator_may_accept_the_loss()
    {
        SequencerHarness harness = WithCommands();
        JournalMark seen = MarkOf(harness);
        DropCommands(harness.Journal, 2);

        SequencerHarness next = Heir(harness, new FenceTerms { Seen = seen, AcceptsLoss = true });
        next.CompleteAll();

        Assert.Equal(2, next.StartedEpoch);
        Assert.Equal("it ends with sequence 4, sequence 6 has been seen", next.Sequencer.AcceptedLoss);
    }

    [Fact]
    public void Where_the_loss_is_accepted_a_snapshot_from_beyond_the_end_is_passed_over()
    {
        (SequencerHarness harness, SequencerHarness next) = SnapshotAhead();
        var terms = new FenceTerms { AcceptsLoss = true };

        ReplayVerdict verdict = next.Sequencer.RecoveryCompleted(next.Now, harness.Journal.Count, terms);
        Assert.Equal(ReplayAction.SnapshotRefused, verdict.Action);
        Assert.Null(next.Stopped);
        long number = harness.Snapshots[^1].RecordNumber;
        Assert.Equal($"record {number}, of which there is a snapshot, is gone", next.Sequencer.AcceptedLoss);
        next.ReplayAll();
        next.CompleteAll();

        Assert.Equal(2, next.StartedEpoch);
    }

    [Fact]
    public void A_loss_that_a_snapshot_has_shown_is_known_to_the_recovery_after_it()
    {
        SequencerHarness harness = WithCommands();
        const string lost = "record 30, of which there is a snapshot, is gone";

        SequencerHarness next = Heir(harness, new FenceTerms { AcceptsLoss = true, FoundLost = lost });

        Assert.Equal(lost, next.Sequencer.AcceptedLoss);
    }

    [Fact]
    public void A_snapshot_is_taken_where_its_own_record_stands()
    {
        (_, SequencerHarness next, byte[] own) = SnapshotAtEnd(SmallRecords);

        Assert.True(next.Sequencer.OfferSnapshotsRecord(own).Accepted);
    }

    public static TheoryData<Func<JournalRecord, JournalRecord>, string> OtherRecords => new()
    {
        { record => record with { Epoch = 2 }, "the snapshot's epoch is 1, the record's 2" },
        { record => record with { FirstSequence = 9, AppliedSequence = 8 }, "the record ends with sequence 8" },
        { record => record with { AppliedHash = default }, "the snapshot's hash is" },
    };

    [Theory]
    [MemberData(nameof(OtherRecords), DisableDiscoveryEnumeration = true)]
    public void A_snapshot_is_refused_where_another_record_stands(
        Func<JournalRecord, JournalRecord> change, string expected)
    {
        (SequencerHarness harness, SequencerHarness next, byte[] own) = SnapshotAtEnd(SmallRecords);
        Assert.Equal(JournalRecordKind.Seal, SequencerHarness.Decode(own).Kind);

        ReplayVerdict verdict = next.Sequencer.OfferSnapshotsRecord(
            JournalRecordCodec.Encode(change(SequencerHarness.Decode(own))));

        Assert.Equal((ReplayAction.SnapshotRefused, harness.Journal.Count), (verdict.Action, verdict.RecordNumber));
        Assert.Contains(expected, verdict.Error, StringComparison.Ordinal);
        Assert.Null(next.Stopped);
        next.ReplayAll();
        next.CompleteAll();
        Assert.Equal(2, next.StartedEpoch);
    }

    /// <summary>It says nothing of the state after its commands: their times tell it from another one.</summary>
    [Fact]
    public void A_snapshot_is_refused_where_the_same_commands_stand_with_other_times()
    {
        SequencerOptions withoutSeals = SmallRecords with { SealIdleMs = 60_000, SealIntervalMs = 60_000 };
        (_, SequencerHarness next, byte[] own) = SnapshotAtEnd(withoutSeals);
        byte[] other = SnapshotAtEnd(withoutSeals, startsLaterMs: 1).Own;

        Assert.Equal(JournalRecordKind.Commands, SequencerHarness.Decode(own).Kind);
        Assert.Contains(
            "the snapshot's time is", next.Sequencer.OfferSnapshotsRecord(other).Error, StringComparison.Ordinal);
    }

    private static SequencerHarness WithRecordsSinceALook(out long looked)
    {
        SequencerHarness harness = WithCommands();
        harness.Poll(1_000);
        harness.Observe(1);
        looked = harness.CheckedRecord;
        for (int i = 10; i < 13; i++)
        {
            harness.Offer(TestCommands.Submit(i));
            harness.CompleteAll();
        }

        return harness;
    }

    private static SequencerHarness WithCommands(SequencerOptions? options = null, long startsLaterMs = 0)
    {
        SequencerHarness harness = SequencerHarness.Started(options ?? SmallRecords);
        harness.Advance(startsLaterMs);
        for (int i = 1; i <= Commands; i++)
        {
            harness.Offer(TestCommands.Submit(i));
            harness.CompleteAll();
        }

        return harness;
    }

    private static JournalMark MarkOf(SequencerHarness harness)
    {
        BatchHeader last = harness.Published[^1];
        Assert.Equal(Commands, last.LastSequence);
        return new JournalMark(last.Epoch, last.LastSequence, last.Hash);
    }

    /// <summary>Cuts the journal off before the last so many commands, one to a record.</summary>
    private static void DropCommands(List<byte[]> journal, int count)
    {
        while (count > 0)
        {
            if (SequencerHarness.Decode(journal[^1]).Kind == JournalRecordKind.Commands)
                count--;
            journal.RemoveAt(journal.Count - 1);
        }
    }

    private static SequencerHarness Heir(SequencerHarness before, FenceTerms? terms)
    {
        var next = new SequencerHarness(SmallRecords, before.Journal) { Now = before.Now };
        next.Recover(terms: terms);
        return next;
    }

    private static (SequencerHarness Journal, SequencerHarness Next) SnapshotAhead()
    {
        SequencerHarness harness = WithCommands();
        Assert.True(harness.RequestSnapshot());
        (long number, _, byte[] bytes) = harness.Snapshots[^1];
        DropCommands(harness.Journal, 1);
        var next = new SequencerHarness(SmallRecords, harness.Journal) { Now = harness.Now };
        next.Sequencer.BeginRecovery([]);
        Assert.True(next.Sequencer.OfferSnapshot(number, bytes).Accepted);
        return (harness, next);
    }

    /// <returns>Who took it, who begins with it, and the record under its number.</returns>
    private static (SequencerHarness Journal, SequencerHarness Next, byte[] Own) SnapshotAtEnd(
        SequencerOptions options, long startsLaterMs = 0)
    {
        SequencerHarness harness = WithCommands(options, startsLaterMs);
        Assert.True(harness.RequestSnapshot());
        (long number, _, byte[] bytes) = harness.Snapshots[^1];
        Assert.Equal(harness.Journal.Count, number);
        var next = new SequencerHarness(options, harness.Journal) { Now = harness.Now };
        next.Sequencer.BeginRecovery([]);
        Assert.True(next.Sequencer.OfferSnapshot(number, bytes).Accepted);
        return (harness, next, harness.Journal[^1]);
    }

    private static void AssertRewritten(SequencerHarness harness, string expected)
    {
        Assert.Equal(StopReason.JournalRewritten, harness.Stopped!.Reason);
        Assert.Contains(expected, harness.Stopped.Detail, StringComparison.Ordinal);
    }
}
