using Hypercall.Akka.Tests.Support;
using Hypercall.Node.Hosting;
using Hypercall.Node.Storage;
using Hypercall.Node.Tests.Support;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;

namespace Hypercall.Akka.Tests.Engine;

/// <summary>The single node gives for the same flow what the core gives, and so what the actor gives.</summary>
public sealed class NodeEqualityTests
{
    private const int Commands = 2_000;

    [Fact]
    public async Task Every_outcome_and_hash_is_the_cores()
    {
        var flow = new CommandFlow(seed: 1);
        var core = new CoreRun(flow, Commands);
        var answers = new AnswerRecorder();
        await using EngineNode node = EngineNode.Start(NodeStorage.InMemory("main"), new NodeOptions
        {
            Sequencer = new SequencerOptions
            {
                EngineId = "main", HostId = "test", TimeSource = TimeSource.Submission, MaxBatch = 16,
            },
        });
        await node.Ready;

        for (int index = 0; index < Commands; index++)
        {
            ClientRequest request = CoreRun.Request(flow, index);
            node.Submit(
                new Submission(
                    index,
                    0,
                    request.Command,
                    request.RequestId,
                    request.FirstSentMs,
                    TimestampMs: request.TimestampMs),
                answers);
        }

        await answers.Until(Commands);
        for (int index = 0; index < Commands; index++)
            Assert.Equal(core.Outcomes[index], answers[index].Outcome!.Encoded.ToArray());
        Assert.Equal(core.Hashes[^1], await node.QueryAsync(engine => engine.Hash));
    }
}
