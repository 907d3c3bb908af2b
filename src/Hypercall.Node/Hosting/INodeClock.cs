using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Hosting;

/// <summary>
/// Where a node's time comes from. A real clock passes by itself; a clock that is moved by hand (tests) wakes the node
/// whenever it was moved.
/// </summary>
public interface INodeClock
{
    /// <summary>Both clocks now.</summary>
    HostTime Now { get; }

    /// <summary>
    /// How long a thread may sleep that has to act in <paramref name="delayMs"/> of this clock's time.
    /// </summary>
    /// <returns>Milliseconds, or <see cref="Timeout.Infinite"/> where a moved clock will wake it.</returns>
    int SleepMs(long delayMs);

    /// <summary>Calls <paramref name="wake"/> after each move by hand until the result is disposed.</summary>
    IDisposable OnMoved(Action wake);
}
