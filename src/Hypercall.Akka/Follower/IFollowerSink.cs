using Hypercall.Engine;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Actors.Follower;

/// <summary>
/// Keeps what a follower's engine does, a history above all. Called by the follower in order, one call at a time; it
/// begins anew whenever the follower does, and knows by the sequence what it has already. What it throws ends the
/// follower, which is then made anew.
/// </summary>
public interface IFollowerSink : IReplayObserver
{
    /// <summary>The last command that it keeps for good; asked after it has begun.</summary>
    long Stored { get; }

    /// <summary>The commands from here on follow.</summary>
    /// <param name="engine">Has applied nothing, or stands at the snapshot that the follower begins with.</param>
    void Begin(ExchangeEngine engine);

    /// <summary>
    /// Saves all that was applied; nothing more comes until it is done. One that fails is called again after a pause.
    /// </summary>
    Task SaveAsync();
}
