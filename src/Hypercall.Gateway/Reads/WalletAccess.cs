using Hypercall.Engine.Domain;
using Hypercall.Gateway.Accounts;
using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Hosting;
using Microsoft.AspNetCore.Http;

namespace Hypercall.Gateway.Reads;

/// <summary>Who may read what a wallet has: everybody, or who has begun a session of it.</summary>
internal sealed class WalletAccess(GatewayOptions options, Sessions sessions)
{
    private const string Scheme = "Bearer ";

    /// <summary>Refuses who may not; null: all wallets, of which nobody has a session.</summary>
    public void Require(HttpContext context, WalletAddress? wallet)
    {
        if (options.PublicReads || (wallet is not null && SessionOf(context) == wallet))
            return;
        throw new RefusedException(GatewayError.NotAuthorized(
            $"{context.Request.Path} of {wallet?.ToString() ?? "all wallets"} needs a session: POST /session"));
    }

    /// <summary>Whether it may be told what a wallet did.</summary>
    public bool MayTell(HttpContext context, WalletAddress wallet) =>
        options.PublicReads || SessionOf(context) == wallet;

    private WalletAddress? SessionOf(HttpContext context)
    {
        string header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? sessions.WalletOf(header[Scheme.Length..].Trim())
            : null;
    }
}
