using Hypercall.Engine.Numerics;
using Hypercall.Node.Hosting;
using Hypercall.Node.Storage;
using Hypercall.Node.Tests.Support;
using Hypercall.Node.Verification;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Tests;

public sealed class DiskFullTests
{
    [Fact]
    public async Task A_file_that_may_not_grow_stops_the_node_and_loses_nothing_acknowledged()
    {
        using var directory = new TemporaryDirectory();
        Hash256 hash = await RunUntilFull(
            directory.Path, NodeRun.Options() with { Journal = new SqliteJournalOptions(MaxPages: 40) });

        await using EngineNode node = await NodeRun.StartReady(directory.Path);
        Assert.Equal(hash, await node.QueryAsync(engine => engine.Hash));
        Assert.Equal(2, node.Health.Epoch);
    }

    [TmpfsFact]
    public async Task A_full_file_system_stops_the_node_and_loses_nothing_acknowledged()
    {
        using var directory = new TemporaryDirectory();
        using var small = new TmpfsMount(directory.Path, kibibytes: 1024);
        Hash256 hash = await RunUntilFull(directory.Path, NodeRun.Options());

        using TemporaryDirectory roomy = directory.Copy();
        await using EngineNode node = await NodeRun.StartReady(roomy.Path);
        Assert.Equal(hash, await node.QueryAsync(engine => engine.Hash));
    }

    /// <summary>
    /// Feeds a node until it stops; then its journal holds exactly what was acknowledged, or one record more.
    /// </summary>
    /// <returns>State hash at the journal's end.</returns>
    private static async Task<Hash256> RunUntilFull(string directory, NodeOptions options)
    {
        EngineNode node = await NodeRun.StartReady(directory, options);
        var flow = new CommandFlow(8);
        var answers = new AnswerRecorder();
        int submitted = 0;
        while (!node.Stopped.IsCompleted)
        {
            node.Submit(NodeRun.Submission(flow, submitted), answers);
            submitted++;
            if (submitted % 64 == 0)
                await answers.Until(submitted);
        }

        NodeStop stop = await node.Stopped;
        await node.Closed;
        await answers.Until(submitted);
        Assert.Equal(StopReason.WriteFailed, stop.Notice.Reason);
        Assert.IsType<JournalIoException>(stop.Exception);
        int executed = Enumerable.Range(0, submitted).Count(i => answers[i].Status == SubmissionStatus.Executed);
        VerificationReport report = JournalVerifier.Verify(directory);
        Assert.True(report.Sound, report.Difference?.ToString());
        int unknown = Enumerable.Range(0, submitted).Count(i => answers[i].Status == SubmissionStatus.OutcomeUnknown);
        Assert.InRange(report.LastSequence, executed, executed + unknown);
        if (report.LastSequence == executed)
            Assert.Equal(answers[executed - 1].Outcome!.Hash, report.Hash);
        return report.Hash;
    }
}
