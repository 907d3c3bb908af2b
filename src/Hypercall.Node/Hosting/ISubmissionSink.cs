using Hypercall.Engine.Outcomes;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Hosting;

/// <summary>
/// Takes the answers of submissions, each exactly once. Called on the engine's thread (a refusal on the submitter's):
/// an implementation is quick, never waits and never throws; an exception stops the node.
/// </summary>
public interface ISubmissionSink
{
    /// <summary>The command is durable and was applied.</summary>
    /// <param name="token">The submission's token.</param>
    /// <param name="output">The outcome; holds until the call returns.</param>
    /// <param name="encoded">
    /// The encoded outcome, empty where outcomes are not encoded; holds until the call returns.
    /// </param>
    void Executed(long token, ApplyOutput output, ReadOnlyMemory<byte> encoded);

    /// <summary>The command was not executed, or nobody knows.</summary>
    /// <param name="token">The submission's token.</param>
    /// <param name="status">Any but Executed.</param>
    /// <param name="retryAfterMs">When to try again, for EngineBusy; else 0.</param>
    void Failed(long token, SubmissionStatus status, long retryAfterMs);
}
