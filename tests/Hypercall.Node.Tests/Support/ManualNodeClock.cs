using Hypercall.Node.Hosting;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Tests.Support;

/// <summary>A clock that stands still until a test moves it; moving it wakes the node.</summary>
internal sealed class ManualNodeClock : INodeClock
{
    public const long StartMs = 1_800_000_000_000;

    private readonly Lock _gate = new();
    private readonly List<Action> _wakes = [];
    private HostTime _now = new(StartMs, 1_000);

    public HostTime Now
    {
        get
        {
            lock (_gate)
                return _now;
        }
    }

    public int SleepMs(long delayMs) => Timeout.Infinite;

    public void Advance(long milliseconds)
    {
        Action[] wakes;
        lock (_gate)
        {
            _now = new HostTime(_now.WallMs + milliseconds, _now.MonotonicMs + milliseconds);
            wakes = [.. _wakes];
        }

        foreach (Action wake in wakes)
            wake();
    }

    public IDisposable OnMoved(Action wake)
    {
        lock (_gate)
            _wakes.Add(wake);
        return new Registration(this, wake);
    }

    private sealed class Registration(ManualNodeClock clock, Action wake) : IDisposable
    {
        public void Dispose()
        {
            lock (clock._gate)
                clock._wakes.Remove(wake);
        }
    }
}
