using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Hypercall.Gateway.Accounts;
using Hypercall.Gateway.Hosting;
using Hypercall.Engine.Domain;

namespace Hypercall.Gateway.Deribit;

/// <summary>
/// Tokens that stand for a key for a while: the key and the token's end with a proof of the gateway's secret, nothing
/// is stored. Whether the key's agent still lives is asked at each use, so that revoking it ends its tokens.
/// </summary>
internal sealed class DeribitTokens(GatewaySecret secret, ApiKeys keys, GatewayOptions options)
{
    /// <summary>How long an access token lives.</summary>
    public const int AccessSeconds = 900;

    private const int RefreshSeconds = 24 * 3_600;
    private const int IndexAt = WalletAddress.Length;
    private const int EndAt = IndexAt + sizeof(int);
    private const int ProofAt = EndAt + sizeof(long);
    private const int Bytes = ProofAt + GatewaySecret.Length;

    private static ReadOnlySpan<byte> AccessPurpose => "deribit access"u8;

    private static ReadOnlySpan<byte> RefreshPurpose => "deribit refresh"u8;

    /// <summary>A token for calls.</summary>
    public (string Token, long EndsAtMs) Access(KeyHolder key) => Make(key, AccessPurpose, AccessSeconds);

    /// <summary>A token for nothing but new tokens.</summary>
    public string Refresh(KeyHolder key) => Make(key, RefreshPurpose, RefreshSeconds).Token;

    /// <summary>Whose token for calls it is; null: nobody's, or one that has ended.</summary>
    public KeyHolder? OfAccess(string token) => Read(token, AccessPurpose);

    /// <summary>Whose token for new tokens it is, or null.</summary>
    public KeyHolder? OfRefresh(string token) => Read(token, RefreshPurpose);

    private long NowMs => options.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private (string Token, long EndsAtMs) Make(KeyHolder key, ReadOnlySpan<byte> purpose, int seconds)
    {
        long end = NowMs + seconds * 1_000L;
        Span<byte> token = stackalloc byte[Bytes];
        key.Wallet.CopyTo(token);
        BinaryPrimitives.WriteInt32BigEndian(token[IndexAt..], key.Index);
        BinaryPrimitives.WriteInt64BigEndian(token[EndAt..], end);
        ProofOf(purpose, token[..ProofAt]).CopyTo(token[ProofAt..]);
        return (Base64Url.EncodeToString(token), end);
    }

    private KeyHolder? Read(string text, ReadOnlySpan<byte> purpose)
    {
        Span<byte> token = stackalloc byte[Bytes];
        if (text.Length > Base64Url.GetEncodedLength(Bytes)
            || Base64Url.DecodeFromChars(text, token, out _, out int length) != OperationStatus.Done
            || length != Bytes
            || !CryptographicOperations.FixedTimeEquals(ProofOf(purpose, token[..ProofAt]), token[ProofAt..])
            || BinaryPrimitives.ReadInt64BigEndian(token[EndAt..]) <= NowMs)
            return null;
        WalletAddress wallet = WalletAddress.FromBytes(token[..IndexAt]);
        int index = BinaryPrimitives.ReadInt32BigEndian(token[IndexAt..]);
        return new KeyHolder(wallet, keys.AgentOf(wallet, index), index);
    }

    private byte[] ProofOf(ReadOnlySpan<byte> purpose, ReadOnlySpan<byte> claim) => secret.Of([.. purpose, .. claim]);
}
