using Akka.Actor;
using Akka.TestKit;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Engine.Reports;
using Hypercall.Actors.Protocol;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Snapshots;

namespace Hypercall.Actors.Tests.Faults;

/// <summary>Journals that cannot be replayed: the partition stays down, says why, and skips nothing.</summary>
public sealed class RecoveryFaultTests() : FaultTestKit("hypercall.engine.max-batch = 4")
{
    private const int Commands = 60;
    private const long Damaged = 5;
    private const string FromTheFuture = "rec.v9";

    [Fact]
    public void A_flipped_bit_of_a_record() =>
        AssertStaysDown(row => row.Flip(row.Bytes.Length / 2), "checksum");

    [Fact]
    public void A_record_cut_off() =>
        AssertStaysDown(row => row with { Bytes = row.Bytes[..^3] }, "bytes");

    [Fact]
    public void A_missing_record() => AssertStaysDown(_ => null, "missing");

    [Fact]
    public void An_unknown_manifest() => AssertStaysDown(row => row with { Manifest = FromTheFuture }, FromTheFuture);

    [Fact]
    public void An_event_of_a_type_that_the_engine_does_not_know() =>
        AssertStaysDown(row => row with { Manifest = "snp.v1" }, "PersistedSnapshot");

    [Fact]
    public void A_serializer_that_is_not_there() => AssertStaysDown(row => row with { SerializerId = 12_345 }, "12345");

    [Fact]
    public void A_record_of_another_journal_with_another_hash()
    {
        AssertStaysDown(
            row =>
            {
                JournalRecordCodec.TryDecode(row.Bytes, out JournalRecord? record, out _);
                JournalRecord foreign = record! with { AppliedHash = Hash256.Compute([1]) };
                return row with { Bytes = JournalRecordCodec.Encode(foreign) };
            },
            "hash");
    }

    [Fact]
    public void A_journal_that_is_out_of_reach_is_tried_again_until_it_is_back()
    {
        Run();
        int left = 3;
        Store.BeforeRead = _ => Interlocked.Decrement(ref left) >= 0
            ? throw new IOException("connection refused")
            : Task.CompletedTask;

        IActorRef partition = StartPartition();

        PartitionHealth health = AwaitState(partition, PartitionState.Ready);
        Assert.Equal(StopReason.JournalUnreadable, health.Stop!.Reason);
        Assert.Equal((2, 1), (health.Starts, health.Warnings.Count));
        Assert.Equal(Commands, State(partition).Sequence);
    }

    [Fact]
    public void A_command_that_the_engine_cannot_apply_keeps_it_down_until_the_operator_skips_it()
    {
        const int poisoned = 40;
        PartitionSettings settings = Poisoned(poisoned);
        IActorRef partition = StartReady(settings);
        Feed(partition, 0, poisoned - 1);
        TestProbe answers = CreateTestProbe();

        Submit(partition, poisoned - 1, answers);

        Assert.Equal(SubmissionStatus.OutcomeUnknown, answers.ExpectMsg<SubmitAnswer>().Status);
        AwaitState(partition, PartitionState.Down);
        End(partition);
        partition = StartPartition(settings);
        PartitionHealth health = AwaitState(partition, PartitionState.Down);
        Assert.Equal((StopReason.Poison, poisoned, 1), (health.Stop!.Reason, health.Stop.Sequence, health.Starts));

        partition.Tell(new SkipCommand(Partition, 4, poisoned - 1, "divides by zero"), answers);
        Assert.Equal(
            new SkipAnswer(4, $"the partition stopped at command {poisoned}: no other one can be skipped"),
            answers.ExpectMsg<SkipAnswer>());
        partition.Tell(new SkipCommand(Partition, 5, poisoned, ""), answers);
        Assert.Contains("reason", answers.ExpectMsg<SkipAnswer>().Error);
        partition.Tell(new SkipCommand(Partition, 6, poisoned, "divides by zero"), answers);
        Assert.Equal(new SkipAnswer(6, null), answers.ExpectMsg<SkipAnswer>());
        AwaitState(partition, PartitionState.Ready);
        SubmissionResult retried = Feed(partition, poisoned - 1, poisoned)[0].ToResult();
        Assert.Equal(RejectCode.Skipped, retried.Outcome!.Rejection.Code);
        Assert.True(retried.Outcome.Duplicate);
        Assert.All(
            Feed(partition, poisoned, Commands), answer => Assert.Equal(SubmissionStatus.Executed, answer.Status));
    }

    /// <summary>The state that a snapshot would show is contradictory: its commands have been answered.</summary>
    [Fact]
    public async Task A_command_that_was_answered_is_not_skipped()
    {
        IActorRef engine = ActorRefs.Nobody;
        var contradicted = new CheckedSnapshot(default, SnapshotFlaw.Contradiction, "made by the test");
        IActorRef partition = StartReady(Settings with
        {
            Sequencer = Settings.Sequencer with
            {
                BeforeSnapshot = _ => engine.Tell(new SnapshotCompleted(LastRecord, contradicted)),
            },
        });
        Feed(partition, 0, Commands);
        engine = await Sys.ActorSelection(partition.Path / "engine").ResolveOne(Patience);
        TestProbe answers = CreateTestProbe();
        partition.Tell(new TakeSnapshot(Partition, 6), answers);
        Assert.Equal(6, answers.ExpectMsg<SnapshotTaken>(Patience).Token);
        StopNotice stop = AwaitState(partition, PartitionState.Down).Stop!;
        Assert.Equal((StopReason.Poison, Commands), (stop.Reason, stop.Sequence));

        partition.Tell(new SkipCommand(Partition, 7, Commands, "to start it again"), answers);

        Assert.Equal(
            new SkipAnswer(7, $"command {Commands} was applied and answered: it cannot be skipped"),
            answers.ExpectMsg<SkipAnswer>());
        Assert.Empty(Store.Records("skips-" + Partition));
    }

