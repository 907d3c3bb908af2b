using System.Net.WebSockets;
using Akka;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace Hypercall.Gateway.Sockets;

/// <summary>
/// Lets sockets in, so many from an address on both faces together, and runs them to their end. They end with the web
/// host, and before the actor system takes nothing more, whichever comes first: what they guard is canceled then.
/// </summary>
internal sealed class SocketDoor
{
    private readonly GatewayOptions _options;
    private readonly AddressCounts _perAddress = new();
    private readonly CancellationTokenSource _closing;

    /// <summary>Sockets inside, and one more until the actor system closes the door.</summary>
    private readonly CountdownEvent _inside = new(1);

    public SocketDoor(GatewayOptions options, GatewayVenue venue, IHostApplicationLifetime life)
    {
        _options = options;
        _closing = CancellationTokenSource.CreateLinkedTokenSource(life.ApplicationStopping);
        CoordinatedShutdown.Get(venue.System).AddTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind, "hypercall-sockets", CloseAsync);
    }

    public async Task AcceptAsync(HttpContext context, Func<GatewaySocket, ISocketSession> begin)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            throw new RefusedException(GatewayError.InvalidRequest("this path is a WebSocket's"));
        if (!_inside.TryAddCount())
            throw new RefusedException(GatewayError.Unavailable("EngineStopped", "the gateway ends", 1_000));
        string address = Peer.AddressOf(context);
        long open = _perAddress.Add(address);
        try
        {
            if (open > _options.Socket.MostPerAddress)
                throw new RefusedException(GatewayError.RateLimited(
                    $"an address has at most {_options.Socket.MostPerAddress} sockets", 1_000));
            await RunAsync(context, address, begin);
        }
        finally
        {
            _perAddress.Remove(address);
            _inside.Signal();
        }
    }

    private async Task RunAsync(HttpContext context, string address, Func<GatewaySocket, ISocketSession> begin)
    {
        PongWatch pongs = ((WatchedUpgrade)context.Features.GetRequiredFeature<IHttpUpgradeFeature>()).Watch;
        using WebSocket accepted = await context.WebSockets.AcceptWebSocketAsync(
            Compression.Accept(context.Request, _options.Compression));
        var socket = new GatewaySocket(accepted, address, _options.Socket, pongs, _options.Time);
        ISocketSession session = begin(socket);
        try
        {
            await socket.RunAsync(session.TakeAsync, _closing.Token);
        }
        finally
        {
            await session.EndAsync();
        }
    }

    private async Task<Done> CloseAsync()
    {
        await _closing.CancelAsync();
        _inside.Signal();
        await Task.Run(_inside.Wait);
        return Done.Instance;
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
