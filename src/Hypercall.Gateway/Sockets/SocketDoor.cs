using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace Hypercall.Gateway.Sockets;

/// <summary>Lets sockets in, so many from an address on both faces together, and runs them to their end.</summary>
internal sealed class SocketDoor(GatewayOptions options, IHostApplicationLifetime life)
{
    private readonly ConcurrentDictionary<string, int> _perAddress = new();

    public async Task AcceptAsync(HttpContext context, Func<GatewaySocket, ISocketSession> begin)
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
            await RunAsync(context, address, begin);
        }
        finally
        {
            Leave(address);
        }
    }

    private async Task RunAsync(HttpContext context, string address, Func<GatewaySocket, ISocketSession> begin)
    {
        PongWatch pongs = ((WatchedUpgrade)context.Features.GetRequiredFeature<IHttpUpgradeFeature>()).Watch;
        using WebSocket accepted = await context.WebSockets.AcceptWebSocketAsync(
            Compression.Accept(context.Request, options.Compression));
        using var socket = new GatewaySocket(accepted, address, options.Socket, pongs, options.Time);
        ISocketSession session = begin(socket);
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

/// <summary>What one client says over its socket, by the protocol of one of the faces.</summary>
internal interface ISocketSession
{
    /// <summary>Takes one message.</summary>
    Task TakeAsync(ReadOnlyMemory<byte> message);

    /// <summary>The socket is closed, by whomever.</summary>
    Task EndAsync();
}
