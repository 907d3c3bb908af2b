using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Recovery;
using Hypercall.Sequencer.Snapshots;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Recovery;

/// <summary>When snapshots are taken, and when recovery takes them.</summary>
public sealed class SnapshotRecoveryTests
{
    private static readonly SequencerOptions Often = SequencerHarness.Defaults with
    {
        SnapshotEvery = 3,
        SnapshotMinIntervalMs = 1_000,
        HeartbeatIntervalMs = 86_400_000,
    };

    [Fact]
    public void A_snapshot_is_taken_every_so_many_commands_and_not_within_the_interval()
    {
        SequencerHarness harness = SequencerHarness.Started(Often);
        Run(harness, 2);
        Assert.Empty(harness.Snapshots);
        Run(harness, 1);
        Assert.Equal((7L, 3L), (harness.Snapshots[0].RecordNumber, harness.Snapshots[0].Sequence));
        harness.Sequencer.SnapshotSaved(7, harness.Now);
        Run(harness, 5);
        Assert.Single(harness.Snapshots);
        harness.Advance(999);
        Run(harness, 1);
        Assert.Single(harness.Snapshots);
        harness.Advance(1);
        Run(harness, 1);
        Assert.Equal(2, harness.Snapshots.Count);
        Assert.Equal(10, harness.Snapshots[1].Sequence);
    }

    [Fact]
    public void A_failed_save_is_counted_and_tried_at_the_next_boundary_that_the_interval_allows()
    {
        SequencerHarness harness = SequencerHarness.Started(Often);
        Run(harness, 3);
        harness.Sequencer.SnapshotFailed(harness.Snapshots[0].RecordNumber, harness.Now);
        Assert.Equal(1, harness.Sequencer.Statistics.SnapshotsFailed);
        harness.Advance(1_000);
        Run(harness, 1);
        Assert.Equal(2, harness.Snapshots.Count);
        Assert.Equal(4, harness.Snapshots[1].Sequence);
        harness.Sequencer.SnapshotSaved(harness.Snapshots[1].RecordNumber, harness.Now);
        Assert.Equal(4, harness.Sequencer.Statistics.LastSnapshotSequence);
    }

    [Fact]
    public void A_save_that_is_never_answered_counts_as_failed()
    {
        SequencerHarness harness = SequencerHarness.Started(Often with { OwnerCheckIntervalMs = 86_400_000 });
        Run(harness, 3);
        harness.Poll(15_000);
        Assert.Equal(1, harness.Sequencer.Statistics.SnapshotsFailed);
        Run(harness, 1);
        Assert.Equal(2, harness.Snapshots.Count);
    }

    [Fact]
    public void A_snapshot_stands_at_a_record_boundary_even_while_the_next_record_is_written()
    {
        SequencerHarness harness = SequencerHarness.Started(Often with { MaxBatch = 4 });
        for (int i = 1; i <= 9; i++)
            harness.Offer(TestCommands.Submit(i));
        harness.Complete();
        harness.Complete();
        (long recordNumber, long sequence, byte[] bytes) = Assert.Single(harness.Snapshots);
        Assert.Equal((4L, 5L), (recordNumber, sequence));
        Assert.Equal(5, harness.Pending!.Value.Number);
        harness.CompleteAll();
        AssertRecovers(harness, recordNumber, bytes, sequence);
    }

    [Fact]
    public void Snapshot_and_tail_equal_a_full_replay()
    {
        SequencerHarness harness = SequencerHarness.Started(Often);
        for (int i = 0; i < 12; i++)
        {
            harness.Advance(1_000);
            Run(harness, 1);
            if (harness.Snapshots.Count > 0)
                harness.Sequencer.SnapshotSaved(harness.Snapshots[^1].RecordNumber, harness.Now);
            harness.Observe(1);
        }

        Assert.True(harness.Snapshots.Count >= 3);
        foreach ((long recordNumber, long sequence, byte[] bytes) in harness.Snapshots)
            AssertRecovers(harness, recordNumber, bytes, sequence);
    }

    [Fact]
    public void A_snapshot_that_fails_its_checks_is_reported_the_previous_one_is_taken()
    {
        SequencerHarness harness = WithSnapshots(2);
        byte[] flipped = [.. harness.Snapshots[1].Bytes];
        flipped[^5] ^= 1;

        var next = new SequencerHarness(Often, harness.Journal) { Now = harness.Now };
        next.Sequencer.BeginRecovery([]);
        ReplayVerdict verdict = next.Sequencer.OfferSnapshot(harness.Snapshots[1].RecordNumber, flipped);
        Assert.Equal(ReplayAction.SnapshotRefused, verdict.Action);
        Assert.Contains("SHA-256", verdict.Error, StringComparison.Ordinal);
        (long number, _, byte[] bytes) = harness.Snapshots[0];
        Assert.True(next.Sequencer.OfferSnapshot(number, bytes).Accepted);
        Assert.True(next.ReplayAll().Accepted);
        RecoveryReport report = next.Sequencer.RecoveryReport;
        Assert.Equal(harness.Snapshots[0].Sequence, report.SnapshotSequence);
        Assert.Equal(harness.Sequencer.AppliedSequence, report.LastSequence);
    }

