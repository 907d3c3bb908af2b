using Akka.Actor;
using Akka.Configuration;
using Hypercall.Actors.Client;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Faults;
using Hypercall.Actors.Tests.Processes;
using Hypercall.Actors.Tests.Support;
using Hypercall.Actors.Transfers;
using Hypercall.Cli;
using Hypercall.Cli.Output;
using Hypercall.Cli.Running;
using Hypercall.Cli.Verbs;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Sequencer.Client;
using Microsoft.Data.Sqlite;
using Npgsql;
using AkkaCluster = Akka.Cluster.Cluster;

namespace Hypercall.Actors.Tests.Clustering;

/// <summary>
/// Cash between two partitions of a cluster of one node, by the node's entry: moved once however often it is asked for,
/// and by the next node where the first one ends in between.
/// </summary>
[Collection(ProcessCollection.Name)]
[Trait("Category", "Processes")]
public sealed class TransferClusterTests : IDisposable
{
    private const long Token = 12;
    private const int EventsOfTransfer = 3;
    private const string OneNode =
        """
        hypercall.roles = ["engine"]
        hypercall.partitions = ["east", "west"]
        hypercall.engine.time-source = clock
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(2);
    private static readonly WalletAddress Wallet = WalletAddress.FromNumber(7);
    private static readonly TransferCash Transfer =
        new("east", "west", Token, new RequestId(4_711), Wallet, Cash.FromUsdc(60));

    private static readonly TransferStatus Completed = new(
        Token, Transfer.Id, 1, TransferState.Completed, RejectCode.None, Wallet, Transfer.Amount);

    private readonly TemporaryDirectory _directory = new();
    private UInt128 _lastRequest;

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public Task Cash_should_move_once_however_often_it_is_asked_for(string journal) =>
        CheckMovedOnceAsync(journal == "memory" ? TestConfig.Memory(OneNode) : Sqlite());

    [PostgresqlFact]
    public async Task Cash_should_move_once_on_postgresql()
    {
        using var database = new PostgresqlDatabase();
        await CheckMovedOnceAsync(TestConfig.Postgresql(database.ConnectionString, OneNode));

        Assert.Equal(EventsOfTransfer, Count(database, "transfer_journal"));
        Assert.Equal(1, Count(
            database,
            "pg_indexes WHERE tablename = 'transfer_journal' AND indexdef LIKE 'CREATE UNIQUE%persistence_id%number%'"));
    }

    [Fact]
    public Task Another_node_should_move_cash_once_the_first_one_left() =>
        CheckTakenOverAsync("", system => LinkedNodes.MembersUp(system) == 2);

    /// <summary>The last that the first one says, before its own end, is that the other one is up.</summary>
    [Fact]
    public Task A_node_that_is_let_in_by_one_that_leaves_should_move_cash_once_that_left() => CheckTakenOverAsync(
        "akka.cluster.leader-actions-interval = 2s", system => AkkaCluster.Get(system).State.Members.Count == 2);

    /// <summary>What has its way to the database stays where it is.</summary>
    [Fact]
    public async Task Desks_that_cannot_use_their_journal_move_to_another_node_and_the_partitions_stay()
    {
        Config config = TestConfig.Memory(
            FaultTestKit.Plugins + "\nhypercall.journal.transfer-plugin = hypercall.journal.rows\n" + OneNode);
        var rows = new RowStore();
        var way = new RowStore(rows);
        (ActorSystem first, HypercallCluster cluster) = await StartAsync(config, rows: way);
        await ExecuteAsync(cluster, "east", new DepositUpdate(Wallet, Cash.FromUsdc(100), "bank", 1));
        await AwaitOwnerAsync(first, cluster, "west");
        await AwaitOwnerAsync(first, cluster, TransferDesks.Name);
        (ActorSystem second, HypercallCluster other) =
            await StartAsync(config, SelfOf(first), rows: new RowStore(rows));
        await AwaitAsync(() => Task.FromResult(
            LinkedNodes.MembersUp(first) == 2 && LinkedNodes.MembersUp(second) == 2));

        way.BeforeTransfers = () => throw new IOException("no way to the database");
        TransferStatus status = await TransferAsync(other, Transfer);

        Assert.Equal(Completed, status);
        Assert.Equal(SelfOf(second), await AwaitOwnerAsync(second, other, TransferDesks.Name));
        Assert.Equal(SelfOf(first), await AwaitOwnerAsync(second, other, "east"));
        Assert.Equal(SelfOf(first), await AwaitOwnerAsync(second, other, "west"));
        await AssertHoldsAsync(other, "east", 40);
        await AssertHoldsAsync(other, "west", 60);
        await EndAsync(first);
        await EndAsync(second);
    }

    [Fact]
    public async Task A_transfer_should_go_on_by_itself_where_its_node_ended()
    {
        (ActorSystem system, HypercallCluster cluster) = await StartAsync(Sqlite(), westAnswers: false);
        await ExecuteAsync(cluster, "east", new DepositUpdate(Wallet, Cash.FromUsdc(100), "bank", 1));
        cluster.Entry.Tell(Transfer, ActorRefs.NoSender);
        await AwaitAsync(async () => await SequenceAsync(cluster, "east") > 1);
        await EndAsync(system);

        (system, cluster) = await StartAsync(Sqlite());
        await AwaitAsync(async () => await SequenceAsync(cluster, "west") > 0);
        TransferStatus status = await TransferAsync(cluster, Transfer);

        Assert.Equal(Completed, status);
        await AssertHoldsAsync(cluster, "east", 40);
        await AssertHoldsAsync(cluster, "west", 60);
        await EndAsync(system);
    }

    [Theory]
    [InlineData("east", "north", "no partition 'north'")]
    [InlineData("north", "east", "no partition 'north'")]
    [InlineData("east", "east", "between two partitions")]
    public async Task What_no_desk_moves_should_be_refused_by_the_entry(string from, string to, string said)
    {
        (ActorSystem system, HypercallCluster cluster) = await StartAsync(TestConfig.Memory(OneNode));

        EngineUnavailable answer = await cluster.Entry.Ask<EngineUnavailable>(
            Transfer with { From = from, To = to }, Patience);

        Assert.Equal((Token, PartitionState.Down), (answer.Token, answer.State));
        Assert.Contains(said, answer.Detail, StringComparison.Ordinal);
        await EndAsync(system);
    }

    [Fact]
    public async Task A_stuck_transfer_should_be_seen_and_ended_from_outside_the_cluster()
    {
        (ActorSystem system, HypercallCluster cluster) = await StartAsync(TestConfig.Memory(OneNode));
        var most = new Cash(Cash.MaxDepositsUnits);
        await ExecuteAsync(cluster, "east", new DepositUpdate(Wallet, Cash.FromUsdc(100), "bank", 1));
        await ExecuteAsync(cluster, "west", new DepositUpdate(Wallet, most, "bank", 1));
        Assert.Equal(TransferState.Stuck, (await TransferAsync(cluster, Transfer)).State);
        string node = $"127.0.0.1:{SelfOf(system).Port}";
        string[] end =
        [
            "transfer", "end", "--node", node, "--from", "east", "--to", "west", "--id", Transfer.Id.ToString(), "--as",
            "refused", "--reason", "paid back by hand",
        ];

        await using (var connection = new ClusterConnection([node]))
        {
            await connection.WaitForContactAsync("east", CancellationToken.None);
            StuckTransfers told = await connection.Contacts.Ask<StuckTransfers>(new QueryTransfers(3), Patience);
            Assert.Equal((3L, 0), (told.Token, told.SilentDesks));
            Assert.Equal((Transfer.Id, Transfer.Amount), (told.Transfers.Single().Id, told.Transfers.Single().Amount));
        }

        Assert.Equal(ExitCode.CheckFailed, await HealthOfBothAsync(node));
        Assert.Equal(ExitCode.Done, await CommandLine.RunAsync(end, new Terminal()));
        Assert.Equal(ExitCode.Done, await HealthOfBothAsync(node));
        Assert.Equal(TransferState.Refused, (await TransferAsync(cluster, Transfer)).State);
        await EndAsync(system);
    }

    [Fact]
    public async Task Where_no_node_is_known_the_end_of_a_transfer_is_refused_and_silence_is_not_health()
    {
        await using var connection = new ClusterConnection([$"127.0.0.1:{NodeFleet.FreePorts(1)[0]}"]);
        var end = new EndTransfer("east", "west", Token, Transfer.Id, TransferState.Completed, "paid by hand");

        EngineUnavailable answer = await connection.Contacts.Ask<EngineUnavailable>(end, Patience);
        var once = TimeSpan.FromMilliseconds(10);
        int health = await TransferHealth.ReportAsync(connection, once, limit: once);

        Assert.Equal(("east", Token, PartitionState.Unavailable), (answer.Partition, answer.Token, answer.State));
        Assert.Equal(ExitCode.CheckFailed, health);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _directory.Dispose();
    }

    private Config Sqlite() => TestConfig.Sqlite(_directory.Path, OneNode);

    private async Task CheckMovedOnceAsync(Config config)
    {
        (ActorSystem system, HypercallCluster cluster) = await StartAsync(config);
        await ExecuteAsync(cluster, "east", new DepositUpdate(Wallet, Cash.FromUsdc(100), "bank", 1));

        TransferStatus first = await TransferAsync(cluster, Transfer);
        TransferStatus second = await TransferAsync(cluster, Transfer with { Amount = Cash.FromUsdc(1) });

        Assert.Equal(Completed, first);
        Assert.Equal(first, second);
        await AssertHoldsAsync(cluster, "east", 40);
        await AssertHoldsAsync(cluster, "west", 60);
        await EndAsync(system);
    }

    private async Task CheckTakenOverAsync(string settingsOfFirst, Func<ActorSystem, bool> isIn)
    {
        (ActorSystem oldest, HypercallCluster first) =
            await StartAsync(ConfigurationFactory.ParseString(settingsOfFirst).WithFallback(Sqlite()));
        await ExecuteAsync(first, "east", new DepositUpdate(Wallet, Cash.FromUsdc(100), "bank", 1));
        (ActorSystem system, HypercallCluster second) = await StartAsync(Sqlite(), SelfOf(oldest));
        await AwaitAsync(() => Task.FromResult(isIn(system)));

        TransferStatus remote = await TransferAsync(second, Transfer);
        await EndAsync(oldest);
        TransferStatus again = await TransferAsync(second, Transfer);
        TransferStatus next = await TransferAsync(second, Transfer with { Id = new RequestId(4_712) });

        Assert.Equal(Completed, remote);
        Assert.Equal(Completed, again);
        Assert.Equal((2L, TransferState.Refused, RejectCode.InsufficientBalance), (next.Number, next.State, next.Code));
        await AssertHoldsAsync(second, "east", 40);
        await AssertHoldsAsync(second, "west", 60);
        await EndAsync(system);
    }

    private static long Count(PostgresqlDatabase database, string table)
    {
        using NpgsqlDataSource source = NpgsqlDataSource.Create(database.ConnectionString);
        using NpgsqlCommand command = source.CreateCommand("SELECT count(*) FROM " + table);
        return (long)command.ExecuteScalar()!;
    }

    /// <param name="config">The node's settings.</param>
    /// <param name="seed">A node to join; null: it begins a cluster.</param>
    /// <param name="westAnswers">False: whoever asks for west meets another partition, which refuses.</param>
    /// <param name="rows">The node's way to the rows of a journal of rows.</param>
    private static async Task<(ActorSystem System, HypercallCluster Cluster)> StartAsync(
        Config config, Address? seed = null, bool westAnswers = true, RowStore? rows = null)
    {
        TestJournals.Make(config);
        ActorSystem system = ActorSystem.Create(
            "hypercall", BootstrapSetup.Create().WithConfig(config).And(rows ?? new RowStore()));
        ClusterSettings settings = ClusterSettings.Read(config);
        if (!westAnswers)
        {
            Func<string, PartitionSettings> own = settings.PartitionSettings;
            settings = settings with
            {
                PartitionSettings = partition => own(partition == "west" ? "elsewhere" : partition),
            };
        }

        HypercallCluster cluster = await HypercallCluster.StartAsync(system, settings);
        AkkaCluster.Get(system).Join(seed ?? SelfOf(system));
        return (system, cluster);
    }

    private static Address SelfOf(ActorSystem system) => AkkaCluster.Get(system).SelfAddress;

    private static Task EndAsync(ActorSystem system) =>
        CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);

    /// <summary>Asks as a client does: again, under the same id, until the answer is the transfer's.</summary>
    private static async Task<TransferStatus> TransferAsync(HypercallCluster cluster, TransferCash transfer)
    {
        TransferStatus? status = null;
        await AwaitAsync(async () =>
        {
            Task<object> answer = cluster.Entry.Ask<object>(transfer, TryTimeout);
            await Task.WhenAny(answer);
            status = answer.IsCompletedSuccessfully ? answer.Result as TransferStatus : null;
            return status is not null;
        });
        return status!;
    }

    private static async Task<Address> AwaitOwnerAsync(ActorSystem system, HypercallCluster cluster, string entity)
    {
        PartitionOwner? owner = null;
        await AwaitAsync(async () =>
        {
            owner = await OwnerProbe.AskAsync(system, cluster.Region, entity);
            return owner is not null;
        });
        return owner!.Address;
    }

    private static Task<int> HealthOfBothAsync(string node) => CommandLine.RunAsync(
        ["health", "--node", node, "--partition", "east", "--partition", "west"], new Terminal());

    private static async Task<long> SequenceAsync(HypercallCluster cluster, string partition)
    {
        Task<object> answer = cluster.Entry.Ask<object>(new QueryHealth(partition, 0), TryTimeout);
        await Task.WhenAny(answer);
        return answer is { IsCompletedSuccessfully: true, Result: PartitionHealth health } ? health.Sequence : 0;
    }

    /// <summary>All of it can be withdrawn, and then not a cent more.</summary>
    private async Task AssertHoldsAsync(HypercallCluster cluster, string partition, long usdc)
    {
        Assert.True(await ExecuteAsync(
            cluster, partition, new CashWithdrawalUpdate(Wallet, Cash.FromUsdc(usdc), "bank", 2)));
        Assert.False(await ExecuteAsync(
            cluster, partition, new CashWithdrawalUpdate(Wallet, new Cash(1), "bank", 3)));
    }

    private async Task<bool> ExecuteAsync(HypercallCluster cluster, string partition, EngineCommand command)
    {
        var client = new EngineClient(
            cluster.Region,
            partition,
            new EngineClientOptions { AskTimeout = TryTimeout, Retry = new RetryOptions(PatienceMs: 600_000) });
        SubmissionResult result = await client.SubmitAsync(new ClientRequest(command, new RequestId(++_lastRequest)));
        return result.Outcome!.Accepted;
    }

    private static Task AwaitAsync(Func<Task<bool>> condition) => Eventually.HoldsAsync(Patience, condition);
}
