namespace Hypercall.Gateway.Reads;

/// <summary>Who may read what a wallet has: everybody, or who has begun a session of it.</summary>
internal sealed class WalletAccess(GatewayOptions options, Sessions sessions, ProofOfWallet proof)
{
    private const string Scheme = "Bearer ";

    /// <summary>
    /// Takes the session that a request names, before any route does. Whoever began it may have been revoked since: he
    /// is asked for each time.
    /// </summary>
    /// <exception cref="RefusedException">He no longer speaks for the wallet, or it cannot be known now.</exception>
    public async ValueTask TakeSessionAsync(HttpContext context)
    {
        string header = context.Request.Headers.Authorization.ToString();
        if (options.PublicReads
            || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || sessions.HolderOf(header[Scheme.Length..].Trim()) is not { } holder)
            return;
        await proof.RequireStillAsync(holder.Wallet, holder.Signer, context.RequestAborted);
        context.Items[typeof(WalletAccess)] = holder.Wallet;
        Peer.SetReader(context, holder.Wallet);
    }

    /// <summary>Ends a read's parameters and refuses who may not; null: all wallets, of which nobody has a
    /// session.</summary>
    public void Finish(ReadQuery query, WalletAddress? wallet)
    {
        query.Finish();
        if (options.PublicReads || (wallet is not null && SessionOf(query.Context) == wallet))
            return;
        throw new RefusedException(GatewayError.NotAuthorized(
            $"{query.Context.Request.Path} of {wallet?.ToString() ?? "all wallets"} needs a session: POST /session"));
    }

    /// <summary>Whether it may be told what a wallet did.</summary>
    public bool MayTell(HttpContext context, WalletAddress wallet) =>
        options.PublicReads || SessionOf(context) == wallet;

    private static WalletAddress? SessionOf(HttpContext context) =>
        context.Items.TryGetValue(typeof(WalletAccess), out object? wallet) ? (WalletAddress)wallet! : null;
}
