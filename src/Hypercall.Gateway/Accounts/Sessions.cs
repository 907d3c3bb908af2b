using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Hypercall.Engine.Domain;
using Hypercall.Gateway.Hosting;

namespace Hypercall.Gateway.Accounts;

/// <summary>
/// Tokens by which whoever has proved to be a wallet reads what it has (gateway.md §5). A token is the wallet and its
/// end with a proof of the gateway's secret; nothing is stored.
/// </summary>
internal sealed class Sessions(GatewaySecret secret, GatewayOptions options)
{
    private const long LongestMs = 24 * 3_600_000;
    private const int EndAt = WalletAddress.Length;
    private const int ProofAt = EndAt + sizeof(long);
    private const int Bytes = ProofAt + GatewaySecret.Length;

    private static ReadOnlySpan<byte> Purpose => "session"u8;

    /// <summary>A token of a wallet, and when it ends.</summary>
    public (string Token, long EndsAtMs) Begin(WalletAddress wallet)
    {
        long end = NowMs + LongestMs;
        Span<byte> token = stackalloc byte[Bytes];
        wallet.CopyTo(token);
        BinaryPrimitives.WriteInt64BigEndian(token[EndAt..], end);
        ProofOf(token[..ProofAt]).CopyTo(token[ProofAt..]);
        return (Base64Url.EncodeToString(token), end);
    }

    /// <summary>Whose token it is; null: nobody's, or of somebody in the past.</summary>
    public WalletAddress? WalletOf(string text)
    {
        Span<byte> token = stackalloc byte[Bytes];
        if (text.Length > Base64Url.GetEncodedLength(Bytes)
            || Base64Url.DecodeFromChars(text, token, out _, out int length) != System.Buffers.OperationStatus.Done
            || length != Bytes
            || !CryptographicOperations.FixedTimeEquals(ProofOf(token[..ProofAt]), token[ProofAt..])
            || BinaryPrimitives.ReadInt64BigEndian(token[EndAt..]) <= NowMs)
            return null;
        return WalletAddress.FromBytes(token[..EndAt]);
    }

    private long NowMs => options.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private byte[] ProofOf(ReadOnlySpan<byte> claim) => secret.Of([.. Purpose, .. claim]);
}
