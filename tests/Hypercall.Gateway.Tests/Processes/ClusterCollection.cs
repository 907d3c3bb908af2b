namespace Hypercall.Gateway.Tests.Processes;

/// <summary>Tests of one cluster of real nodes, which is started once for all of them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClusterCollection : ICollectionFixture<ClusterFixture>
{
    public const string Name = "Cluster of nodes";
}
