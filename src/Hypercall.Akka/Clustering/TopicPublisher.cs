using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Protocol;

namespace Hypercall.Actors.Clustering;

/// <summary>Publishes each batch to its partition's distributed topic, at most once; views mend what is lost.</summary>
/// <param name="system">A system in a cluster.</param>
internal sealed class TopicPublisher(ActorSystem system) : IOutcomePublisher
{
    private readonly IActorRef _mediator = DistributedPubSub.Get(system).Mediator;

    /// <inheritdoc/>
    public void Publish(OutcomeBatch batch) =>
        _mediator.Tell(new Publish(PartitionTopic.Of(batch.Partition), batch), ActorRefs.NoSender);
}
