using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Client;

namespace Hypercall.Sequencer.Tests.Support;

/// <summary>A request as a test offers it.</summary>
/// <param name="Token">The host's own key for the answer; the sequencer gives it back and never looks at it.</param>
/// <param name="Submitter">Who submits (a connection, a session): one holds at most a quarter of the queue.</param>
/// <param name="Command">What to do.</param>
/// <param name="RequestId">Key under which the outcome is remembered.</param>
/// <param name="FirstSentMs">When the client first sent this request.</param>
/// <param name="Signer">Who signed; absent: a trusted host.</param>
/// <param name="Nonce">The signer's nonce.</param>
/// <param name="TimestampMs">
/// Its own time, where the journal's time source is the submission; ignored otherwise.
/// </param>
public readonly record struct Submission(
    long Token,
    long Submitter,
    EngineCommand Command,
    RequestId? RequestId = null,
    long? FirstSentMs = null,
    WalletAddress? Signer = null,
    long? Nonce = null,
    long TimestampMs = 0)
{
    public ClientRequest Request => new(Command, RequestId, Signer, Nonce, FirstSentMs, TimestampMs);
}
