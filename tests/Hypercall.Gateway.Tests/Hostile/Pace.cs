using System.Diagnostics;

namespace Hypercall.Gateway.Tests.Hostile;

/// <summary>Lets what several threads do happen so often in a second on the whole, until it is stopped.</summary>
internal sealed class Pace(double perSecond) : IDisposable
{
    private readonly ManualResetEventSlim _stopped = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _count;

    /// <summary>Waits for one's turn.</summary>
    /// <returns>False: it is stopped.</returns>
    public bool GoOn()
    {
        TimeSpan due = TimeSpan.FromSeconds(Interlocked.Increment(ref _count) / perSecond);
        TimeSpan wait = due - Stopwatch.GetElapsedTime(_start);
        return !_stopped.Wait(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }

    public void Stop() => _stopped.Set();

    public void Dispose() => _stopped.Dispose();
}
