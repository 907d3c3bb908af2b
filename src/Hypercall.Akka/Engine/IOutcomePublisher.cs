namespace Hypercall.Actors.Engine;

/// <summary>
/// Takes every published batch of a partition, in order, on the partition's actor: the event stream of one system, a
/// cluster's topic. Must not block; delivery is at most once.
/// </summary>
public interface IOutcomePublisher
{
    /// <summary>Publishes a batch or heartbeat.</summary>
    void Publish(OutcomeBatch batch);
}
