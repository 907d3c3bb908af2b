using Akka.Actor;
using Hypercall.Gateway.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hypercall.Gateway.Tests.Sockets;

/// <summary>A client that leaves just when its socket is closed: whoever closes it goes on.</summary>
public sealed class LeavingSocketTests : IAsyncLifetime
{
    private readonly ActorSystem _system = HubSystem.Begin("leaving-socket");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    /// <summary>All of the socket ends while its closing is under way: within what the first of its sources
    /// calls.</summary>
    [Fact]
    public async Task A_socket_that_ends_while_it_is_closed_throws_nothing_at_whoever_closes_it()
    {
        var time = new ManualTime();
        var options = new GatewayOptions { Url = null, Partition = HubSystem.Partition, Time = time };
        var door = new SocketDoor(
            options,
            GatewayVenue.Of(_system, HubSystem.Partition),
            new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance));
        using var client = new LeavingClient();
        var pongs = new PongWatch(time);
        GatewaySocket? server = null;
        Task? inside = null;
        pongs.PingAsync = ending =>
        {
            ending.Register(() => client.LeaveUntil(inside!));
            return Task.CompletedTask;
        };
        inside = door.AcceptAsync(client.Context(pongs), socket => new Silent(server = socket));
        time.Advance(options.Socket.PingInterval);
        server!.Send(new byte[1], MessageClass.CommandResult);
        await client.IsSentTo;

        server.Close("closed");

        Assert.True(inside.IsCompletedSuccessfully);
    }

    private sealed record Silent(GatewaySocket Socket) : ISocketSession
    {
        public Task TakeAsync(ReadOnlyMemory<byte> message) => Task.CompletedTask;

        public Task EndAsync() => Task.CompletedTask;
    }

    /// <summary>The gateway's side of a connection: what is sent over it stands until the client has left.</summary>
    private sealed class LeavingClient : WebSocket, IHttpWebSocketFeature, IHttpUpgradeFeature
    {
        private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _isSentTo = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsSentTo => _isSentTo.Task;

        public bool IsWebSocketRequest => true;

        public bool IsUpgradableRequest => true;

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => WebSocketState.Open;

        public override string? SubProtocol => null;

        public HttpContext Context(PongWatch pongs)
        {
            var context = new DefaultHttpContext();
            context.Features.Set<IHttpWebSocketFeature>(this);
            context.Features.Set<IHttpUpgradeFeature>(new WatchedUpgrade(this, pongs));
            return context;
        }

        /// <summary>Leaves, and waits until something has ended.</summary>
        public void LeaveUntil(Task ended)
        {
            _left.SetResult();
            ended.GetAwaiter().GetResult();
        }

        public Task<WebSocket> AcceptAsync(WebSocketAcceptContext context) => Task.FromResult<WebSocket>(this);

        public Task<Stream> UpgradeAsync() => throw new NotSupportedException();

        public override async Task<WebSocketReceiveResult> ReceiveAsync(
            ArraySegment<byte> buffer, CancellationToken cancellationToken)
        {
            await _left.Task;
            throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
        }

        public override async Task SendAsync(
            ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage,
            CancellationToken cancellationToken)
        {
            _isSentTo.SetResult();
            await _left.Task;
            throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
        }

        public override Task CloseOutputAsync(
            WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override Task CloseAsync(
            WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override void Abort()
        {
        }

        public override void Dispose()
        {
        }
    }
}
