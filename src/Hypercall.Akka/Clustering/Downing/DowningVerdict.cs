using Akka.Cluster;

namespace Hypercall.Actors.Clustering.Downing;

/// <summary>Whom this node puts out of the cluster now, and why, for the log.</summary>
/// <param name="Nodes">The members; this node alone where it goes itself; empty where nothing is to be done.</param>
internal sealed record DowningVerdict(IReadOnlyList<UniqueAddress> Nodes, string Reason)
{
    /// <summary>Nothing is to be done.</summary>
    public static DowningVerdict None { get; } = new([], string.Empty);
}
