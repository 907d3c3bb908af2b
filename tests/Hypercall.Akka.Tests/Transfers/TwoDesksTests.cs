using Akka.Actor;
using Hypercall.Actors.Client;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Tests.Support;
using Hypercall.Actors.Transfers;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Client;

namespace Hypercall.Actors.Tests.Transfers;

/// <summary>
/// Two desks of the same pair at once, as in the first seconds of a split brain, each with a journal plugin of its own
/// as on two nodes: they make one withdrawal and one deposit, and one of them stops.
/// </summary>
public sealed class TwoDesksTests : EngineTestKit
{
    private const string FirstPlugin = "hypercall.transfers.sqlite";
    private const string SecondPlugin = "hypercall.transfers.second";
    private static readonly WalletAddress Wallet = WalletAddress.FromNumber(7);
    private static readonly TransferCash Transfer =
        new("east", "west", 1, new RequestId(4_711), Wallet, Cash.FromUsdc(60));

    public TwoDesksTests()
        : base(
            new SqliteFiles(),
            $$"""
            hypercall.engine.time-source = clock
            {{SecondPlugin}} {
              class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
              plugin-id = "{{SecondPlugin}}"
              provider-name = "SQLite.MS"
              connection-string = ${hypercall.transfers.sqlite.connection-string}
              auto-initialize = false
              tag-write-mode = Csv
              replay-filter.mode = off
            }
            """)
    {
        TestJournals.Make(Sys.Settings.Config);
    }

    [Fact]
    public async Task Two_desks_should_move_cash_once_and_one_should_stop()
    {
        EngineClient east = ClientOf("east");
        EngineClient west = ClientOf("west");
        Assert.True(await ExecuteAsync(east, new DepositUpdate(Wallet, Cash.FromUsdc(100), "bank", 1)));
        var eastOfFirst = new ScriptedClient(east) { IsOut = true };
        var eastOfSecond = new ScriptedClient(east) { IsOut = true };
        IActorRef first = Watch(StartDesk(eastOfFirst, west, FirstPlugin));
        first.Tell(Transfer, ActorRefs.NoSender);
        AwaitAssert(() => Assert.NotEmpty(eastOfFirst.Requests), Patience);
        IActorRef second = Watch(StartDesk(eastOfSecond, west, SecondPlugin));
        AwaitAssert(() => Assert.NotEmpty(eastOfSecond.Requests), Patience);

        eastOfFirst.IsOut = eastOfSecond.IsOut = false;

        IActorRef stopped = ExpectMsg<Terminated>(Patience).ActorRef;
        IActorRef survivor = stopped.Equals(first) ? second : first;
        TransferStatus status = await survivor.Ask<TransferStatus>(Transfer, Patience);
        Assert.Equal(TransferState.Completed, status.State);
        Assert.Single(eastOfFirst.Requests.Concat(eastOfSecond.Requests).Distinct());
        await AssertHoldsAsync(east, 40);
        await AssertHoldsAsync(west, 60);
    }

    private IActorRef StartDesk(IEngineClient east, IEngineClient west, string plugin) => Sys.ActorOf(
        TransferDesk.Props(new TransferDeskSettings
        {
            From = "east",
            To = "west",
            Client = partition => partition == "east" ? east : west,
            JournalPluginId = plugin,
            RetryDelay = TimeSpan.FromMilliseconds(20),
        }));

    /// <summary>All of it can be withdrawn, and then not a cent more.</summary>
    private static async Task AssertHoldsAsync(IEngineClient client, long usdc)
    {
        Assert.True(await ExecuteAsync(client, new CashWithdrawalUpdate(Wallet, Cash.FromUsdc(usdc), "bank", 2)));
        Assert.False(await ExecuteAsync(client, new CashWithdrawalUpdate(Wallet, new Cash(1), "bank", 3)));
    }

    private static async Task<bool> ExecuteAsync(IEngineClient client, EngineCommand command) =>
        (await client.SubmitAsync(new ClientRequest(command))).Outcome!.Accepted;

    private EngineClient ClientOf(string partition)
    {
        PartitionSettings settings = Settings with { Sequencer = Settings.Sequencer with { EngineId = partition } };
        return new EngineClient(
            StartPartition(settings),
            partition,
            new EngineClientOptions { Retry = new RetryOptions(PatienceMs: 600_000) });
    }
}
