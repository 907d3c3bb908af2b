using Hypercall.Engine.Numerics;
using Hypercall.Node.Hosting;
using Hypercall.Node.Storage;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Tests.Support;

/// <summary>Shorthands to run nodes in tests.</summary>
internal static class NodeRun
{
    /// <summary>Options for tests: own times, small batches so that there are many records.</summary>
    public static NodeOptions Options(Func<SequencerOptions, SequencerOptions>? change = null)
    {
        var sequencer = new SequencerOptions
        {
            EngineId = "main", HostId = "test", TimeSource = TimeSource.Submission, MaxBatch = 16,
        };
        return new NodeOptions
        {
            Sequencer = change is null ? sequencer : change(sequencer), Clock = new ManualNodeClock(),
        };
    }

    public static async Task<EngineNode> StartReady(string directory, NodeOptions? options = null)
    {
        EngineNode node = EngineNode.Start(directory, options ?? Options());
        await node.Ready;
        return node;
    }

    public static async Task<EngineNode> StartReady(NodeStorage storage, NodeOptions? options = null)
    {
        EngineNode node = EngineNode.Start(storage, options ?? Options());
        await node.Ready;
        return node;
    }

    /// <summary>The n-th command of a flow as a submission with token n, request id n + 1 and time n + 1.</summary>
    public static Submission Submission(CommandFlow flow, int index) => new(
        index, 0, flow[index], new RequestId((UInt128)(uint)(index + 1)), TimestampMs: index + 1);

    /// <summary>Submits a range of a flow and waits for its answers.</summary>
    public static async Task<AnswerRecorder> Feed(EngineNode node, CommandFlow flow, int from, int to)
    {
        var answers = new AnswerRecorder();
        for (int index = from; index < to; index++)
        {
            if (index - from - answers.Count > 512)
                await answers.Until(index - from - 256);
            node.Submit(Submission(flow, index), answers);
        }

        await answers.Until(to - from);
        return answers;
    }

    /// <summary>A directory with a journal of a flow's first commands.</summary>
    /// <returns>State hash at its end.</returns>
    public static async Task<Hash256> Fill(
        string directory, int commands, NodeOptions? options = null, int seed = 1, int from = 0)
    {
        await using EngineNode node = await StartReady(directory, options);
        await Feed(node, new CommandFlow(seed), from, commands);
        return await node.QueryAsync(engine => engine.Hash);
    }
}
