using Akka.Actor;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Support;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Engine;

/// <summary>Submitters on several threads at once.</summary>
public sealed class ConcurrencyTests : EngineTestKit
{
    private const int Threads = 4;
    private const int PerThread = 1_000;

    public ConcurrencyTests()
        : base(TestConfig.Memory("hypercall.engine.queue-capacity = 16384\nhypercall.engine.time-source = clock"))
    {
    }

    [Fact]
    public async Task Submissions_of_many_threads_are_each_answered_once_and_in_order_per_thread()
    {
        IActorRef partition = StartReady();
        AnswerCollector[] answers = [.. Enumerable.Range(0, Threads).Select(_ => new AnswerCollector(Sys))];
        Thread[] threads =
        [
            .. Enumerable.Range(0, Threads).Select(id => new Thread(() => SubmitAll(partition, id, answers[id].Ref))),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        var all = new List<long>();
        foreach (AnswerCollector collector in answers)
        {
            IReadOnlyList<SubmitAnswer> own = await collector.Answers(PerThread);
            Assert.Equal(Enumerable.Range(0, PerThread).Select(token => (long)token), own.Select(answer => answer.Token));
            long[] sequences = [.. own.Select(answer => answer.ToResult().Outcome!.Sequence)];
            Assert.Equal(sequences.Order(), sequences);
            all.AddRange(sequences);
        }

        Assert.Equal(Enumerable.Range(1, Threads * PerThread).Select(number => (long)number), all.Order());
    }

    [Fact]
    public async Task A_stop_in_the_middle_answers_every_submission_at_most_once_and_all_that_were_executed()
    {
        IActorRef partition = StartReady();
        var answers = new AnswerCollector(Sys);
        var submitter = new Thread(() => SubmitAll(partition, 0, answers.Ref));
        submitter.Start();
        await answers.Until(100);

        Drain(partition);
        submitter.Join();

        IActorRef next = StartReady();
        long executed = State(next).Sequence;
        IReadOnlyList<SubmitAnswer> given = await answers.Answers(answers.Count);
        Assert.Equal(given.Count, given.Select(answer => answer.Token).Distinct().Count());
        Assert.Equal(executed, given.Count(answer => answer.Status == SubmissionStatus.Executed));
    }

    private static void SubmitAll(IActorRef partition, int thread, IActorRef receiver)
    {
        WalletAddress wallet = WalletAddress.FromNumber((ulong)thread + 1);
        for (int index = 0; index < PerThread; index++)
        {
            var deposit = new DepositUpdate(wallet, Cash.FromUsdc(1), $"bank {thread}", index + 1);
            var request = EncodedRequest.Of(new ClientRequest(deposit));
            partition.Tell(new Submit(Partition, index, thread, request), receiver);
        }
    }
}
