using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Recovery;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Recovery;

/// <summary>Every way in which a journal does not fit: refused, with the record and the sequence named.</summary>
public sealed class ReplayRefusalTests
{
    private const int DamagedIndex = 5;

    /// <summary>
    /// Header, fence, then (commands, seal) × 5, a second fence, commands, seal; one command per record.
    /// </summary>
    private static readonly List<byte[]> Journal = MakeJournal();

    public static TheoryData<string, string> Damages => new()
    {
        { "gap", "record 6, after sequence 2: it is missing, record 7 came instead" },
        { "flip", "record 6, after sequence 2: the checksum is wrong" },
        { "cut", "record 6, after sequence 2: " },
        { "version", "record 6, after sequence 2: format version 9 is unknown" },
        { "other engine", "record 6, after sequence 2: it belongs to engine 'other', not 'main'" },
        { "second header", "record 6, after sequence 2: a second header" },
        { "epoch back", "record 14, after sequence 5: the epoch goes back from 2 to 1" },
        { "epoch ahead", "record 6, after sequence 2: epoch 3 instead of 1" },
        { "fence skips", "record 13, after sequence 5: epoch 4 instead of 2" },
        { "sequence gap", "record 5, after sequence 1: it begins with sequence 3 instead of 2" },
        { "repeated", "record 6, after sequence 2: it begins with sequence 2 instead of 3" },
        { "hash", "record 6, after sequence 2: the hash after sequence 2 is " },
        { "rules version", "record 6, after sequence 2: the rules version after sequence 2 is 1, the record says 7" },
        { "boundary", "record 14, after sequence 5: applied sequence 0 is not the end of one of the last records" },
        { "payload", "record 5, after sequence 1: sequence 2: " },
        { "time back", "record 5, after sequence 1: sequence 2: its time 1 is before " },
        { "no header", "record 1, after sequence 0: the journal begins with EngineStarted" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void Is_refused_by_record_and_sequence(string damage, string expected)
    {
        RequireRefusal(damage, expected, hashesAhead: false);
        RequireRefusal(damage, expected, hashesAhead: true);
    }

    private static void RequireRefusal(string damage, string expected, bool hashesAhead)
    {
        List<(long Number, byte[] Bytes)> journal = Damage(damage);
        var replayer = new JournalReplayer(new ReplayOptions { EngineId = "main", HashesAhead = hashesAhead });
        ReplayVerdict verdict = default;
        foreach ((long number, byte[] bytes) in journal)
        {
            verdict = replayer.Replay(number, bytes);
            if (!verdict.Accepted)
                break;
        }

        Assert.Equal(ReplayAction.Refused, verdict.Action);
        Assert.StartsWith(expected, verdict.Error, StringComparison.Ordinal);
        Assert.Equal(verdict, replayer.Replay(verdict.RecordNumber, Journal[(int)verdict.RecordNumber - 1]));
        Assert.Equal(verdict, replayer.Complete());
    }

    [Fact]
    public void The_whole_journal_is_taken_and_reported()
    {
        var replayer = new JournalReplayer(new ReplayOptions());
        for (int i = 0; i < Journal.Count; i++)
            Assert.True(replayer.Replay(i + 1, Journal[i]).Accepted);
        Assert.True(replayer.Complete(Journal.Count).Accepted);
        RecoveryReport report = replayer.Report;
        Assert.Equal((Journal.Count, 6, 6), (report.RecordsReplayed, report.CommandsReplayed, report.LastSequence));
        Assert.Equal(2, report.Epoch);
        Assert.Equal((0, 0L), (report.RecordsNotCrossChecked, report.SnapshotSequence));
        Assert.Equal(replayer.Engine.Hash, report.Hash);
        Assert.Equal("main", replayer.Header!.EngineId);
    }

    [Fact]
    public void Records_behind_the_last_seal_are_reported_as_not_cross_checked()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Offer(TestCommands.Submit(1));
        harness.Offer(TestCommands.Submit(2));
        harness.Complete();
        harness.Complete();
        Assert.Equal(2, Unchecked(harness.Journal, 4));
        Assert.Equal(1, Unchecked(harness.Journal, 3));
        harness.Complete();
        Assert.Equal(0, Unchecked(harness.Journal, 5));
    }

    [Fact]
    public void A_record_written_ahead_confirms_the_one_before_the_one_before_it()
    {
        SequencerHarness harness = SequencerHarness.Started();
        for (int i = 1; i <= 6; i++)
        {
            harness.Offer(TestCommands.Submit(i));
            if (i > 1)
                harness.Complete();
        }

        Assert.Equal(7, harness.Journal.Count);
        for (int records = 4; records <= harness.Journal.Count; records++)
            Assert.Equal(2, Unchecked(harness.Journal, records));
    }

    [Fact]
    public void A_replay_that_ends_elsewhere_than_the_journal_is_refused()
    {
        var replayer = new JournalReplayer(new ReplayOptions());
        replayer.Replay(1, Journal[0]);
        Assert.Contains("the journal ends with record 9", replayer.Complete(9).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_torn_record_is_the_end_of_a_file_and_corruption_in_its_middle()
    {
        byte[] torn = Journal[DamagedIndex][..20];
        var file = new JournalReplayer(new ReplayOptions { LastRecordMayTear = true });
        for (int i = 0; i < DamagedIndex; i++)
            file.Replay(i + 1, Journal[i]);
        Assert.True(file.Replay(DamagedIndex + 1, torn).Accepted);
        Assert.Equal(DamagedIndex + 1, file.Report.TornRecordNumber);
        Assert.Equal(DamagedIndex, file.Report.LastRecordNumber);
        Assert.True(file.Complete(DamagedIndex + 1).Accepted);

        ReplayVerdict verdict = file.Replay(DamagedIndex + 2, Journal[DamagedIndex + 1]);
        Assert.Equal((ReplayAction.Refused, DamagedIndex + 1L), (verdict.Action, verdict.RecordNumber));
        Assert.Contains("cut off, yet record 7 follows", verdict.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_last_record_is_not_taken_for_a_torn_one()
    {
        var file = new JournalReplayer(new ReplayOptions { LastRecordMayTear = true });
        file.Replay(1, Journal[0]);
        Assert.Equal(ReplayAction.Refused, file.Replay(2, Flip(Journal[1])).Action);
    }

    [Fact]
    public void A_torn_record_is_written_again_by_the_next_owner()
    {
        SequencerOptions file = SequencerHarness.Defaults with { LastRecordMayTear = true };
        SequencerHarness harness = SequencerHarness.Started(file);
        harness.Offer(TestCommands.Submit(1));
        harness.CompleteAll();
        List<byte[]> cut = [.. harness.Journal];
        cut[^1] = cut[^1][..^1];
        var next = new SequencerHarness(harness.Options, cut);
        Assert.True(next.Recover().Accepted);
        Assert.Equal(cut.Count, next.Pending!.Value.Number);
        Assert.Equal(JournalRecordKind.EngineStarted, next.Pending.Value.Kind);
    }

    [Fact]
    public void A_refused_recovery_stops_the_sequencer_and_it_stays_down()
    {
        var harness = new SequencerHarness(SequencerHarness.Defaults, [.. Journal]);
        harness.Journal[DamagedIndex] = Flip(Journal[DamagedIndex]);
        ReplayVerdict verdict = harness.Recover();
        Assert.Equal(ReplayAction.Refused, verdict.Action);
        Assert.Equal(StopReason.RecoveryRefused, harness.Stopped!.Reason);
        Assert.Equal(verdict.Error, harness.Stopped.Detail);
        Assert.False(harness.Stopped.MayRestart);
        Assert.Throws<InvalidOperationException>(() => harness.ReplayAll());
    }

    private static int Unchecked(List<byte[]> journal, int records)
    {
        var replayer = new JournalReplayer(new ReplayOptions());
        for (int i = 0; i < records; i++)
        {
            ReplayVerdict verdict = replayer.Replay(i + 1, journal[i]);
            Assert.True(verdict.Accepted, verdict.Error);
        }

        return replayer.Report.RecordsNotCrossChecked;
    }

    private static List<byte[]> MakeJournal()
    {
        SequencerHarness harness = SequencerHarness.Started();
        for (int i = 1; i <= 5; i++)
        {
            harness.Offer(TestCommands.Submit(i));
            harness.CompleteAll();
        }

        SequencerHarness next = harness.Successor();
        next.Offer(TestCommands.Submit(6));
        next.CompleteAll();
        return next.Journal;
    }

    private static byte[] Flip(byte[] bytes)
    {
        byte[] flipped = [.. bytes];
        flipped[^8] ^= 16;
        return flipped;
    }

    private static List<(long Number, byte[] Bytes)> Damage(string damage)
    {
        List<(long Number, byte[] Bytes)> journal = [.. Journal.Select((bytes, index) => (index + 1L, bytes))];
        switch (damage)
        {
            case "gap":
                journal.RemoveAt(DamagedIndex);
                break;
            case "flip":
                journal[DamagedIndex] = (DamagedIndex + 1, Flip(Journal[DamagedIndex]));
                break;
            case "cut":
                journal[DamagedIndex] = (DamagedIndex + 1, Journal[DamagedIndex][..30]);
                break;
            case "version":
                byte[] versioned = [.. Journal[DamagedIndex]];
                versioned[0] = 9;
                Crc.Repair(versioned, lengthToo: false);
                journal[DamagedIndex] = (DamagedIndex + 1, versioned);
                break;
            case "second header":
                journal[DamagedIndex] = (DamagedIndex + 1, Journal[0]);
                break;
            case "sequence gap":
                journal[4] = (5, Journal[6]);
                break;
            case "repeated":
                journal[DamagedIndex] = (DamagedIndex + 1, Journal[4]);
                break;
            case "no header":
                journal[0] = (1, Journal[1]);
                break;
            default:
                Rewrite(journal, damage);
                break;
        }

        return journal;
    }

    private static void Rewrite(List<(long Number, byte[] Bytes)> journal, string damage)
    {
        int index = damage switch
        {
            "epoch back" or "boundary" => 13,
            "fence skips" => 12,
            "payload" or "time back" => 4,
            _ => DamagedIndex,
        };
        JournalRecord record = SequencerHarness.Decode(journal[index].Bytes);
        JournalRecord changed = damage switch
        {
            "other engine" => record with { EngineId = "other" },
            "epoch back" => record with { Epoch = 1 },
            "epoch ahead" => record with { Epoch = 3 },
            "fence skips" => record with { Epoch = 4 },
            "hash" => record with { AppliedHash = Hash256.Compute([1]) },
            "boundary" => record with { AppliedSequence = 0 },
            "rules version" => record with { RulesVersion = 7 },
            "payload" => record with { Payload = new byte[] { 3, 1, 2, 3 } },
            "time back" => record with
            {
                Payload = SampleRecords.Payload([CommandEnvelope.Trusted(record.FirstSequence, 1, new Tick())]),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(damage), damage, "unknown"),
        };
        journal[index] = (index + 1, JournalRecordCodec.Encode(changed));
    }
}
