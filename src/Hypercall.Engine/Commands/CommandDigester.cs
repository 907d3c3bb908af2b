namespace Hypercall.Engine.Commands;

/// <summary>
/// What "the same command" compares: the first 128 bits of the SHA-256 of a command's encoding; for NonceAdvance, which
/// has no field of its own, of signer and nonce behind it.
/// </summary>
internal sealed class CommandDigester(ISha256 sha256)
{
    private readonly CanonicalWriter _writer = new();
    private EngineCommand? _written;

    /// <summary>Takes the bytes of a command that may be asked for, where they are at hand.</summary>
    /// <param name="encoded">
    /// The envelope's canonical bytes; empty: the command is encoded when it is asked for.
    /// </param>
    public void Take(in CommandEnvelope envelope, ReadOnlySpan<byte> encoded)
    {
        _written = null;
        if (encoded.IsEmpty || (envelope.RequestId is null && envelope.Command.Transfer is null))
            return;
        _writer.Reset();
        _writer.WriteBytes(encoded[EnvelopeShape.CommandOffset(encoded)..]);
        _written = envelope.Command;
    }

    public UInt128 Digest(in CommandEnvelope envelope)
    {
        EngineCommand command = envelope.Command;
        if (!ReferenceEquals(command, _written))
        {
            _writer.Reset();
            var output = new CanonicalOutput(_writer);
            output.Walk(command);
            _written = command;
        }

        if (command is NonceAdvance)
        {
            _writer.WriteAddress(envelope.Signer.GetValueOrDefault());
            _writer.WriteInt64(envelope.Nonce.GetValueOrDefault());
            _written = null;
        }

        return sha256.Compute(_writer.Written).High128;
    }
}
