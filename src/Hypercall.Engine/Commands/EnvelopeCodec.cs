namespace Hypercall.Engine.Commands;

/// <summary>
/// The canonical encoding of a command in its place in the sequence: what the journal stores, standbys receive and the
/// state hash covers (<see cref="EnvelopeShape"/>). Writing allocates nothing once the writer is warm; every decodable
/// value has exactly one encoding.
/// </summary>
public static class EnvelopeCodec
{
    /// <summary>Appends an envelope.</summary>
    public static void Write(CanonicalWriter writer, in CommandEnvelope envelope)
    {
        var output = new CanonicalOutput(writer);
        EnvelopeShape.Walk(ref output, envelope);
    }

    /// <summary>Appends an envelope that is encoded already, with a sequence and a time of its own.</summary>
    public static void WriteStamped(
        CanonicalWriter writer, ReadOnlySpan<byte> encoded, long sequence, long timestampMs)
    {
        Span<byte> target = writer.Reserve(encoded.Length);
        encoded.CopyTo(target);
        EnvelopeShape.Stamp(target, sequence, timestampMs);
    }

    /// <summary>
    /// The command within an encoded envelope: equal bytes are the same command, but for NonceAdvance, which says all
    /// by signer and nonce.
    /// </summary>
    public static ReadOnlyMemory<byte> CommandOf(ReadOnlyMemory<byte> envelope) =>
        envelope[EnvelopeShape.CommandOffset(envelope.Span)..];

    /// <summary>The bytes of one envelope.</summary>
    public static byte[] Encode(in CommandEnvelope envelope)
    {
        var writer = new CanonicalWriter();
        Write(writer, envelope);
        return writer.ToArray();
    }

    /// <summary>Decodes exactly one envelope; never throws, whatever the bytes.</summary>
    /// <param name="bytes">The envelope and nothing after it.</param>
    /// <param name="pool">Where recurring strings come from, or null.</param>
    /// <param name="error">What is wrong and where, or null.</param>
    public static bool TryDecode(
        ReadOnlySpan<byte> bytes, Utf8StringPool? pool, out CommandEnvelope envelope, out string? error)
    {
        var reader = new CanonicalReader(bytes, pool);
        envelope = Read(ref reader);
        reader.ExpectEnd();
        error = reader.Error;
        if (error is null)
            return true;
        envelope = default;
        return false;
    }

    /// <summary>Reads the next envelope of several.</summary>
    /// <returns>Means nothing when the reader has failed.</returns>
    public static CommandEnvelope Read(ref CanonicalReader reader) => EnvelopeShape.Walk(ref reader, default);
}
