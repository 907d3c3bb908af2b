using Akka.Cluster.Tools.PublishSubscribe;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// Publishes each batch to its partition's distributed topic, at most once; views mend what is lost. Every so often it
/// tells all members how far the journal has come; a heartbeat follows the last batch, so that they hear of its end.
/// </summary>
/// <param name="system">A system in a cluster.</param>
internal sealed class TopicPublisher(ActorSystem system)
{
    private static readonly TimeSpan MarkInterval = TimeSpan.FromMilliseconds(100);
    private readonly IActorRef _mediator = DistributedPubSub.Get(system).Mediator;
    private TimeSpan _markedAt = TimeSpan.MinValue;

    public void Publish(OutcomeBatch batch)
    {
        _mediator.Tell(new Publish(PartitionTopic.Of(batch.Partition), batch), ActorRefs.NoSender);
        TimeSpan now = system.Scheduler.MonotonicClock;
        if (_markedAt != TimeSpan.MinValue && now - _markedAt < MarkInterval)
            return;
        _markedAt = now;
        BatchHeader header = batch.Batch.Header;
        var mark = new JournalMark(header.Epoch, header.LastSequence, header.Hash);
        _mediator.Tell(
            new Publish(MemberWitness.Topic, new JournalMarked(batch.Partition, mark, Replaces: false)),
            ActorRefs.NoSender);
    }
}
