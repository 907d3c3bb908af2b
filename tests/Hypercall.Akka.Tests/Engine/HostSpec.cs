using System.Data.Common;
using Akka.Actor;
using Akka.Configuration;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Follower;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Support;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Actors.Tests.Engine;

/// <summary>What the actor must do on every journal; the classes below it say on which, and which of it apply there.</summary>
public abstract class HostSpec : EngineTestKit
{
    private const int Commands = 2_000;
    private const int FewCommands = 500;

    private protected HostSpec(TestDatabase database)
        : base(database)
    {
    }

    private protected HostSpec(Config config)
        : base(config)
    {
    }

    /// <summary>Every outcome, hash and digest is the bare core's.</summary>
    private protected void CheckOutcomes()
    {
        var core = new CoreRun(Flow, Commands);
        IActorRef partition = StartReady();

        SubmitAnswer[] answers = Feed(partition, 0, Commands);
        StateSummary state = State(partition);

        AssertEqual(core, answers, 0);
        Assert.Equal((Commands, core.Hashes[^1], 1L), (state.Sequence, state.Hash, state.Epoch));
    }

    /// <summary>What is gone lies between the owner's two looks, and it has written on behind it.</summary>
    private protected void CheckHole()
    {
        const int few = 10;
        PartitionSettings looksLate = Settings with
        {
            Sequencer = Settings.Sequencer with { OwnerCheckIntervalMs = 5_000 },
        };
        IActorRef partition = StartReady(looksLate);
        for (int part = 0; part < 4; part++)
            Feed(partition, part * few, (part + 1) * few);
        using DbConnection connection = Database.Connect();
        using DbCommand delete = connection.CreateCommand();
        delete.CommandText = "DELETE FROM journal WHERE persistence_id = 'engine-main' AND sequence_number = 4";
        Assert.Equal(1, delete.ExecuteNonQuery());
        Feed(partition, 4 * few, 5 * few);

        StopNotice stop = AwaitState(partition, PartitionState.Down).Stop!;
        Assert.Equal(StopReason.JournalRewritten, stop.Reason);
        Assert.StartsWith("1 of the records ", stop.Detail, StringComparison.Ordinal);
    }

    /// <summary>Restarts change nothing but the epoch.</summary>
    private protected void CheckRestarts()
    {
        const int restarts = 5;
        var core = new CoreRun(Flow, Commands);
        for (int restart = 0; restart < restarts; restart++)
        {
            IActorRef partition = StartReady();
            int from = Commands * restart / restarts;

            AssertEqual(core, Feed(partition, from, Commands * (restart + 1) / restarts), from);

            StateSummary state = State(partition);
            Assert.Equal(restart + 1, state.Epoch);
            Assert.Equal(core.Hashes[(int)state.Sequence - 1], state.Hash);
            Drain(partition);
        }
    }

    /// <summary>Of two owners the older one's next write fails, and nothing of it is acknowledged.</summary>
    private protected async Task CheckFence()
    {
        IActorRef old = StartReady(DoesNotLook);
        Feed(old, 0, FewCommands);
        IActorRef heir = StartReady();
        var answers = new AnswerCollector(Sys);

        Submit(old, FewCommands, answers.Ref);

        SubmitAnswer answer = Assert.Single(await answers.Answers(1));
        Assert.Equal(SubmissionStatus.OutcomeUnknown, answer.Status);
        Assert.Equal(StopReason.Fenced, AwaitState(old, PartitionState.Down).Stop!.Reason);
        StateSummary state = State(heir);
        Assert.Equal((FewCommands, 2L), (state.Sequence, state.Epoch));
        Assert.Equal(new CoreRun(Flow, FewCommands).Hashes[^1], state.Hash);
    }

    /// <summary>
    /// An idle owner stops by itself once there is another. (How soon, OwnershipTests say by a clock of their own.)
    /// </summary>
    private protected void CheckIdleOwner()
    {
        IActorRef old = StartReady();
        Feed(old, 0, FewCommands);
        StartReady();

        Assert.Equal(StopReason.Fenced, AwaitState(old, PartitionState.Down).Stop!.Reason);
    }

    /// <summary>The journal's beginning is archived, so that it cannot be replayed whole instead.</summary>
    private protected async Task CheckSnapshots()
    {
        const int restarts = 5;
        const int few = 20;
        for (int restart = 0; restart < restarts; restart++)
        {
            IActorRef partition = StartReady();
            Feed(partition, restart * few, (restart + 1) * few);
            Drain(partition);
        }

        IActorRef kept = StartReady();
        AwaitAssert(() => Assert.Equal(3, Snapshots().Count), Patience);
        Drain(kept);
        IReadOnlyList<long> numbers = Snapshots();
        Execute($"DELETE FROM journal WHERE persistence_id = 'engine-main' AND sequence_number < {numbers[0]}");
        Execute($"UPDATE snapshot SET manifest = 'snp.v9' WHERE sequence_number = {numbers[2]}", "snapshot");

        IActorRef next = StartReady();

        var core = new CoreRun(Flow, restarts * few);
        StateSummary state = State(next);
        Assert.Equal((restarts * few, core.Hashes[^1]), (state.Sequence, state.Hash));
        string warning = $"snapshot {numbers[2]} cannot be loaded: the one before it, {numbers[1]}, is tried";
        Assert.Contains(warning, Health(next).Warnings);
        var reads = new PartitionReads(Sys, Settings);
        ReplayOptions options = Settings.ForReplay(await reads.SkipsAsync());
        await foreach (JournalReplayer replay in reads.SnapshotsAsync(() => new JournalReplayer(options)))
        {
            Assert.Equal(numbers[1], replay.Report.LastRecordNumber);
            return;
        }

        Assert.Fail("no snapshot was found");
    }

    private List<long> Snapshots()
    {
        using DbConnection connection = Database.Connect("snapshot");
        using DbCommand select = connection.CreateCommand();
        select.CommandText = "SELECT sequence_number FROM snapshot ORDER BY sequence_number";
        using DbDataReader reader = select.ExecuteReader();
        var numbers = new List<long>();
        while (reader.Read())
            numbers.Add(reader.GetInt64(0));
        return numbers;
    }

    private void Execute(string statement, string table = "journal")
    {
        using DbConnection connection = Database.Connect(table);
        using DbCommand command = connection.CreateCommand();
        command.CommandText = statement;
        Assert.True(command.ExecuteNonQuery() > 0);
    }

    private static void AssertEqual(CoreRun core, SubmitAnswer[] answers, int from)
    {
        for (int index = 0; index < answers.Length; index++)
        {
            Assert.Equal(SubmissionStatus.Executed, answers[index].Status);
            Assert.Equal(core.Outcomes[from + index], answers[index].Outcome.ToArray());
        }
    }
}
