namespace Hypercall.Actors.Protocol;

/// <summary>How is the partition? Answered by <see cref="PartitionHealth"/> in every state.</summary>
/// <param name="Partition">The market partition.</param>
/// <param name="Token">Given back in the answer.</param>
public sealed record QueryHealth(string Partition, long Token) : IPartitionRequest;
