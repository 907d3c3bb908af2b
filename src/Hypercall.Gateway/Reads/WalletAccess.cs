using Hypercall.Engine.Domain;
using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Hosting;
using Microsoft.AspNetCore.Http;

namespace Hypercall.Gateway.Reads;

/// <summary>Who may read what a wallet has: everybody, or nobody while sessions are not served.</summary>
internal sealed class WalletAccess(GatewayOptions options)
{
    /// <summary>Refuses who may not.</summary>
    public void Require(HttpContext context, WalletAddress? wallet)
    {
        if (!options.PublicReads)
            throw new RefusedException(GatewayError.NotAuthorized(
                $"{context.Request.Path} of {wallet?.ToString() ?? "all wallets"} needs a session"));
    }
}
