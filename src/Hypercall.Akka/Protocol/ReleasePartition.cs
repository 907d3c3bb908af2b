namespace Hypercall.Actors.Protocol;

/// <summary>Tells a venue's engine members that a node cannot serve a partition: another one is to have it.</summary>
/// <param name="Partition">The market partition.</param>
/// <param name="Node">Address of the node that lets go.</param>
public sealed record ReleasePartition(string Partition, string Node) : IHypercallMessage;
