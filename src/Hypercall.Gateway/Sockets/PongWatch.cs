namespace Hypercall.Gateway.Sockets;

/// <summary>
/// When the client's last pong came, and what asks for the next one. .NET tells nobody of pongs, and pings only who
/// says nothing: this looks at the headers of the frames as they come in. Fed by one reader.
/// </summary>
internal sealed class PongWatch(TimeProvider time)
{
    private const int Pong = 0xA;
    private const int Masked = 0x80;
    private const int MaskBytes = 4;

    private readonly byte[] _header = new byte[14];
    private int _have;
    private ulong _payloadLeft;
    private long _lastTicks = time.GetTimestamp();

    /// <summary>Sends a ping between two frames.</summary>
    public Func<CancellationToken, Task> PingAsync { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Time since the last pong, or since the beginning.</summary>
    public TimeSpan SinceLast => time.GetElapsedTime(Interlocked.Read(ref _lastTicks));

    /// <summary>Takes what came in, cut wherever it was.</summary>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_payloadLeft > 0)
            {
                int skipped = (int)Math.Min(_payloadLeft, (ulong)bytes.Length);
                _payloadLeft -= (ulong)skipped;
                bytes = bytes[skipped..];
                continue;
            }

            _header[_have++] = bytes[0];
            bytes = bytes[1..];
            if (_have >= 2 && _have == HeaderLength())
                TakeHeader();
        }
    }

    private int HeaderLength() => 2 + (_header[1] & Masked) switch { 0 => 0, _ => MaskBytes } + LengthBytes();

    private int LengthBytes() => (_header[1] & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 };

    private void TakeHeader()
    {
        if ((_header[0] & 0xF) == Pong)
            Interlocked.Exchange(ref _lastTicks, time.GetTimestamp());
        _payloadLeft = (ulong)(_header[1] & 0x7F);
        if (LengthBytes() > 0)
        {
            _payloadLeft = 0;
            foreach (byte part in _header.AsSpan(2, LengthBytes()))
                _payloadLeft = _payloadLeft << 8 | part;
        }

        _have = 0;
    }
}
