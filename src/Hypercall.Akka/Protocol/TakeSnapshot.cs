namespace Hypercall.Actors.Protocol;

/// <summary>
/// An operator asks for a snapshot now, at the next record boundary, besides those that are due by themselves. Answered
/// by <see cref="SnapshotTaken"/>.
/// </summary>
/// <param name="Partition">The market partition.</param>
/// <param name="Token">Given back in the answer.</param>
public sealed record TakeSnapshot(string Partition, long Token) : IPartitionRequest;
