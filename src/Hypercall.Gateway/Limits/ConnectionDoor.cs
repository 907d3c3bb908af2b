using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Hypercall.Gateway.Limits;

/// <summary>
/// What the web server listens with: lets connections in, so many from an address, each until all of it has ended. One
/// that is too many is closed before a byte of it is read. A proxy that the settings name has as many as it likes: they
/// are of many clients.
/// </summary>
internal sealed class ConnectionDoor(
    GatewayOptions options, IOptions<SocketTransportOptions> transport, ILoggerFactory logs)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly SocketTransportFactory _inner = new(transport, logs);
    private readonly AddressCounts _open = new();

    public bool CanBind(EndPoint endpoint) => _inner.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(
        EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await _inner.BindAsync(endpoint, cancellationToken), this);

    /// <summary>The connection as the server gets it; null: there is no room for it.</summary>
    private ConnectionContext? Admit(ConnectionContext connection)
    {
        if (options.ConnectionsPerAddress == 0 || connection.RemoteEndPoint is not IPEndPoint { Address: var from }
            || options.IsProxy(from))
            return connection;
        string address = Peer.TextOf(from);
        if (_open.Add(address) <= options.ConnectionsPerAddress)
            return new Counted(connection, () => _open.Remove(address));
        _open.Remove(address);
        return null;
    }

    private sealed class Listener(IConnectionListener inner, ConnectionDoor door) : IConnectionListener
    {
        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (await inner.AcceptAsync(cancellationToken) is { } connection)
            {
                if (door.Admit(connection) is { } admitted)
                    return admitted;
                connection.Abort();
                await connection.DisposeAsync();
            }

            return null;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) =>
            inner.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    /// <summary>A connection that is counted until its socket is closed: longer than its requests take.</summary>
    private sealed class Counted(ConnectionContext inner, Action leave) : ConnectionContext
    {
        public override string ConnectionId
        {
            get => inner.ConnectionId;
            set => inner.ConnectionId = value;
        }

        public override IDuplexPipe Transport
        {
            get => inner.Transport;
            set => inner.Transport = value;
        }

        public override IDictionary<object, object?> Items
        {
            get => inner.Items;
            set => inner.Items = value;
        }

        public override CancellationToken ConnectionClosed
        {
            get => inner.ConnectionClosed;
            set => inner.ConnectionClosed = value;
        }

        public override EndPoint? LocalEndPoint
        {
            get => inner.LocalEndPoint;
            set => inner.LocalEndPoint = value;
        }

        public override EndPoint? RemoteEndPoint
        {
            get => inner.RemoteEndPoint;
            set => inner.RemoteEndPoint = value;
        }

        public override IFeatureCollection Features => inner.Features;

        public override void Abort(ConnectionAbortedException abortReason) => inner.Abort(abortReason);

        public override async ValueTask DisposeAsync()
        {
            try
            {
                await inner.DisposeAsync();
            }
            finally
            {
                leave();
            }
        }
    }
}
