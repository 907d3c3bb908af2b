using System.Net;
using System.Net.Sockets;
using Hypercall.Gateway.Sockets;

namespace Hypercall.Gateway.Tests.Support;

/// <summary>A gateway's socket and its client, over TCP, without a gateway.</summary>
internal sealed class SocketPair : IAsyncDisposable
{
    private readonly TcpClient _server;
    private readonly TcpClient _client;
    private Task _running = Task.CompletedTask;

    private SocketPair(TcpClient server, TcpClient client)
    {
        (_server, _client) = (server, client);
        Server = NewServer(server.GetStream());
        Client = WebSocket.CreateFromStream(client.GetStream(), new WebSocketCreationOptions());
    }

    public GatewaySocket Server { get; }

    public WebSocket Client { get; }

    public static async Task<SocketPair> OpenAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        return new SocketPair(await listener.AcceptTcpClientAsync(), client);
    }

    /// <summary>A gateway's socket; null: over nothing, for what only names it.</summary>
    public static GatewaySocket NewServer(Stream? stream = null) => new(
        WebSocket.CreateFromStream(stream ?? new MemoryStream(), new WebSocketCreationOptions { IsServer = true }),
        "test",
        new SocketLimits(),
        new PongWatch(TimeProvider.System),
        TimeProvider.System);

    /// <summary>From now on the socket sends and reads.</summary>
    public void Run() => _running = Server.RunAsync(static _ => Task.CompletedTask, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Client.Abort();
        await _running;
        Client.Dispose();
        _client.Dispose();
        _server.Dispose();
    }
}
