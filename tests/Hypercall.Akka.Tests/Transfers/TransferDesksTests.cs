using Akka;
using Akka.Actor;
using Hypercall.Actors.Client;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Faults;
using Hypercall.Actors.Tests.Support;
using Hypercall.Actors.Transfers;
using Hypercall.Cli.Verbs;
using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Transfers;

/// <summary>A node's desks whose journal fails: when they are let go of, what is said of them, and their end.</summary>
public sealed class TransferDesksTests : FaultTestKit
{
    private static readonly TransferCash Transfer =
        new("east", "west", 1, new RequestId(4_711), WalletAddress.FromNumber(7), Cash.FromUsdc(60));

    [Fact]
    public async Task A_journal_that_fails_once_keeps_the_desks_and_twice_lets_them_go()
    {
        IActorRef desks = Start();
        await AwaitStateAsync(desks, PartitionState.Ready);
        int failures = 0;
        Store.BeforeTransfers = () => Interlocked.Increment(ref failures) == 1
            ? throw new IOException("no way to the database")
            : Task.CompletedTask;
        desks.Tell(Transfer);
        await AwaitAsync(desks, health => health is { State: PartitionState.Ready, Stop: not null });
        ExpectNoMsg(TimeSpan.Zero);

        Store.BeforeTransfers = () => throw new IOException("no way to the database");
        desks.Tell(Transfer);

        ExpectMsg(TransferDesks.Name, Patience);
        PartitionHealth health = await AwaitStateAsync(desks, PartitionState.Unavailable);
        Assert.Matches("1 .* at node:1: (WriteFailed|JournalUnreadable) from 'east' to 'west': no way to the database",
            TransferHealth.Silent(1, "node:1", health));
        Watch(desks);
        desks.Tell(new StopEngine());
        FishForMessage(message => message is Terminated, Patience);
    }

    [Fact]
    public async Task A_journal_that_is_silent_lets_them_go_at_once()
    {
        IActorRef desks = Start();
        await AwaitStateAsync(desks, PartitionState.Ready);
        int failures = 0;
        Store.BeforeTransfers = () => Interlocked.Increment(ref failures) == 1
            ? throw new TimeoutException("no answer")
            : Task.CompletedTask;

        desks.Tell(Transfer);

        ExpectMsg(TransferDesks.Name, Patience);
        PartitionHealth health = await AwaitStateAsync(desks, PartitionState.Ready);
        Assert.Equal(StopReason.WriteTimeout, health.Stop!.Reason);
    }

    [Fact]
    public async Task Desks_that_were_stopped_end_with_their_region_and_send_who_asks_elsewhere()
    {
        IActorRef desks = Start();
        await AwaitStateAsync(desks, PartitionState.Ready);

        await desks.Ask<Done>(new StopTransfers(), Patience);

        EngineUnavailable refusal = await desks.Ask<EngineUnavailable>(Transfer, Patience);
        Assert.Equal(PartitionState.Stopping, refusal.State);
        Drain(desks);
    }

    /// <summary>The test hears what is let go of.</summary>
    private IActorRef Start()
    {
        TransferDeskSettings settings = new()
        {
            From = "east",
            To = "west",
            Client = partition => new EngineClient(Sys.DeadLetters, partition, new EngineClientOptions()),
            JournalPluginId = "hypercall.journal.rows",
        };
        IActorRef test = TestActor;
        Func<string, bool> release = name =>
        {
            test.Tell(name);
            return true;
        };
        return Sys.ActorOf(Props.Create(() => new TransferDesks(new[] { settings }, Settings, release)));
    }

    private static Task<PartitionHealth> AwaitStateAsync(IActorRef desks, PartitionState state) =>
        AwaitAsync(desks, health => health.State == state);

    private static async Task<PartitionHealth> AwaitAsync(IActorRef desks, Func<PartitionHealth, bool> wanted)
    {
        PartitionHealth? health = null;
        await Eventually.HoldsAsync(Patience, async () =>
        {
            health = await desks.Ask<PartitionHealth>(new QueryHealth(TransferDesks.Name, 1), Patience);
            return wanted(health);
        });
        return health!;
    }
}
