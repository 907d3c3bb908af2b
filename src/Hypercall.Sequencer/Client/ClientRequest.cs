namespace Hypercall.Sequencer.Client;

/// <summary>A command as a client sends it.</summary>
/// <param name="RequestId">The same in every retry.</param>
/// <param name="Signer">Who signed; absent: a trusted host.</param>
/// <param name="Nonce">The signer's nonce.</param>
/// <param name="FirstSentMs">
/// When it was first sent, ms since the epoch; absent: the client's clock at the first try. A client whose clock may be
/// ahead of the engine's states it earlier by so much.
/// </param>
/// <param name="TimestampMs">Its own time, where the journal's time source is the submission.</param>
public sealed record ClientRequest(
    EngineCommand Command,
    RequestId? RequestId = null,
    WalletAddress? Signer = null,
    long? Nonce = null,
    long? FirstSentMs = null,
    long TimestampMs = 0)
{
    /// <summary>A request has no sequence yet: its envelope says the least there is.</summary>
    private const long NoSequence = 1;

    internal CommandEnvelope ToEnvelope() =>
        new(NoSequence, TimestampMs, RequestId, FirstSentMs, Signer, Nonce, Command);
}
