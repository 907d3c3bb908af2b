namespace Hypercall.Cli.Inputs;

/// <summary>A command as an input file gives it.</summary>
/// <param name="Row">
/// The row or line of the input that it comes from, from 1; 0 for what a translator adds ahead.
/// </param>
/// <param name="Submitted">Everything of an envelope but its sequence.</param>
internal readonly record struct InputCommand(long Row, SubmittedCommand Submitted)
{
    public long TimestampMs => Submitted.TimestampMs;

    public EngineCommand Command => Submitted.Command;

    /// <summary>A command of the trusted host, without request id, signer and nonce.</summary>
    public static InputCommand Trusted(long row, long timestampMs, EngineCommand command) =>
        new(row, new SubmittedCommand(timestampMs, null, null, null, null, command));
}
