namespace Hypercall.Engine.Commands;

/// <summary>
/// A command in its place in the sequence: the unit that is journaled, applied and hashed.
/// </summary>
/// <param name="Sequence">Dense from 1; the engine refuses any other than its last + 1.</param>
/// <param name="TimestampMs">Milliseconds since the epoch, 0 to <see cref="MaxTimestampMs"/>; never goes back.</param>
/// <param name="RequestId">Key under which the outcome is remembered; absent: nothing is remembered.</param>
/// <param name="FirstSentMs">When the client first sent this request, for retries.</param>
/// <param name="Signer">Who signed; absent: a trusted host.</param>
/// <param name="Nonce">The signer's nonce (ms since the epoch in practice); ignored without a signer.</param>
public readonly record struct CommandEnvelope(
    long Sequence,
    long TimestampMs,
    RequestId? RequestId,
    long? FirstSentMs,
    WalletAddress? Signer,
    long? Nonce,
    EngineCommand Command)
{
    /// <summary>Greatest time the engine knows: 9999-12-31T23:59:59.999Z.</summary>
    public const long MaxTimestampMs = Instant.MaxMs;

    /// <summary>An envelope of a trusted host without request id, signer and nonce.</summary>
    public static CommandEnvelope Trusted(long sequence, long timestampMs, EngineCommand command) =>
        new(sequence, timestampMs, null, null, null, null, command);
}