    public static TheoryData<string, string> Unfit => new()
    {
        { "number", "it says it is of record" },
        { "engine", "it belongs to engine 'other'" },
        { "sequence", "its state is of sequence" },
        { "hash", "its state has hash" },
        { "digest", "the digest of component" },
        { "digests", "components, not" },
        { "skips", "skipped commands" },
        { "state", "" },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public void What_is_wrong_with_a_snapshot_is_said(string what, string expected)
    {
        SequencerHarness harness = WithSnapshots(1);
        (long number, _, byte[] bytes) = harness.Snapshots[0];
        Assert.True(SnapshotCodec.TryDecode(bytes, out EngineSnapshot? snapshot, out _));
        EngineSnapshot changed = what switch
        {
            "number" => snapshot! with { RecordNumber = number - 1 },
            "engine" => snapshot! with { EngineId = "other" },
            "sequence" => snapshot! with { Sequence = snapshot.Sequence + 1 },
            "hash" => snapshot! with { Hash = Hash256.Compute([1]) },
            "digest" => snapshot! with { Digests = [.. snapshot.Digests.Select(Forged)] },
            "digests" => snapshot! with { Digests = [.. snapshot.Digests.Skip(1)] },
            "skips" => snapshot! with { Skipped = [1] },
            _ => snapshot! with { State = snapshot.State[..^1] },
        };
        var replayer = new JournalReplayer(new ReplayOptions { EngineId = "main" });
        ReplayVerdict verdict = replayer.OfferSnapshot(number, SnapshotBytes.Of(changed));
        Assert.Equal(ReplayAction.SnapshotRefused, verdict.Action);
        Assert.StartsWith($"snapshot of record {number}: ", verdict.Error, StringComparison.Ordinal);
        Assert.Contains(expected, verdict.Error, StringComparison.Ordinal);
        Assert.Equal(1, replayer.NextRecordNumber);
        Assert.Equal(0, replayer.Engine.Sequence);
    }

    [Fact]
    public void A_snapshot_that_the_next_record_does_not_continue_is_refused_and_a_full_replay_follows()
    {
        SequencerHarness harness = WithSnapshots(1);
        Assert.True(SnapshotCodec.TryDecode(harness.Snapshots[0].Bytes, out EngineSnapshot? snapshot, out _));
        long wrong = snapshot!.RecordNumber - 2;
        byte[] moved = SnapshotBytes.Of(snapshot with { RecordNumber = wrong });

        var next = new SequencerHarness(Often, harness.Journal) { Now = harness.Now };
        next.Sequencer.BeginRecovery([]);
        Assert.True(next.Sequencer.OfferSnapshot(wrong, moved).Accepted);
        ReplayVerdict verdict = next.Sequencer.Replay(wrong + 1, harness.Journal[(int)wrong]);
        Assert.Equal(ReplayAction.SnapshotRefused, verdict.Action);
        Assert.Contains("does not follow", verdict.Error, StringComparison.Ordinal);
        Assert.Null(next.Stopped);
        Assert.True(next.ReplayAll().Accepted);
        Assert.Equal(harness.Sequencer.AppliedSequence, next.Sequencer.RecoveryReport.LastSequence);
    }

    [Fact]
    public void A_snapshot_from_beyond_the_journals_end_is_refused_in_the_end()
    {
        SequencerHarness harness = WithSnapshots(1);
        (long number, _, byte[] bytes) = harness.Snapshots[0];
        var next = new SequencerHarness(Often, [.. harness.Journal.Take((int)number - 2)]) { Now = harness.Now };
        next.Sequencer.BeginRecovery([]);
        Assert.True(next.Sequencer.OfferSnapshot(number, bytes).Accepted);
        Assert.Equal(ReplayAction.Refused, next.ReplayAll().Action);
        Assert.Equal(StopReason.JournalRewritten, next.Stopped!.Reason);
    }

    [Fact]
    public void A_second_snapshot_is_the_hosts_defect()
    {
        SequencerHarness harness = WithSnapshots(1);
        (long number, _, byte[] bytes) = harness.Snapshots[0];
        var replayer = new JournalReplayer(new ReplayOptions());
        Assert.True(replayer.OfferSnapshot(number, bytes).Accepted);
        Assert.Throws<InvalidOperationException>(() => replayer.OfferSnapshot(number, bytes));
    }

    private static KeyValuePair<string, Hash256> Forged(KeyValuePair<string, Hash256> digest, int index) =>
        index == 2 ? new(digest.Key, default) : digest;

    private static SequencerHarness WithSnapshots(int count)
    {
        SequencerHarness harness = SequencerHarness.Started(Often);
        while (harness.Snapshots.Count < count)
        {
            harness.Advance(1_000);
            Run(harness, 3);
            harness.Sequencer.SnapshotSaved(harness.Snapshots[^1].RecordNumber, harness.Now);
        }

        Run(harness, 2);
        return harness;
    }

    private static void Run(SequencerHarness harness, int commands)
    {
        for (int i = 0; i < commands; i++)
        {
            harness.Offer(TestCommands.Submit(harness.Answers.Count + 1));
            harness.CompleteAll();
        }
    }

    private static void AssertRecovers(SequencerHarness harness, long recordNumber, byte[] bytes, long sequence)
    {
        var full = new JournalReplayer(new ReplayOptions());
        for (int i = 0; i < harness.Journal.Count; i++)
            Assert.True(full.Replay(i + 1, harness.Journal[i]).Accepted);
        var tail = new JournalReplayer(new ReplayOptions { EngineId = "main" });
        ReplayVerdict verdict = tail.OfferSnapshot(recordNumber, bytes);
        Assert.True(verdict.Accepted, verdict.Error);
        Assert.Equal(sequence, tail.Report.SnapshotSequence);
        for (int i = (int)recordNumber; i < harness.Journal.Count; i++)
        {
            verdict = tail.Replay(i + 1, harness.Journal[i]);
            Assert.True(verdict.Accepted, verdict.Error);
        }

        Assert.Equal(full.Engine.Hash, tail.Engine.Hash);
        Assert.Equal(full.Engine.ComputeDigest().Components, tail.Engine.ComputeDigest().Components);
        Assert.Equal(full.Header!.TimeSource, tail.Header!.TimeSource);
    }
}
