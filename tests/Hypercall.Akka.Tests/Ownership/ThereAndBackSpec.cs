using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Hypercall.Actors.Client;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Engine.Reports;
using Hypercall.Actors.Follower;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Support;
using Hypercall.Actors.Transfers;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Ownership;

/// <summary>
/// Ownership that goes to another system and comes back to one that lives on: the SQL plugins of a system stamp rows
/// with one writer id for as long as it lives, so that the same writer comes before and after another. The journal is
/// sound.
/// </summary>
public abstract class ThereAndBackSpec : EngineTestKit
{
    private const int CommandsEach = 20;
    private const int Turns = 5;
    private static readonly WalletAddress Wallet = WalletAddress.FromNumber(7);
    private readonly ActorSystem _other;
    private readonly string _deskJournal;

    private protected ThereAndBackSpec(TestDatabase database)
        : base(database)
    {
        Config config = database.Settings();
        _other = ActorSystem.Create("other", config);
        _deskJournal = HypercallSettings.Read(config).TransferJournalPluginId;
    }

    /// <summary>The engine of each turn goes on where the one before ended; a follower agrees with all.</summary>
    /// <param name="withSnapshot">Whether all but the first replay only what came after the first turn.</param>
    private protected void CheckEngines(bool withSnapshot)
    {
        var core = new CoreRun(Flow, Turns * CommandsEach);
        for (int turn = 0; turn < Turns; turn++)
        {
            IActorRef partition = Own(turn, PartitionActor.Props(WithoutSeals));
            Assert.Equal(turn + 1, AwaitState(partition, PartitionState.Ready).Epoch);
            int last = (turn + 1) * CommandsEach;
            SubmitAnswer[] answers = Feed(partition, last - CommandsEach, last);
            Assert.Equal(core.Outcomes[last - 1], answers[^1].Outcome.ToArray());
            if (withSnapshot && turn == 0)
                Drain(partition);
            else
                End(partition);
        }

        AwaitFollower(Turns * CommandsEach, core.Hashes[^1]);
    }

    /// <summary>The desk of each turn knows the transfers of all before it.</summary>
    private protected async Task CheckDesks()
    {
        TestJournals.Make(Sys.Settings.Config);
        EngineClient east = ClientOf("east");
        TransferDeskSettings settings = DeskBetween(east, ClientOf("west"));
        SubmissionResult deposit = await east.SubmitAsync(
            new ClientRequest(new DepositUpdate(Wallet, Cash.FromUsdc(100), "bank", 1)));
        Assert.True(deposit.Outcome!.Accepted);
        for (int turn = 0; turn < Turns; turn++)
        {
            IActorRef desk = Own(turn, TransferDesk.Props(settings));
            for (int number = 1; number <= turn + 1; number++)
            {
                TransferStatus status = await desk.Ask<TransferStatus>(Transfer(number), Patience);
                Assert.Equal((number, TransferState.Completed), (status.Number, status.State));
            }

            End(desk);
        }
    }

    /// <summary>The ledger of each turn has the skips of all before it.</summary>
    private protected void CheckSkipLedgers()
    {
        for (int turn = 0; turn < Turns; turn++)
        {
            TestProbe owner = CreateTestProbe();
            IActorRef ledger = Own(turn, SkipLedger.Props(Settings, owner));
            SkipsLoaded loaded = owner.ExpectMsg<SkipsLoaded>(Patience);
            Assert.Equal(Enumerable.Range(1, turn), loaded.Skips.Select(skip => (int)skip.Sequence));
            ledger.Tell(new SkipCommand(Partition, 1, turn + 1, "cannot be applied"), owner);
            Assert.Null(owner.ExpectMsg<SkipStored>(Patience).Error);
            End(ledger);
        }
    }

    protected override void AfterAll()
    {
        Shutdown(_other, Patience);
        base.AfterAll();
    }

    /// <summary>Nothing is written but commands: one that has answered them all can end at any moment.</summary>
    private PartitionSettings WithoutSeals
    {
        get
        {
            const long hourMs = 3_600_000;
            return Settings with
            {
                Sequencer = Settings.Sequencer with { SealIdleMs = hourMs, SealIntervalMs = hourMs },
            };
        }
    }

    private IActorRef Own(int turn, Props props) => (turn % 2 == 0 ? Sys : _other).ActorOf(props);

    private void AwaitFollower(long sequence, Hash256 hash)
    {
        IActorRef follower = Sys.ActorOf(PartitionFollower.Props(new FollowerSettings { Partition = Settings }));
        AwaitAssert(
            () =>
            {
                TestProbe probe = CreateTestProbe();
                follower.Tell(new QueryFollower(), probe);
                FollowerStatus status = probe.ExpectMsg<FollowerStatus>(Patience);
                Assert.Equal((sequence, hash, null), (status.Sequence, status.Hash, status.Error));
            },
            Patience,
            TimeSpan.FromMilliseconds(20));
    }

    private EngineClient ClientOf(string partition)
    {
        SequencerOptions options = Settings.Sequencer with { EngineId = partition, TimeSource = TimeSource.Clock };
        return new EngineClient(
            StartPartition(Settings with { Sequencer = options }),
            partition,
            new EngineClientOptions { Retry = new RetryOptions(PatienceMs: 600_000) });
    }

    private TransferDeskSettings DeskBetween(IEngineClient east, IEngineClient west) => new()
    {
        From = "east",
        To = "west",
        Client = partition => partition == "east" ? east : west,
        JournalPluginId = _deskJournal,
        RetryDelay = TimeSpan.FromMilliseconds(20),
    };

    private static TransferCash Transfer(int number) =>
        new("east", "west", number, new RequestId((UInt128)(uint)number), Wallet, Cash.FromUsdc(1));
}
