using System.Data.Common;
using Akka.Actor;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Support;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Storage;

/// <summary>
/// Partitions on one database have nothing in common there but the tables. Three of them: of two that shared a plugin
/// each would wait for the other's write, and none for one beside it.
/// </summary>
public abstract class SeparatePartitionsSpec : EngineTestKit
{
    protected const string East = "east";
    protected const string West = "west";
    private const string North = "north";

    /// <summary>The templates' own patience, which must not come before the engine's.</summary>
    private const string Common = """
        hypercall.partitions = [east, west, north]
        hypercall.engine.write-timeout = 1s
        hypercall.journal.sqlite.circuit-breaker.call-timeout = 100ms
        hypercall.journal.postgresql.circuit-breaker.call-timeout = 100ms
        """;

    private const int Commands = 400;
    private const int Chunk = 50;
    private const int MostCommands = 50_000;
    private const int Failures = 20;
    private readonly HypercallSettings _settings;

    private protected SeparatePartitionsSpec(TestDatabase database)
        : base(database, Common) => _settings = HypercallSettings.Read(database.Settings(Common));

    /// <summary>West's writes fail again and again; east answers everything, by its first engine.</summary>
    private protected async Task CheckOneFailsAsync(string breakWest)
    {
        IActorRef west = await StartReadyAsync(West);
        IActorRef east = await StartReadyAsync(East);
        IActorRef north = await StartReadyAsync(North);
        Execute(breakWest);
        _ = Send(west, West, Chunk);

        int sent = 0;
        for (; sent < MostCommands && (await HealthAsync(west, West)).Starts < Failures; sent += Chunk)
        {
            _ = Send(north, North, Chunk, sent);
            AnswerCollector answers = Send(east, East, Chunk, sent);
            Assert.All(
                await answers.Answers(Chunk), answer => Assert.Equal(SubmissionStatus.Executed, answer.Status));
        }

        Assert.InRange(sent, 1, MostCommands - 1);
        PartitionHealth health = await HealthAsync(east, East);
        Assert.Equal((PartitionState.Ready, 1, 1L), (health.State, health.Starts, health.Epoch));
    }

    /// <summary>All write as fast as they can.</summary>
    private protected async Task FeedAllAsync()
    {
        IActorRef west = await StartReadyAsync(West);
        IActorRef east = await StartReadyAsync(East);
        IActorRef north = await StartReadyAsync(North);
        AnswerCollector[] answers =
            [Send(west, West, Commands), Send(east, East, Commands), Send(north, North, Commands)];
        foreach (AnswerCollector collector in answers)
            await collector.Answers(Commands);
    }

    /// <summary>Writes wait for a lock for longer than write-timeout: that decides, and tells the client.</summary>
    private protected async Task CheckWriteTimeoutAsync(Func<DbConnection, DbTransaction> hold)
    {
        IActorRef east = await StartReadyAsync(East);
        using DbConnection connection = Database.Connect();
        DbTransaction held = hold(connection);

        AnswerCollector answers = Send(east, East, 1);

        Assert.Equal(SubmissionStatus.OutcomeUnknown, Assert.Single(await answers.Answers(1)).Status);
        // The client is answered before the partition hears of its engine's end.
        await Eventually.HoldsAsync(
            Patience, async () => (await HealthAsync(east, East)).Stop?.Reason == StopReason.WriteTimeout);
        held.Rollback();
        await Eventually.HoldsAsync(
            Patience, async () => (await HealthAsync(east, East)).State == PartitionState.Ready);
    }

    private protected void Execute(string sql)
    {
        using DbConnection connection = Database.Connect();
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private async Task<IActorRef> StartReadyAsync(string name)
    {
        IActorRef partition = StartPartition(_settings.For(name));
        await Eventually.HoldsAsync(
            Patience, async () => (await HealthAsync(partition, name)).State == PartitionState.Ready);
        return partition;
    }

    private AnswerCollector Send(IActorRef partition, string name, int count, int from = 0)
    {
        var answers = new AnswerCollector(Sys);
        for (int index = 0; index < count; index++)
            partition.Tell(new Submit(name, index, 0, CoreRun.Encoded(Flow, from + index)), answers.Ref);
        return answers;
    }

    private static Task<PartitionHealth> HealthAsync(IActorRef partition, string name) =>
        partition.Ask<PartitionHealth>(new QueryHealth(name, 1), Patience);
}
