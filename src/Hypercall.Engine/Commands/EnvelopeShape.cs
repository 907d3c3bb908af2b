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

    /// <inheritdoc/>
    public static CommandEnvelope Blank => default;

    /// <inheritdoc/>
    public static int LeastBytes => FixedBytes + 2;

    /// <inheritdoc/>
    public static CommandEnvelope Walk<V>(ref V v, in CommandEnvelope e)
        where V : struct, IFields, allows ref struct
    {
        byte version = v.Tag("envelope version", Version, byte.MaxValue);
        if (version != Version)
            v.Require(false, $"envelope version {version} is unknown");
        var has = (Presence)v.Tag("optional envelope members", (byte)Present(e), (byte)Presence.All);
        long sequence = v.Int64("sequence", e.Sequence, 1, long.MaxValue);
        long timestamp = v.Time("timestamp", e.TimestampMs);
        RequestId? requestId = Has(has, Presence.RequestId)
            ? new RequestId(v.UInt128("request id", e.RequestId.GetValueOrDefault().Value))
            : null;
        long? firstSent = Has(has, Presence.FirstSent)
            ? v.Time("first sent", e.FirstSentMs.GetValueOrDefault())
            : null;
        WalletAddress? signer = Has(has, Presence.Signer) ? v.Address("signer", e.Signer.GetValueOrDefault()) : null;
        long? nonce = Has(has, Presence.Nonce) ? v.Int64("nonce", e.Nonce.GetValueOrDefault()) : null;
        EngineCommand? command = CommandCodec.Walk(ref v, e.Command);
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
        var has = (Presence)envelope[1];
        return FixedBytes
            + (Has(has, Presence.RequestId) ? RequestIdBytes : 0)
            + (Has(has, Presence.FirstSent) ? sizeof(long) : 0)
            + (Has(has, Presence.Signer) ? WalletAddress.Length : 0)
            + (Has(has, Presence.Nonce) ? sizeof(long) : 0);
    }

    private static Presence Present(in CommandEnvelope e) =>
        (e.RequestId.HasValue ? Presence.RequestId : 0)
        | (e.FirstSentMs.HasValue ? Presence.FirstSent : 0)
        | (e.Signer.HasValue ? Presence.Signer : 0)
        | (e.Nonce.HasValue ? Presence.Nonce : 0);

    private static bool Has(Presence presence, Presence member) => (presence & member) != 0;
}
