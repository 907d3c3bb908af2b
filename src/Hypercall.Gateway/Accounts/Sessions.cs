using Hypercall.Engine.Domain;

namespace Hypercall.Gateway.Accounts;

/// <summary>Tokens by which whoever has proved to be a wallet reads what it has (gateway.md §5).</summary>
internal sealed class Sessions(GatewaySecret secret)
{
    private const long LongestMs = 24 * 3_600_000;

    private static ReadOnlySpan<byte> Purpose => "session"u8;

    /// <summary>A token of a wallet, and when it ends.</summary>
    public (string Token, long EndsAtMs) Begin(WalletAddress wallet)
    {
        Span<byte> claim = stackalloc byte[WalletAddress.Length];
        wallet.CopyTo(claim);
        return secret.TokenOf(Purpose, claim, LongestMs);
    }

    /// <summary>Whose token it is; null: nobody's, or of somebody in the past.</summary>
    public WalletAddress? WalletOf(string token) =>
        secret.ClaimOf(Purpose, token, WalletAddress.Length) is { } claim ? WalletAddress.FromBytes(claim) : null;
}
