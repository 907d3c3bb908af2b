using Akka.Actor;
using Akka.TestKit;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Support;
using Hypercall.Engine.Commands;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Faults;

/// <summary>Two owners of one partition on one journal: the fence holds, whatever the older one does.</summary>
public sealed class OwnershipTests : FaultTestKit
{
    private const int Commands = 50;
    private readonly ManualClock _clock = new();

    [Fact]
    public void An_idle_owner_stops_at_its_first_look_after_another_has_started()
    {
        IActorRef old = StartOld();
        Feed(old, 0, Commands);
        IActorRef heir = StartReady();
        Assert.Equal(2, Health(heir).Epoch);

        _clock.Advance(1_000);
        Nudge(old);

        PartitionHealth health = AwaitHealth(old, h => h.Stop is not null);
        Assert.Equal(StopReason.Fenced, health.Stop!.Reason);
        Assert.Equal("the journal's epoch is 2, own is 1", health.Stop.Detail);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_read_is_served_by_an_owner_that_lost_its_place(bool queued)
    {
        IActorRef old = StartOld();
        Feed(old, 0, Commands);
        IActorRef heir = StartReady();
        Feed(heir, Commands, Commands + 1);
        _clock.Advance(1_001);
        TestProbe probe = CreateTestProbe();

        old.Tell(new QueryState(Partition, 1, 9, queued), probe);

        StateAnswer answer = probe.ExpectMsg<StateAnswer>();
        Assert.Equal((SubmissionStatus.NotExecuted, null), (answer.Status, answer.State));
    }

    [Fact]
    public void Every_acknowledged_command_stands_before_the_next_owners_fence()
    {
        IActorRef old = StartReady();
        TestProbe answers = CreateTestProbe();
        for (int index = 0; index < Commands; index++)
            Submit(old, index, answers);
        IActorRef heir = StartReady();
        var acknowledged = new List<long>();
        for (int index = 0; index < Commands; index++)
        {
            object answer = answers.ExpectMsg<object>();
            if (answer is SubmitAnswer { Status: SubmissionStatus.Executed } executed)
                acknowledged.Add(executed.ToResult().Outcome!.Sequence);
        }

        long[] beforeFence = [.. SequencesBeforeEpoch(Health(heir).Epoch)];

        Assert.All(acknowledged, sequence => Assert.Contains(sequence, beforeFence));
    }

    [Fact]
    public async Task An_owner_that_cannot_read_the_journal_gives_up_in_time()
    {
        IActorRef old = StartOld();
        Feed(old, 0, Commands);
        LetSeal(old);
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var never = new TaskCompletionSource();
        Store.BeforeRead = _ =>
        {
            reading.TrySetResult();
            return never.Task;
        };
        _clock.Advance(1_000);
        Nudge(old);
        await reading.Task;

        _clock.Advance(15_000);
        Nudge(old);

        Assert.Equal(StopReason.OwnerUnknown, AwaitHealth(old, health => health.Stop is not null).Stop!.Reason);
    }

    private IActorRef StartOld() => StartReady(Settings with { Clock = _clock });

    private void Nudge(IActorRef partition) => partition.Tell(
        new Submit(Partition, 1, 9, new ClientRequest(new BulkOrders(default, default))), CreateTestProbe());

    /// <summary>Has the seal of an idle queue written, so that no write is in flight when time jumps.</summary>
    private void LetSeal(IActorRef partition)
    {
        _clock.Advance(100);
        Nudge(partition);
        AwaitAssert(() => Assert.Contains(Store.Records(EngineId).Values, IsSeal));
    }

    private static bool IsSeal(StoredRow row)
    {
        JournalRecordCodec.TryDecode(row.Bytes, out JournalRecord? record, out _);
        return record!.Kind == JournalRecordKind.Seal;
    }

    private IEnumerable<long> SequencesBeforeEpoch(long epoch)
    {
        foreach (StoredRow row in Store.Records(EngineId).Values)
        {
            JournalRecordCodec.TryDecode(row.Bytes, out JournalRecord? record, out _);
            if (record!.Epoch >= epoch)
                yield break;
            for (long sequence = record.FirstSequence; sequence <= record.LastSequence; sequence++)
                yield return sequence;
        }
    }
}
