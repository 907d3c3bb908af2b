namespace Hypercall.Gateway.Routes;

/// <summary>
/// Paths of the contract that this gateway does not serve: 501 says that they are known and not there, where 404 would
/// say that they are misspelt.
/// </summary>
internal sealed class PendingRoutes : IGatewayRoutes
{
    /// <summary>Paths that are known and not served in this version.</summary>
    public static IReadOnlyList<string> NotInThisVersion { get; } =
    [
        "/rfq/{**rest}", "/ws/quotes", "/v1/withdrawals/{**rest}", "/v1/directives/{**rest}", "/referrals/{**rest}",
        "/competitions/{**rest}",
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (string path in NotInThisVersion)
            routes.Map(path, Refuse);
    }

    private static IResult Refuse(HttpContext context) =>
        Shapes.Error(GatewayError.NotSupported($"{context.Request.Path} is not served by this gateway"));
}
