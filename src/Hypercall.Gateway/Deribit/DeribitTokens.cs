using System.Buffers.Binary;

namespace Hypercall.Gateway.Deribit;

/// <summary>
/// Tokens that stand for a key for a while. Whether the key's agent still lives is asked at each use, so that revoking
/// it ends its tokens.
/// </summary>
internal sealed class DeribitTokens(GatewaySecret secret, ApiKeys keys)
{
    /// <summary>How long an access token lives.</summary>
    public const int AccessSeconds = 900;

    private const int RefreshSeconds = 24 * 3_600;
    private const long SecondMs = 1_000;
    private const int ClaimBytes = WalletAddress.Length + sizeof(int) + sizeof(long);

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

    private (string Token, long EndsAtMs) Make(KeyHolder key, ReadOnlySpan<byte> purpose, int seconds)
    {
        Span<byte> claim = stackalloc byte[ClaimBytes];
        key.Wallet.CopyTo(claim);
        BinaryPrimitives.WriteInt32BigEndian(claim[WalletAddress.Length..], key.Name.Index);
        BinaryPrimitives.WriteInt64BigEndian(claim[(WalletAddress.Length + sizeof(int))..], key.Name.Generation);
        return secret.TokenOf(purpose, claim, seconds * SecondMs);
    }

    private KeyHolder? Read(string token, ReadOnlySpan<byte> purpose)
    {
        if (secret.ClaimOf(purpose, token, ClaimBytes) is not { } claim)
            return null;
        var name = new KeyName(
            WalletAddress.FromBytes(claim.AsSpan(0, WalletAddress.Length)),
            BinaryPrimitives.ReadInt32BigEndian(claim.AsSpan(WalletAddress.Length)),
            BinaryPrimitives.ReadInt64BigEndian(claim.AsSpan(WalletAddress.Length + sizeof(int))));
        return new KeyHolder(name, keys.AgentOf(name));
    }
}
