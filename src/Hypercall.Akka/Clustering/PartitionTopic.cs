namespace Hypercall.Actors.Clustering;

/// <summary>The distributed topic of a partition: one for all its outcomes, since gossip carries every topic's
/// name.</summary>
public static class PartitionTopic
{
    /// <summary>The topic's name.</summary>
    public static string Of(string partition) => "hypercall-outcomes-" + partition;
}
