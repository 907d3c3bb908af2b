using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Reads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hypercall.Gateway.Routes;

/// <summary>
/// Paths of the contract that this gateway does not serve: 501 says that they are known and not there, where 404 would
/// say that they are misspelt.
/// </summary>
internal sealed class PendingRoutes : IGatewayRoutes
{
    /// <summary>Not in this version (gateway.md §12).</summary>
    private static readonly string[] NotInThisVersion =
    [
        "/rfq/{**rest}", "/ws/quotes", "/v1/withdrawals/{**rest}", "/v1/directives/{**rest}", "/api/v2/{**rest}",
        "/ws/api/v2",
    ];

    /// <summary>Reads of gateway.md §5 that nobody has plugged in.</summary>
    private static readonly string[] Reads =
    [
        "/liquidation/auctions", "/api-key",
    ];

    /// <summary>Writes of gateway.md §4, §12 that nobody has plugged in.</summary>
    private static readonly string[] Writes =
        ["/settlement-payouts/seen", "/api-key", "/liquidation/standard-margin", "/session"];

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (string path in NotInThisVersion)
            routes.Map(path, Refuse);
        foreach (string path in Writes)
            routes.MapPost(path, Refuse);
        foreach (string path in Reads)
            routes.MapGet(path, Refuse);
    }

    private static IResult Refuse(HttpContext context) =>
        Shapes.Error(GatewayError.NotSupported($"{context.Request.Path} is not served by this gateway"));
}
