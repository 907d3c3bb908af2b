using Hypercall.Engine.Commands;
using Hypercall.Engine.Numerics;

namespace Hypercall.Cli.Inputs;

/// <summary>A command as an input file gives it: everything of an envelope but its sequence.</summary>
/// <param name="Row">The row or line of the input that it comes from, from 1; 0 for what the translator adds ahead.</param>
internal readonly record struct InputCommand(
    long Row,
    long TimestampMs,
    RequestId? RequestId,
    long? FirstSentMs,
    WalletAddress? Signer,
    long? Nonce,
    EngineCommand Command)
{
    /// <summary>A command of the trusted host, without request id, signer and nonce.</summary>
    public static InputCommand Trusted(long row, long timestampMs, EngineCommand command) =>
        new(row, timestampMs, null, null, null, null, command);

    /// <summary>This command at its place in the sequence.</summary>
    public CommandEnvelope At(long sequence) =>
        new(sequence, TimestampMs, RequestId, FirstSentMs, Signer, Nonce, Command);
}
