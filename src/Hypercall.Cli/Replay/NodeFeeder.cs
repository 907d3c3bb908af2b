using Hypercall.Engine.Outcomes;
using Hypercall.Json;
using Hypercall.Node.Clients;
using Hypercall.Node.Hosting;
using Hypercall.Sequencer.Live;

namespace Hypercall.Cli.Replay;

/// <summary>
/// Sends commands to a node in order through a window of unanswered ones. When one is not executed the next call
/// throws what the node stopped for. For one thread; outcomes come on the node's.
/// </summary>
internal sealed class NodeFeeder
{
    /// <summary>Commands unanswered at a time; below a submitter's share of the node's queue.</summary>
    public const int DefaultWindow = 1_024;

    private readonly EngineNode _node;
    private readonly SubmissionWindow _window;
    private long _sent;

    /// <param name="node">The node, ready.</param>
    /// <param name="executed">Sees each outcome with the command's number among those sent, from 0.</param>
    /// <param name="window">Commands unanswered at a time.</param>
    public NodeFeeder(EngineNode node, Action<long, ApplyOutput> executed, int window = DefaultWindow)
    {
        _node = node;
        _window = new SubmissionWindow(node, window, executed);
    }

    /// <summary>Commands answered: durable and applied.</summary>
    public long Answered => _window.Executed;

    /// <summary>Sends one command, waiting for room first.</summary>
    public void Send(in SubmittedCommand command)
    {
        var submission = new Submission(
            _sent++, 0, command.Command, command.RequestId, command.FirstSentMs, command.Signer, command.Nonce,
            command.TimestampMs);
        if (!_window.Submit(submission))
            throw Failure();
    }

    /// <summary>Waits until everything sent is answered.</summary>
    public void Complete()
    {
        if (!_window.Complete())
            throw Failure();
    }

    private Exception Failure() => _window.Failure switch
    {
        SubmissionStatus.TooLarge or SubmissionStatus.NotEncodable =>
            new CheckFailedException($"a command cannot be journaled: {_window.Failure}"),
        _ => NodeFailure.Of(_node.Stopped.GetAwaiter().GetResult()),
    };
}
