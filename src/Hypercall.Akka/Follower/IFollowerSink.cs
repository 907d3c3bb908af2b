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
    /// <summary>
    /// The last command that it keeps for good; asked after it has begun. A journal that ends before it has lost what
    /// the sink keeps, or is another one: the follower is not whole until it gets there.
    /// </summary>
    long Stored { get; }

    /// <summary>The commands from here on follow.</summary>
    /// <param name="engine">Has applied nothing, or stands at the snapshot that the follower begins with.</param>
    void Begin(ExchangeEngine engine);

    /// <summary>
    /// Saves all that was applied; nothing more comes until it is done. One that fails is called again after a pause; a
    /// <see cref="SinkContradictedException"/> ends the follower as well.
    /// </summary>
    /// <param name="isEnd">Whether the journal had a record, and no more than was shown, when it was read.</param>
    Task SaveAsync(bool isEnd);
}

/// <summary>A sink cannot go on from what it keeps: its follower is made anew, to show it the journal again.</summary>
/// <param name="message">Why.</param>
/// <param name="cause">What the sink met.</param>
public sealed class SinkContradictedException(string message, Exception? cause = null) : Exception(message, cause);
