using Hypercall.Gateway.OpenApi;

namespace Hypercall.Gateway.Routes;

/// <summary>Face H's socket (gateway.md §6).</summary>
internal sealed class SocketRoutes(SocketServices services, SocketDoor door) : IGatewayRoutes
{
    public void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/ws", context => door.AcceptAsync(context, socket => new SocketSession(socket, services)))
        .IsOfVenue("The socket: docs/gateway.md", "", 101);
}
