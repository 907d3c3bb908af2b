using Akka.Actor;
using Akka.TestKit;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Support;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Faults;

/// <summary>
/// Twenty times what the queue holds, offered at once while a write takes its time; cancels among it fill the last tenth.
/// </summary>
public sealed class BackPressureTests() : FaultTestKit("hypercall.engine.queue-capacity = 100")
{
    private const int Capacity = 100;
    private const int Offered = 20 * Capacity;
    private const int Accepted = Capacity;

    [Fact]
    public async Task What_does_not_fit_is_refused_at_once_and_nothing_accepted_is_lost()
    {
        var writing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        IActorRef partition = StartReady();
        Feed(partition, 0, 1);
        Store.BeforeWrite = async _ =>
        {
            writing.TrySetResult();
            await goOn.Task;
        };
        var answers = new AnswerCollector(Sys);

        for (int index = 1; index <= Offered; index++)
            Submit(partition, index, answers.Ref, submitter: index % 8);
        await writing.Task;
        IReadOnlyList<SubmitAnswer> refused = await answers.Answers(Offered - Accepted);
        Assert.Equal(Offered - Accepted, answers.Count);
        goOn.SetResult();
        SubmitAnswer[] executed = [.. (await answers.Answers(Offered)).Skip(refused.Count)];

        Assert.All(refused, answer =>
        {
            Assert.Equal(SubmissionStatus.EngineBusy, answer.Status);
            Assert.InRange(answer.RetryAfterMs, 1, 1_000);
        });
        Assert.All(executed, answer => Assert.Equal(SubmissionStatus.Executed, answer.Status));
        Assert.Equal(
            Enumerable.Range(1, Offered).Select(index => (long)index),
            refused.Concat(executed).Select(answer => answer.Token).Order());
        Assert.Equal(1 + Accepted, State(partition).Sequence);
        Drain(partition);
        AssertInTheJournal(executed);
    }

    /// <summary>After a restart each accepted command's retry is told of its first execution.</summary>
    private void AssertInTheJournal(IReadOnlyList<SubmitAnswer> executed)
    {
        IActorRef next = StartReady();
        TestProbe answers = CreateTestProbe();
        foreach (SubmitAnswer answer in executed)
        {
            ClientRequest later = CoreRun.Request(Flow, (int)answer.Token) with { TimestampMs = Offered + 2 };
            next.Tell(new Submit(Partition, 0, 0, EncodedRequest.Of(later)), answers);
            SubmitAnswer retried = answers.ExpectMsg<SubmitAnswer>();
            Assert.Equal(
                answer.ToResult().Outcome!.Sequence, retried.ToResult().Outcome!.First?.Sequence);
        }
    }
}
