using System.Diagnostics;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Hosting;

/// <summary>The machine's clocks.</summary>
public sealed class SystemNodeClock : INodeClock
{
    private const int LongestSleepMs = 60_000;

    private SystemNodeClock()
    {
    }

    /// <summary>The one instance; it has no state.</summary>
    public static SystemNodeClock Instance { get; } = new();

    /// <inheritdoc/>
    public HostTime Now => new(
        DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), (long)Stopwatch.GetElapsedTime(0).TotalMilliseconds);

    /// <inheritdoc/>
    public int SleepMs(long delayMs) => (int)Math.Min(delayMs, LongestSleepMs);

    /// <inheritdoc/>
    public IDisposable OnMoved(Action wake) => Nothing.Instance;

    private sealed class Nothing : IDisposable
    {
        public static Nothing Instance { get; } = new();

        public void Dispose()
        {
        }
    }
}
