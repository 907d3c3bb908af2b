namespace Hypercall.Actors.Engine;

/// <summary>
/// Publishes to the actor system's event stream: a subscriber to OutcomeBatch there gets all partitions.
/// </summary>
/// <param name="stream">The event stream.</param>
public sealed class EventStreamPublisher(EventStream stream) : IOutcomePublisher
{
    /// <inheritdoc/>
    public void Publish(OutcomeBatch batch) => stream.Publish(batch);
}
