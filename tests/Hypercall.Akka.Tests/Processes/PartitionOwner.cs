using Akka.Actor;

namespace Hypercall.Actors.Tests.Processes;

/// <summary>Who owns a partition.</summary>
/// <param name="Address">Its node.</param>
/// <param name="Epoch">The epoch that it writes in.</param>
internal sealed record PartitionOwner(Address Address, long Epoch);
