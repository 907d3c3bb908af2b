namespace Hypercall.Gateway.Sockets;

/// <summary>How many messages one socket may send: a bucket that fills up evenly. Of the socket's reader.</summary>
internal sealed class MessageRate(SocketLimits limits, TimeProvider time)
{
    private const long SecondMs = 1_000;
    private long _parts = limits.MessagesAtOnce * SecondMs;
    private long _ticks = time.GetTimestamp();

    /// <summary>Takes one.</summary>
    /// <returns>0, or ms until there will be one.</returns>
    public long Take()
    {
        long full = limits.MessagesAtOnce * SecondMs;
        long elapsedMs = (long)Math.Min(time.GetElapsedTime(_ticks).TotalMilliseconds, full);
        if (elapsedMs > 0)
        {
            _parts = Math.Min(full, _parts + elapsedMs * limits.MessagesPerSecond);
            _ticks = time.GetTimestamp();
        }

        if (_parts < SecondMs)
            return Math.Max(1, (SecondMs - _parts) / limits.MessagesPerSecond);
        _parts -= SecondMs;
        return 0;
    }
}
