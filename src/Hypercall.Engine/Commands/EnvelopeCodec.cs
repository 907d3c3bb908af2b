using System.Buffers.Binary;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Commands;

/// <summary>
/// The canonical encoding of a command in its place in the sequence: what the journal stores, standbys receive and the
/// state hash covers. Version byte, presence byte, sequence, time, the optional members that are present, the command.
/// Writing allocates nothing once the writer is warm; every decodable value has exactly one encoding.
/// </summary>
public static class EnvelopeCodec
{
    private const byte Version = 1;

    /// <summary>Bytes of what every envelope has before the optional members.</summary>
    private const int FixedBytes = 18;

    [Flags]
    private enum Presence : byte
    {
        None = 0,
        RequestId = 1,
        FirstSent = 2,
        Signer = 4,
        Nonce = 8,
        All = RequestId | FirstSent | Signer | Nonce,
    }

    /// <summary>Appends an envelope.</summary>
    public static void Write(CanonicalWriter writer, in CommandEnvelope envelope)
    {
        Presence presence = (envelope.RequestId.HasValue ? Presence.RequestId : 0)
            | (envelope.FirstSentMs.HasValue ? Presence.FirstSent : 0)
            | (envelope.Signer.HasValue ? Presence.Signer : 0)
            | (envelope.Nonce.HasValue ? Presence.Nonce : 0);
        Span<byte> fixedPart = writer.Reserve(FixedBytes);
        fixedPart[0] = Version;
        fixedPart[1] = (byte)presence;
        BinaryPrimitives.WriteInt64LittleEndian(fixedPart[2..], envelope.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(fixedPart[10..], envelope.TimestampMs);
        if (envelope.RequestId is { } requestId)
            writer.WriteUInt128(requestId.Value);
        if (envelope.FirstSentMs is { } firstSent)
            writer.WriteInt64(firstSent);
        if (envelope.Signer is { } signer)
            writer.WriteAddress(signer);
        if (envelope.Nonce is { } nonce)
            writer.WriteInt64(nonce);
        CommandCodec.Write(writer, envelope.Command);
    }

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
    /// <param name="envelope">The envelope, or default.</param>
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
    /// <returns>Default, with a null command, when the reader has failed.</returns>
    public static CommandEnvelope Read(ref CanonicalReader reader)
    {
        byte version = reader.ReadByte();
        if (!reader.Failed && version != Version)
            reader.Fail($"envelope version {version} is unknown");
        var presence = (Presence)reader.ReadByte((byte)Presence.All, "optional envelope members");
        long sequence = reader.ReadInt64(1, long.MaxValue, "sequence");
        long timestamp = ReadTime(ref reader, "timestamp");
        RequestId? requestId = Has(presence, Presence.RequestId) ? new RequestId(reader.ReadUInt128()) : null;
        long? firstSent = Has(presence, Presence.FirstSent) ? ReadTime(ref reader, "first sent") : null;
        WalletAddress? signer = Has(presence, Presence.Signer) ? reader.ReadAddress() : null;
        long? nonce = Has(presence, Presence.Nonce) ? reader.ReadInt64() : null;
        EngineCommand? command = CommandCodec.Read(ref reader);
        if (command is NonceAdvance && (signer is null || nonce is null))
            reader.Fail("NonceAdvance needs signer and nonce");
        return reader.Failed || command is null
            ? default
            : new CommandEnvelope(sequence, timestamp, requestId, firstSent, signer, nonce, command);
    }

    private static bool Has(Presence presence, Presence member) => (presence & member) != 0;

    private static long ReadTime(ref CanonicalReader reader, string what) =>
        reader.ReadInt64(0, CommandEnvelope.MaxTimestampMs, what);
}
