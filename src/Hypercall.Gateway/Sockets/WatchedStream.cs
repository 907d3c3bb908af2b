using Microsoft.AspNetCore.Http.Features;

namespace Hypercall.Gateway.Sockets;

/// <summary>
/// A connection whose incoming bytes a <see cref="PongWatch"/> sees too, and over which it pings: .NET writes a frame
/// at once, so that a ping comes between two.
/// </summary>
internal sealed class WatchedStream : Stream
{
    private static readonly byte[] Ping = [0x89, 0];

    private readonly Stream _inner;
    private readonly PongWatch _watch;
    private readonly SemaphoreSlim _writing = new(1);

    public WatchedStream(Stream inner, PongWatch watch)
    {
        (_inner, _watch) = (inner, watch);
        watch.PingAsync = PingAsync;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = _inner.Read(buffer, offset, count);
        _watch.Take(buffer.AsSpan(offset, read));
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await _inner.ReadAsync(buffer, cancellationToken);
        _watch.Take(buffer.Span[..read]);
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using Turn turn = await Turn.AtAsync(_writing, cancellationToken);
        await _inner.WriteAsync(buffer, cancellationToken);
    }

    public override void Flush() => _inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Only the wait for its turn can be cancelled: a write that is cut off takes the connection with
    /// it.</summary>
    private async Task PingAsync(CancellationToken cancellation)
    {
        using Turn turn = await Turn.AtAsync(_writing, cancellation);
        await _inner.WriteAsync(Ping, CancellationToken.None);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Gives a socket that is accepted such a connection.</summary>
internal sealed class WatchedUpgrade(IHttpUpgradeFeature inner, PongWatch watch) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public PongWatch Watch => watch;

    public async Task<Stream> UpgradeAsync() => new WatchedStream(await inner.UpgradeAsync(), watch);
}
