namespace Hypercall.Actors.Tests.Processes;

/// <summary>Tests of whole clusters: one after the other and beside no other test, since they measure times.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessCollection
{
    public const string Name = "Clusters";
}
