namespace Hypercall.Actors.Protocol;

/// <summary>Ends the sender's subscription; not answered. A subscriber that stops is forgotten by itself.</summary>
/// <param name="Partition">The market partition.</param>
public sealed record Unsubscribe(string Partition) : IPartitionMessage;
