using System.Collections.Concurrent;
using System.Net.WebSockets;
using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Hosting;
using Hypercall.Gateway.Limits;
using Hypercall.Gateway.Reads;
using Hypercall.Gateway.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Hypercall.Gateway.Routes;

/// <summary>Face H's socket (gateway.md §6).</summary>
internal sealed class SocketRoutes(SocketServices services, GatewayOptions options, IHostApplicationLifetime life)
    : IGatewayRoutes
{
    private readonly ConcurrentDictionary<string, int> _perAddress = new();

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/ws", AcceptAsync);

    private async Task AcceptAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            throw new RefusedException(GatewayError.InvalidRequest("this path is a WebSocket's"));
        string address = Peer.AddressOf(context);
        int open = _perAddress.AddOrUpdate(address, 1, (_, before) => before + 1);
        try
        {
            if (open > options.Socket.MostPerAddress)
                throw new RefusedException(GatewayError.RateLimited(
                    $"an address has at most {options.Socket.MostPerAddress} sockets", 1_000));
            await RunAsync(context, address);
        }
        finally
        {
            Leave(address);
        }
    }

    private async Task RunAsync(HttpContext context, string address)
    {
        PongWatch pongs = ((WatchedUpgrade)context.Features.GetRequiredFeature<IHttpUpgradeFeature>()).Watch;
        using WebSocket accepted = await context.WebSockets.AcceptWebSocketAsync();
        using var socket = new GatewaySocket(accepted, address, options.Socket, pongs, options.Time);
        var session = new SocketSession(socket, services);
        try
        {
            await socket.RunAsync(session.TakeAsync, life.ApplicationStopping);
        }
        finally
        {
            await session.EndAsync();
        }
    }

    private void Leave(string address)
    {
        if (_perAddress.AddOrUpdate(address, 0, (_, before) => before - 1) <= 0)
            _perAddress.TryRemove(KeyValuePair.Create(address, 0));
    }
}
