namespace Hypercall.Actors.Hosting;

/// <summary>
/// Key in Akka.Hosting's ActorRegistry of this node's way in: takes what <see cref="PartitionRegion"/> takes, answers
/// requests for partitions that there are not, and in a cluster takes <see cref="Transfers.TransferCash"/> too.
/// </summary>
public abstract class VenueEntry;
