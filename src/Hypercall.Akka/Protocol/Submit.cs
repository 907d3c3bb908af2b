using System.Diagnostics;
using Hypercall.Sequencer.Client;

namespace Hypercall.Actors.Protocol;

/// <summary>
/// Execute a command. Answered by <see cref="SubmitAnswer"/> once its record is durable and it was applied, or by a
/// refusal. Without an answer nobody knows: send it again with the same request id and FirstSentMs, and the true outcome
/// comes back, the command being executed once.
/// </summary>
/// <param name="Partition">The market partition.</param>
/// <param name="Token">Given back in the answer.</param>
/// <param name="Submitter">
/// Who submits (a connection, a session): one submitter holds at most a quarter of the engine's queue.
/// </param>
/// <param name="Request">The command with its request id, signer and nonce.</param>
public sealed record Submit(string Partition, long Token, long Submitter, ClientRequest Request) : IPartitionRequest
{
    /// <summary>The client's activity, for traces; none by default.</summary>
    public ActivityContext Trace { get; init; }
}
