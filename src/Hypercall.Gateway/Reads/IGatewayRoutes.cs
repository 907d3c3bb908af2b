namespace Hypercall.Gateway.Reads;

/// <summary>
/// Routes plugged into the gateway; register it as a service and it is mapped. What it maps leaves
/// <see cref="Routes.PendingRoutes"/>.
/// </summary>
internal interface IGatewayRoutes
{
    void Map(IEndpointRouteBuilder routes);
}
