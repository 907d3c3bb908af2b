using Hypercall.Engine.Commands;

namespace Hypercall.Json;

/// <summary>
/// A command as a client or tool sends it: an envelope without its sequence, which only a host gives. Made by
/// <see cref="CommandJson"/>; absent values mean what they mean in <see cref="CommandEnvelope"/>.
/// </summary>
public readonly record struct SubmittedCommand(
    long TimestampMs,
    RequestId? RequestId,
    long? FirstSentMs,
    WalletAddress? Signer,
    long? Nonce,
    EngineCommand Command)
{
    /// <summary>The command in its place in the sequence.</summary>
    public CommandEnvelope ToEnvelope(long sequence) =>
        new(sequence, TimestampMs, RequestId, FirstSentMs, Signer, Nonce, Command);

    /// <summary>What was submitted, the sequence taken off.</summary>
    public static SubmittedCommand FromEnvelope(in CommandEnvelope envelope) => new(
        envelope.TimestampMs,
        envelope.RequestId,
        envelope.FirstSentMs,
        envelope.Signer,
        envelope.Nonce,
        envelope.Command);
}
