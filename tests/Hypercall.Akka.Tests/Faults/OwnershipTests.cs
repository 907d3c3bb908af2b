using Akka.Actor;
using Akka.TestKit;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Support;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Ownership;

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
        IActorRef heir = StartHeir();
        Assert.Equal(2, Health(heir).Epoch);

        _clock.Advance(1_000);
        Nudge(old);

        PartitionHealth health = AwaitHealth(old, h => h.Stop is not null);
        Assert.Equal(StopReason.Fenced, health.Stop!.Reason);
        Assert.Equal("the journal's epoch is 2 of host 'heir', own is 1", health.Stop.Detail);
        Assert.Equal(PartitionState.Down, health.State);
    }

    /// <summary>Let through before the partition's actor knew of the engine's end, they wait behind it.</summary>
    [Fact]
    public async Task What_meets_an_engine_that_has_just_stopped_is_answered()
    {
        var heir = new EpochRead(new JournalObservation(0, null, HighestEpoch: 9, "heir"), 1);
        (IActorRef partition, IReadOnlyList<object> answers) = await AnswersBehindAsync(engine => engine.Tell(heir));

        Assert.All(answers, answer => Assert.Equal(
            SubmissionStatus.EngineStopped, Assert.IsType<SubmitAnswer>(answer).Status));
        Assert.Equal(StopReason.Fenced, AwaitState(partition, PartitionState.Down).Stop!.Reason);
    }

    /// <summary>As after a write that failed: what waits is given to nobody any more.</summary>
    [Fact]
    public async Task What_meets_an_engine_that_Akka_has_ended_is_answered()
    {
        (IActorRef partition, IReadOnlyList<object> answers) = await AnswersBehindAsync(Sys.Stop);

        Assert.All(answers, answer => Assert.Equal(
            PartitionState.Unavailable, Assert.IsType<EngineUnavailable>(answer).State));
        Assert.Equal(StopReason.HostFailed, Health(partition).Stop!.Reason);
    }

    /// <summary>The answers to what waits in an engine's mailbox while it ends.</summary>
    private async Task<(IActorRef Partition, IReadOnlyList<object> Answers)> AnswersBehindAsync(Action<IActorRef> end)
    {
        const int late = 200;
        using var applying = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        IActorRef partition = StartReady(Settings with
        {
            MinBackoff = TimeSpan.FromHours(1),
            MaxBackoff = TimeSpan.FromHours(1),
            Sequencer = Settings.Sequencer with
            {
                BeforeApply = _ =>
                {
                    applying.Set();
                    goOn.Wait(Patience);
                },
            },
        });
        IActorRef engine = await Sys.ActorSelection(partition.Path / "engine").ResolveOne(Patience);
        Submit(partition, 0, CreateTestProbe());
        Assert.True(applying.Wait(Patience));
        end(engine);
        var answers = new AnswerCollector(Sys);
        for (int index = 1; index <= late; index++)
            Submit(partition, index, answers.Ref);
        Assert.Equal(PartitionState.Ready, Health(partition).State);
        goOn.Set();
        return (partition, await answers.Messages(late));
    }

    [Fact]
    public void An_owner_that_was_fenced_never_fences_back_and_says_who_took_over()
    {
        IActorRef old = StartReady();
        Feed(old, 0, Commands);
        IActorRef heir = StartHeir();
        TestProbe answers = CreateTestProbe();
        Submit(old, Commands, answers);
        Assert.Equal(SubmissionStatus.OutcomeUnknown, answers.ExpectMsg<SubmitAnswer>().Status);

        const string successor = "host 'heir' took over with epoch 2;";
        PartitionHealth health = AwaitHealth(
            old, h => h.Stop?.Detail.StartsWith(successor, StringComparison.Ordinal) == true);

        Assert.Equal((PartitionState.Down, StopReason.Fenced, 1), (health.State, health.Stop!.Reason, health.Starts));
        old.Tell(new SkipCommand(Partition, 1, 1, "to start it again"), answers);
        Assert.Equal("another host owns the journal", answers.ExpectMsg<SkipAnswer>().Error);
        Feed(heir, Commands, Commands + 1);
        Assert.Equal(2, Health(heir).Epoch);
    }

    [Fact]
    public async Task An_owner_that_finds_another_epoch_when_it_comes_back_from_a_failure_does_not_fence_back()
    {
        IActorRef old = StartReady();
        Feed(old, 0, Commands);
        LetSeal(old);
        var writing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource();
        Store.BeforeWrite = async _ =>
        {
            Store.BeforeWrite = _ => Task.CompletedTask;
            writing.SetResult();
            await goOn.Task;
            throw new IOException("no way to the database");
        };
        Submit(old, Commands, CreateTestProbe());
        await writing.Task;
        IActorRef heir = StartHeir();
        goOn.SetResult();

        PartitionHealth health = AwaitState(old, PartitionState.Down);

        Assert.Equal(StopReason.Fenced, health.Stop!.Reason);
        Assert.Equal("the journal's epoch is 2 of host 'heir', own is 1", health.Stop.Detail);
        Assert.Equal(2, Health(heir).Epoch);
    }

    [Fact]
    public void A_journal_that_went_back_in_time_stops_its_owner_and_is_refused_until_the_loss_is_accepted()
    {
        IActorRef owner = StartOld();
        Feed(owner, 0, Commands);
        LetSeal(owner);
        long before = LastRecord;
        for (long number = before; number > before - 3; number--)
            ChangeRecord(number, _ => null);

        _clock.Advance(1_000);
        Nudge(owner);

        PartitionHealth health = AwaitState(owner, PartitionState.Down);
        Assert.Equal(StopReason.JournalRewritten, health.Stop!.Reason);
        Assert.StartsWith(
            $"record {before}, which this owner made durable, is gone", health.Stop.Detail, StringComparison.Ordinal);
        Assert.Contains("--accept-loss", health.Stop.Detail, StringComparison.Ordinal);
        Assert.Equal(before - 3, LastRecord);
    }

    [Fact]
    public void An_engine_that_starts_again_refuses_a_journal_below_what_its_partition_has_told()
    {
        IActorRef owner = StartReady();
        Feed(owner, 0, Commands);
        Store.BeforeWrite = _ =>
        {
            Store.BeforeWrite = _ => Task.CompletedTask;
            for (long number = LastRecord; number > 4; number--)
                ChangeRecord(number, _ => null);
            throw new IOException("the database was restored");
        };

        Submit(owner, Commands, CreateTestProbe());

        PartitionHealth health = AwaitState(owner, PartitionState.Down);
        Assert.Equal(StopReason.JournalRewritten, health.Stop!.Reason);
        Assert.Contains($"sequence {Commands} has been seen", health.Stop.Detail, StringComparison.Ordinal);
        Assert.Equal(4, LastRecord);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_read_is_served_by_an_owner_that_lost_its_place(bool queued)
    {
        IActorRef old = StartOld();
        Feed(old, 0, Commands);
        LetSeal(old);
        IActorRef heir = StartReady();
        Feed(heir, Commands, Commands + 1);
        _clock.Advance(1_001);
        TestProbe probe = CreateTestProbe();

        old.Tell(new QueryState(Partition, 1, 9, queued), probe);
        Nudge(old);

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

    private IActorRef StartOld() => StartReady(Settings with { Clock = () => _clock.Now });

    private void Nudge(IActorRef partition) => partition.Tell(
        new Submit(Partition, 1, 9, EncodedRequest.Blank), CreateTestProbe());

    private PartitionSettings Heir => Settings with { Sequencer = Settings.Sequencer with { HostId = "heir" } };

    private IActorRef StartHeir() => StartReady(Heir);

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
