using Akka.Actor;
using Akka.TestKit;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Support;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Faults;

/// <summary>Writes that fail, are rejected or hang: nothing acknowledged is lost, nothing is executed twice.</summary>
public sealed class WriteFaultTests : FaultTestKit
{
    private const int Acknowledged = 40;
    private const int Tried = Acknowledged;
    private readonly ManualClock _clock = new();
    private readonly TaskCompletionSource _writing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public enum Fault
    {
        FailsBeforeStoring,
        FailsAfterStoring,
        IsRejected,
    }

    [Theory]
    [InlineData(Fault.FailsBeforeStoring, StopReason.WriteFailed)]
    [InlineData(Fault.FailsAfterStoring, StopReason.WriteFailed)]
    [InlineData(Fault.IsRejected, StopReason.WriteRejected)]
    public async Task A_failed_write_is_told_as_unknown_and_its_retry_gets_the_true_outcome(
        Fault fault, StopReason expected)
    {
        IActorRef partition = StartReady();
        Feed(partition, 0, Acknowledged);
        AwaitSeal();
        long failing = Arrange(fault);
        TestProbe first = CreateTestProbe();
        TestProbe queued = CreateTestProbe();

        Submit(partition, Tried, first);
        await _writing.Task;
        Submit(partition, Tried + 1, queued);
        await AwaitQueued(partition);
        _goOn.SetResult();

        Assert.Equal(SubmissionStatus.OutcomeUnknown, first.ExpectMsg<SubmitAnswer>().Status);
        Assert.Equal(SubmissionStatus.NotExecuted, queued.ExpectMsg<SubmitAnswer>().Status);
        PartitionHealth health = AwaitHealth(partition, h => h.State == PartitionState.Ready && h.Epoch == 2);
        Assert.Equal((expected, failing), (health.Stop!.Reason, health.Stop.RecordNumber));
        AssertTrueOutcome(partition, stored: fault == Fault.FailsAfterStoring);
    }

    [Fact]
    public async Task A_write_that_hangs_is_given_up_and_cannot_land_behind_the_next_owner()
    {
        IActorRef partition = StartReady(Settings with { Clock = () => _clock.Now });
        Feed(partition, 0, Acknowledged);
        Store.BeforeWrite = Hang;
        TestProbe answers = CreateTestProbe();
        Submit(partition, Tried, answers);
        await _writing.Task;
        long hanging = LastRecord + 1;

        _clock.Advance(15_000);
        Nudge(partition);

        Assert.Equal(SubmissionStatus.OutcomeUnknown, answers.ExpectMsg<SubmitAnswer>().Status);
        PartitionHealth health = AwaitHealth(partition, h => h.State == PartitionState.Ready && h.Epoch == 2);
        Assert.Equal((StopReason.WriteTimeout, hanging), (health.Stop!.Reason, health.Stop.RecordNumber));
        _goOn.SetResult();
        AssertTrueOutcome(partition, stored: false);
    }

    [Fact]
    public void A_row_under_the_next_number_is_another_owners_and_ends_this_one_as_fenced()
    {
        IActorRef partition = StartReady(DoesNotLook);
        Feed(partition, 0, Acknowledged);
        AwaitSeal();
        IActorRef rival = StartReady();
        Assert.Equal(2, Health(rival).Epoch);
        TestProbe answers = CreateTestProbe();

        Submit(partition, Tried, answers);

        Assert.Equal(SubmissionStatus.OutcomeUnknown, answers.ExpectMsg<SubmitAnswer>().Status);
        Assert.Equal(StopReason.Fenced, AwaitHealth(partition, health => health.Stop is not null).Stop!.Reason);
    }

    [Fact]
    public async Task A_client_gets_through_all_of_it_without_noticing_more_than_a_wait()
    {
        IActorRef partition = StartReady();
        Feed(partition, 0, Acknowledged);
        AwaitSeal();
        int left = 3;
        Store.AfterWrite = _ => Interlocked.Decrement(ref left) >= 0
            ? throw new IOException("no space left")
            : Task.CompletedTask;
        var client = new Hypercall.Actors.Client.EngineClient(
            partition, Partition, new() { Retry = new RetryOptions(PatienceMs: 600_000, LongestDelayMs: 20) });

        SubmissionResult result = await client.SubmitAsync(CoreRun.Request(Flow, Tried));

        Assert.Equal(SubmissionStatus.Executed, result.Status);
        Assert.Equal(Tried + 1, result.Outcome!.First?.Sequence ?? result.Outcome.Sequence);
    }

    /// <summary>The record that the fault meets; later ones are written as usual.</summary>
    /// <summary>The record of an idle queue is written: the next one is the test's own.</summary>
    private void AwaitSeal() => AwaitAssert(() =>
    {
        JournalRecordCodec.TryDecode(Store.Records(EngineId).Values.Last().Bytes, out JournalRecord? record, out _);
        Assert.Equal(JournalRecordKind.Seal, record!.Kind);
    });

    private long Arrange(Fault fault)
    {
        long failing = LastRecord + 1;
        if (fault == Fault.IsRejected)
        {
            Store.Rejection = async number =>
            {
                if (number != failing || !_writing.TrySetResult())
                    return null;
                await _goOn.Task;
                return new InvalidOperationException("the row is too large");
            };
        }
        else if (fault == Fault.FailsBeforeStoring)
        {
            Store.BeforeWrite = FailOnce;
        }
        else
        {
            Store.AfterWrite = FailOnce;
        }

        return failing;
    }

    private async Task FailOnce(long number)
    {
        if (!_writing.TrySetResult())
            return;
        await _goOn.Task;
        throw new IOException("no space left");
    }

    private async Task Hang(long number)
    {
        if (_writing.TrySetResult())
            await _goOn.Task;
    }

    /// <summary>A retry gives what the core gives, once; and the state is the core's.</summary>
    private void AssertTrueOutcome(IActorRef partition, bool stored)
    {
        SubmissionResult retried = Feed(partition, Tried, Tried + 1)[0].ToResult();
        Assert.Equal(SubmissionStatus.Executed, retried.Status);
        Assert.Equal(stored, retried.Outcome!.Duplicate);
        Assert.Equal(Tried + 1, retried.Outcome.First?.Sequence ?? retried.Outcome.Sequence);
        if (!stored)
            Assert.Equal(new CoreRun(Flow, Tried + 1).Hashes[^1], State(partition).Hash);
    }

    /// <summary>A read at once is answered behind what was sent before it: that is in the engine's queue then.</summary>
    private Task AwaitQueued(IActorRef partition)
    {
        TestProbe probe = CreateTestProbe();
        partition.Tell(new QueryState(Partition, 1, 9, Queued: false), probe);
        return probe.ExpectMsgAsync<StateAnswer>().AsTask();
    }

    /// <summary>Any message makes the engine look at the moved clock; this one is refused.</summary>
    private void Nudge(IActorRef partition) => partition.Tell(
        new Submit(Partition, 1, 9, EncodedRequest.Blank), CreateTestProbe());
}