    /// <summary>Of what an owner of another process applied the journal alone knows.</summary>
    [Fact]
    public void A_command_that_the_journal_says_was_applied_is_not_skipped()
    {
        const int poisoned = 40;
        Run();
        IActorRef partition = StartPartition(Poisoned(poisoned));
        StopNotice stop = AwaitState(partition, PartitionState.Down).Stop!;
        Assert.Equal((StopReason.Poison, poisoned), (stop.Reason, stop.Sequence));
        TestProbe answers = CreateTestProbe();

        partition.Tell(new SkipCommand(Partition, 7, poisoned, "to start it again"), answers);

        Assert.Equal(
            new SkipAnswer(7, $"command {poisoned} was applied and answered: it cannot be skipped"),
            answers.ExpectMsg<SkipAnswer>(Patience));
        Assert.Empty(Store.Records("skips-" + Partition));
    }

    [Fact]
    public void A_skip_is_not_taken_while_the_journal_cannot_be_read()
    {
        const int poisoned = 40;
        Run();
        IActorRef partition = StartPartition(Poisoned(poisoned));
        AwaitState(partition, PartitionState.Down);
        Store.BeforeRead = _ => throw new IOException("connection refused");
        TestProbe answers = CreateTestProbe();

        partition.Tell(new SkipCommand(Partition, 7, poisoned, "divides by zero"), answers);

        string? error = answers.ExpectMsg<SkipAnswer>(Patience).Error;
        Assert.StartsWith("the journal cannot be read", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_skip_is_taken_only_while_the_partition_is_down()
    {
        IActorRef partition = StartReady();
        TestProbe answers = CreateTestProbe();

        partition.Tell(new SkipCommand(Partition, 7, 1, "no reason"), answers);

        Assert.Equal(new SkipAnswer(7, "the partition is Ready, not Down"), answers.ExpectMsg<SkipAnswer>());
    }

    [Fact]
    public void Skip_records_that_cannot_be_read_keep_the_engine_down()
    {
        Run();
        Store.AddRecord("skips-" + Partition, 1, new StoredRow(7401, "skp.v1", [1, 2, 3], "writer"));

        PartitionHealth health = AwaitState(StartPartition(), PartitionState.Down);

        Assert.Equal((StopReason.RecoveryRefused, 0), (health.Stop!.Reason, health.Starts));
        Assert.Contains("skip records", health.Stop.Detail);
    }

    /// <summary>What its engine had told it before it heard of the end, and that lay behind the word for that.</summary>
    [Fact]
    public void A_partition_that_is_told_to_end_starts_no_other_engine()
    {
        Run();
        using var applying = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        IActorRef partition = StartPartition(Settings with
        {
            Sequencer = Settings.Sequencer with
            {
                BeforeApply = _ =>
                {
                    applying.Set();
                    goOn.Wait(Patience);
                },
            },
        });
        Assert.True(applying.Wait(Patience));
        Watch(partition);

        partition.Tell(new StopEngine());
        partition.Tell(new EngineRecoveredNothing("connection refused"));

        Assert.Equal(PartitionState.Stopping, Health(partition).State);
        goOn.Set();
        ExpectTerminated(partition, Patience);
    }

    private void Run()
    {
        IActorRef partition = StartReady();
        Feed(partition, 0, Commands);
        Drain(partition);
        foreach (long number in Store.Snapshots(EngineId).Keys)
            Store.ChangeSnapshot(EngineId, number, _ => null);
    }

    private void AssertStaysDown(Func<StoredRow, StoredRow?> change, string why)
    {
        Run();
        long recordsBefore = LastRecord;
        ChangeRecord(Damaged, change);

        IActorRef partition = StartPartition();
        PartitionHealth health = AwaitState(partition, PartitionState.Down);

        Assert.Equal(StopReason.RecoveryRefused, health.Stop!.Reason);
        Assert.Contains(why, health.Stop.Detail);
        Assert.Contains("record 5", health.Stop.Detail);
        TestProbe probe = CreateTestProbe();
        Submit(partition, Commands, probe);
        EngineUnavailable refusal = probe.ExpectMsg<EngineUnavailable>();
        Assert.Equal((PartitionState.Down, 0L, (long)Commands), (refusal.State, refusal.RetryAfterMs, refusal.Token));
        Assert.Contains(why, refusal.Detail);
        partition.Tell(new SkipCommand(Partition, 8, Commands, "to start it again"), probe);
        Assert.Equal(
            "the partition stopped, RecoveryRefused: there is nothing to skip", probe.ExpectMsg<SkipAnswer>().Error);
        Assert.Equal(1, Health(partition).Starts);
        Assert.Equal(recordsBefore, LastRecord);
    }
}
