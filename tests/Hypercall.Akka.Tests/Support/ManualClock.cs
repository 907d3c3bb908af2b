using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Support;

/// <summary>A clock that stands still until a test moves it; the engine sees it with its next message.</summary>
internal sealed class ManualClock
{
    private const long StartMs = 1_800_000_000_000;
    private long _elapsedMs = 1_000;

    public HostTime Now
    {
        get
        {
            long elapsed = Interlocked.Read(ref _elapsedMs);
            return new HostTime(StartMs + elapsed, elapsed);
        }
    }

    public void Advance(long milliseconds) => Interlocked.Add(ref _elapsedMs, milliseconds);
}
