using System.Buffers.Binary;

namespace Hypercall.Engine.Commands;

/// <summary>
/// The layout of an envelope: version byte, presence byte, sequence, time, the optional members that are present, the
/// command.
/// </summary>
public readonly struct EnvelopeShape : IShape<CommandEnvelope>
{
    private const byte Version = 1;
    private const int SequenceOffset = 2;
    private const int TimestampOffset = SequenceOffset + sizeof(long);
    private const int FixedBytes = TimestampOffset + sizeof(long);
    private const int RequestIdBytes = 16;
    private const string NeedsSigner = "NonceAdvance needs signer and nonce";

    /// <inheritdoc/>
    public static CommandEnvelope Walk<V>(ref V v, in CommandEnvelope e)
        where V : struct, IFields, allows ref struct
    {
        byte version = v.Tag("envelope version", Version, byte.MaxValue);
        if (version != Version)
            v.Require(false, $"envelope version {version} is unknown");
        (bool hasRequestId, bool hasFirstSent, bool hasSigner, bool hasNonce) = v.Members(
            "optional envelope members", e.RequestId.HasValue, e.FirstSentMs.HasValue, e.Signer.HasValue,
            e.Nonce.HasValue);
        long sequence = v.Int64("sequence", e.Sequence, 1, long.MaxValue);
        long timestamp = v.Time("timestamp", e.TimestampMs);
        RequestId? requestId = hasRequestId
            ? new RequestId(v.UInt128("request id", e.RequestId.GetValueOrDefault().Value))
            : null;
        long? firstSent = hasFirstSent ? v.Time("first sent", e.FirstSentMs.GetValueOrDefault()) : null;
        WalletAddress? signer = hasSigner ? v.Address("signer", e.Signer.GetValueOrDefault()) : null;
        long? nonce = hasNonce ? v.Int64("nonce", e.Nonce.GetValueOrDefault()) : null;
        EngineCommand? command = v.Walk(e.Command);
        v.Require(command is not NonceAdvance || (signer, nonce) is (not null, not null), NeedsSigner);
        return V.Makes ? new CommandEnvelope(sequence, timestamp, requestId, firstSent, signer, nonce, command!) : e;
    }

    /// <summary>Writes sequence and time into encoded bytes.</summary>
    internal static void Stamp(Span<byte> envelope, long sequence, long timestampMs)
    {
        BinaryPrimitives.WriteInt64LittleEndian(envelope[SequenceOffset..], sequence);
        BinaryPrimitives.WriteInt64LittleEndian(envelope[TimestampOffset..], timestampMs);
    }

    /// <summary>Where the command begins in encoded bytes.</summary>
    internal static int CommandOffset(ReadOnlySpan<byte> envelope)
    {
        (bool hasRequestId, bool hasFirstSent, bool hasSigner, bool hasNonce) = OptionalFields.Unpacked(envelope[1]);
        return FixedBytes + (hasRequestId ? RequestIdBytes : 0) + (hasFirstSent ? sizeof(long) : 0)
            + (hasSigner ? WalletAddress.Length : 0) + (hasNonce ? sizeof(long) : 0);
    }
}
