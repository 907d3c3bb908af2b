using Hypercall.Engine.Shapes;

namespace Hypercall.Cli.Embedded;

/// <summary>
/// Between commands and outcomes as they are read and written here and as a host takes and gives them.
/// </summary>
internal static class Requests
{
    /// <summary>A command as a client sends it.</summary>
    public static ClientRequest Of(in SubmittedCommand command) => new(
        command.Command,
        command.RequestId,
        command.Signer,
        command.Nonce,
        command.FirstSentMs,
        command.TimestampMs);

    /// <summary>Decodes an outcome.</summary>
    /// <param name="encoded">The outcome with its events.</param>
    /// <param name="output">Takes it.</param>
    public static ApplyOutput Decode(ReadOnlyMemory<byte> encoded, ApplyOutput output)
    {
        var reader = new CanonicalReader(encoded.Span);
        return OutcomeCodec.TryRead(ref reader, output)
            ? output
            : throw new InvalidOperationException($"an outcome cannot be read: {reader.Error}");
    }
}
