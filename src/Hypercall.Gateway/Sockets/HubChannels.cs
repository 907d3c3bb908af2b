using Hypercall.Actors.Views;

namespace Hypercall.Gateway.Sockets;

/// <summary>
/// Some of the channels that a <see cref="SocketHub"/> has: who listens to them, and what they are sent. Called by the
/// hub alone, in its turns.
/// </summary>
internal abstract class HubChannels
{
    /// <summary>Takes what a socket wants of them, or that it is gone.</summary>
    public abstract void Take(SocketMessage message);

    /// <summary>Takes what the views hold, once the hub has its books.</summary>
    /// <param name="content">What they hold.</param>
    /// <param name="hasHole">Something happened that nobody was told of.</param>
    public abstract void Begin(EventsSubscribed content, bool hasHole);

    /// <summary>Takes what has happened, in order; the hub's book has a change of it already.</summary>
    public abstract void Take(VenueEvent happened);

    /// <summary>What happened together has been taken.</summary>
    public virtual void EndBatch()
    {
    }

    /// <summary>Sends what is not sent at once: every 100 ms.</summary>
    /// <param name="changed">The books that have changed since.</param>
    public abstract void Flush(IReadOnlyCollection<BookMirror> changed);
}
