using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Support;
using Hypercall.Cli;
using Hypercall.Cli.Embedded;
using Hypercall.Engine.Commands;
using Hypercall.Json;
using Hypercall.Verification;

namespace Hypercall.Actors.Tests.Faults;

/// <summary>A disk that is really full. (A file that may not grow: JournalTests of the tools.)</summary>
public sealed class DiskFullTests
{
    private const int MostCommands = 100_000;

    [TmpfsFact]
    public async Task A_full_file_system_stops_the_engine_and_loses_nothing_acknowledged()
    {
        using var directory = new TemporaryDirectory();
        using var small = new TmpfsMount(directory.Path, kibibytes: 1024);
        var flow = new CommandFlow(8);
        long acknowledged = await FeedUntilFull(directory.Path, flow);
        Assert.InRange(acknowledged, 100, MostCommands - 1);

        using TemporaryDirectory roomy = directory.Copy();
        VerificationReport report = JournalVerifier.Verify(roomy.Path);
        Assert.Null(report.Difference);
        Assert.True(report.LastSequence >= acknowledged, $"{acknowledged} acknowledged, {report.LastSequence} there");
        Assert.Equal(new CoreRun(flow, (int)report.LastSequence).Hashes[^1], report.Hash);
        await using EmbeddedEngine engine = await EmbeddedEngine.StartAsync(roomy.Path);
        StateSummary state = await engine.StateAsync();
        Assert.Equal((report.LastSequence, report.Hash), (state.Sequence, state.Hash));
    }

    /// <returns>Commands acknowledged until the engine stopped.</returns>
    private static async Task<long> FeedUntilFull(string directory, CommandFlow flow)
    {
        await using EmbeddedEngine engine = await EmbeddedEngine.StartAsync(directory);
        CommandFeed feed = engine.Feed(static _ => { });
        Assert.Throws<JournalUnusableException>(() =>
        {
            for (int index = 0; index < MostCommands; index++)
                feed.Send(ToSubmitted(flow, index));
        });
        Assert.Throws<JournalUnusableException>(feed.Complete);
        return feed.Answered;
    }

    private static SubmittedCommand ToSubmitted(CommandFlow flow, int index)
    {
        var request = CoreRun.Request(flow, index);
        return new SubmittedCommand(
            request.TimestampMs, request.RequestId, request.FirstSentMs, null, null, (EngineCommand)request.Command);
    }
}
