namespace Hypercall.Gateway.Deribit;

/// <summary>What sockets of Deribit's face share, and their path.</summary>
internal sealed record DeribitSockets(
    DeribitMethods Methods,
    DeribitAuth Auth,
    SocketServices Sockets,
    SocketDoor Door) : IGatewayRoutes
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/ws/api/v2", context => Door.AcceptAsync(
        context, socket => new DeribitSession(socket, this, context)));
}
