using Hypercall.Engine.Commands;
using Hypercall.Engine.Numerics;
using Hypercall.Node.Hosting;
using Hypercall.Node.Storage;
using Hypercall.Node.Tests.Support;
using Hypercall.Node.Verification;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Tests;

public sealed class ConcurrencyTests
{
    private const int Threads = 4;
    private const int PerThread = 2_000;

    [Fact]
    public async Task Submissions_of_many_threads_are_each_answered_once_and_in_order_per_thread()
    {
        var storage = new NodeStorage(new InMemoryJournal("main"), new InMemorySnapshotStore());
        NodeOptions options = NodeRun.Options(o => o with { TimeSource = TimeSource.Clock, QueueCapacity = 16_384 });
        EngineNode node = await NodeRun.StartReady(storage, options);
        AnswerRecorder[] answers = [.. Enumerable.Range(0, Threads).Select(_ => new AnswerRecorder())];
        Thread[] threads =
        [
            .. Enumerable.Range(0, Threads).Select(id => new Thread(() => Submit(node, id, answers[id]))),
        ];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        await Task.WhenAll(answers.Select(recorder => recorder.Until(PerThread)));
        await node.DisposeAsync();

        foreach (AnswerRecorder recorder in answers)
        {
            long[] sequences = [.. Enumerable.Range(0, PerThread).Select(token => recorder[token].Outcome!.Sequence)];
            Assert.Equal(sequences.Order(), sequences);
        }

        IEnumerable<long> all = answers.SelectMany(
            recorder => Enumerable.Range(0, PerThread).Select(token => recorder[token].Outcome!.Sequence));
        Assert.Equal(Enumerable.Range(1, Threads * PerThread).Select(number => (long)number), all.Order());
        Assert.True(JournalVerifier.Verify(storage).Sound);
    }

    [Fact]
    public async Task A_stop_in_the_middle_answers_every_submission_exactly_once()
    {
        EngineNode node = await NodeRun.StartReady(
            NodeStorage.InMemory("main"), NodeRun.Options(o => o with { TimeSource = TimeSource.Clock }));
        var answers = new AnswerRecorder();
        var submitter = new Thread(() => Submit(node, 0, answers));
        submitter.Start();
        await answers.Until(100);

        NodeStop stop = await node.StopAsync();
        submitter.Join();
        await answers.Until(PerThread);

        Assert.True(stop.Graceful);
        int executed = Enumerable.Range(0, PerThread).Count(i => answers[i].Status == SubmissionStatus.Executed);
        Assert.Equal(executed, stop.Notice.Sequence);
        Assert.All(
            Enumerable.Range(0, PerThread).Select(i => answers[i].Status),
            status => Assert.Contains(status, new[] { SubmissionStatus.Executed, SubmissionStatus.EngineStopped }));
    }

    private static void Submit(EngineNode node, int thread, AnswerRecorder answers)
    {
        WalletAddress wallet = WalletAddress.FromNumber((ulong)thread + 1);
        for (int index = 0; index < PerThread; index++)
        {
            var deposit = new DepositUpdate(wallet, Cash.FromUsdc(1), $"bank {thread}", index + 1);
            node.Submit(new Submission(index, thread, deposit), answers);
        }
    }
}
