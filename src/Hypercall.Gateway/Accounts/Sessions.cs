namespace Hypercall.Gateway.Accounts;

/// <summary>Whose session it is, and who has proved it: the wallet or an agent of it.</summary>
internal readonly record struct SessionHolder(WalletAddress Wallet, WalletAddress Signer);

/// <summary>
/// Tokens by which whoever has proved to speak for a wallet reads what it has (gateway.md §5). Whether he still does is
/// for each use to ask.
/// </summary>
internal sealed class Sessions(GatewaySecret secret)
{
    private const long LongestMs = 24 * 3_600_000;
    private const int ClaimBytes = 2 * WalletAddress.Length;

    private static ReadOnlySpan<byte> Purpose => "session"u8;

    /// <summary>A token, and when it ends.</summary>
    public (string Token, long EndsAtMs) Begin(SessionHolder holder)
    {
        Span<byte> claim = stackalloc byte[ClaimBytes];
        holder.Wallet.CopyTo(claim);
        holder.Signer.CopyTo(claim[WalletAddress.Length..]);
        return secret.TokenOf(Purpose, claim, LongestMs);
    }

    /// <summary>Whose token it is; null: nobody's, or of somebody in the past.</summary>
    public SessionHolder? HolderOf(string token) => secret.ClaimOf(Purpose, token, ClaimBytes) is { } claim
        ? new SessionHolder(
            WalletAddress.FromBytes(claim.AsSpan(0, WalletAddress.Length)),
            WalletAddress.FromBytes(claim.AsSpan(WalletAddress.Length)))
        : null;
}
