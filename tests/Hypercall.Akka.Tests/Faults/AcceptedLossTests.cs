using Akka.Actor;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Ownership;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Support;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Faults;

/// <summary>A loss that a snapshot alone shows, and what is left of it once an operator has accepted it.</summary>
public sealed class AcceptedLossTests : FaultTestKit
{
    private const int Kept = 20;
    private const int Commands = 40;

    private PartitionSettings Accepting => Settings with { AcceptsLoss = true };

    [Fact]
    public void A_loss_is_refused_until_it_is_accepted_and_then_for_good()
    {
        (long kept, long lost) = LoseSecondLife();
        IActorRef refused = StartPartition();
        PartitionHealth health = AwaitState(refused, PartitionState.Down);
        Assert.Equal(StopReason.JournalRewritten, health.Stop!.Reason);
        End(refused);
        Assert.Equal([kept, lost], Store.Snapshots(EngineId).Keys);

        IActorRef accepting = StartReady(Accepting);

        string gone = $"record {lost}, of which there is a snapshot, is gone";
        Assert.Equal([gone, $"a loss was accepted: {gone}"], Health(accepting).Warnings);
        End(accepting);
        Assert.Equal([kept], Store.Snapshots(EngineId).Keys);
        Assert.Equal(new CoreRun(Flow, Kept).Hashes[^1], State(StartReady()).Hash);
    }

    /// <summary>Sharding makes a partition's actor anew at each placement: weeks later, of the same settings.</summary>
    [Fact]
    public void A_loss_is_accepted_once_by_a_process_and_not_once_by_an_actor()
    {
        var readyOwners = new ReadyOwners();
        PartitionSettings accepting = Accepting with { ReadyOwners = readyOwners };
        (long kept, _) = LoseSecondLife();
        IActorRef first = StartReady(accepting);
        Feed(first, Kept, Commands);
        Drain(first);
        for (long number = LastRecord; number > kept; number--)
            ChangeRecord(number, _ => null);

        PartitionHealth health = AwaitState(StartPartition(accepting), PartitionState.Down);

        Assert.Equal(StopReason.JournalRewritten, health.Stop!.Reason);
        Assert.Equal(kept, LastRecord);
    }

    [Fact]
    public void Nothing_is_fenced_before_the_snapshots_of_what_is_lost_are_gone()
    {
        LoseSecondLife();
        long last = LastRecord;
        Exception? failure = new IOException("read-only");
        long? fencedBefore = null;
        Store.BeforeSnapshotDelete = _ =>
        {
            fencedBefore = LastRecord;
            Exception? thrown = failure;
            failure = null;
            return thrown is null ? Task.CompletedTask : Task.FromException(thrown);
        };

        PartitionHealth health = Health(StartReady(Accepting));

        Assert.Equal(StopReason.JournalUnreadable, health.Stop!.Reason);
        Assert.Contains("read-only", health.Stop.Detail, StringComparison.Ordinal);
        Assert.Equal(last, fencedBefore);
        Assert.Single(Store.Snapshots(EngineId));
    }

    /// <summary>As a build left it that deleted none: the journal has come to its number again.</summary>
    [Fact]
    public void A_snapshot_of_what_is_lost_is_not_taken_for_one_of_what_was_written_since()
    {
        (_, long lost) = LoseSecondLife();
        StoredRow snapshot = Store.Snapshots(EngineId)[lost];
        IActorRef accepting = StartReady(Accepting);
        for (int index = Commands; LastRecord < lost; index++)
            Feed(accepting, index, index + 1);
        End(accepting);
        while (LastRecord > lost)
            ChangeRecord(LastRecord, _ => null);
        Store.PutSnapshot(EngineId, lost, snapshot);

        IActorRef next = StartReady();

        StateSummary state = State(next);
        Assert.Contains(
            "it is not of the record that the journal has there",
            Assert.Single(Health(next).Warnings),
            StringComparison.Ordinal);
        End(next);
        foreach (long number in Store.Snapshots(EngineId).Keys)
            Store.ChangeSnapshot(EngineId, number, _ => null);
        StateSummary replayed = State(StartReady());
        Assert.Equal((replayed.Sequence, replayed.Hash), (state.Sequence, state.Hash));
    }

    /// <summary>The epoch of what is lost was never written by this actor's engines.</summary>
    [Fact]
    public void A_snapshot_of_a_lower_epoch_than_the_journals_makes_nobody_else_its_owner()
    {
        (_, long lost) = LoseSecondLife();
        StoredRow snapshot = Store.Snapshots(EngineId)[lost];
        Store.ChangeSnapshot(EngineId, lost, _ => null);
        for (int life = 0; life < 3; life++)
            End(StartReady());
        Assert.True(LastRecord < lost);
        Store.PutSnapshot(EngineId, lost, snapshot);

        Assert.Equal(5, Health(StartReady(Accepting)).Epoch);
    }

    /// <summary>Two lives, each with a snapshot at its end; all records of the second one are lost.</summary>
    /// <returns>The snapshots' numbers.</returns>
    private (long Kept, long Lost) LoseSecondLife()
    {
        IActorRef first = StartReady();
        Feed(first, 0, Kept);
        Drain(first);
        long kept = LastRecord;
        IActorRef second = StartReady();
        for (int index = Kept; index < Commands; index++)
            Feed(second, index, index + 1);
        Drain(second);
        long lost = LastRecord;
        Assert.Equal([kept, lost], Store.Snapshots(EngineId).Keys);
        for (long number = lost; number > kept; number--)
            ChangeRecord(number, _ => null);
        return (kept, lost);
    }
}
