using Akka.Cluster.Tools.PublishSubscribe;
using Hypercall.Actors.Clustering;

namespace Hypercall.Actors.Views;

/// <summary>
/// Stands for a cluster's topics in a system without one: what partitions publish to the event stream goes to who
/// subscribed to their topics. A subscriber that stops is forgotten.
/// </summary>
internal sealed class LocalTopics : ReceiveActor
{
    private readonly SubscriberTable<string> _subscribers = new(Context);

    public LocalTopics()
    {
        Receive<Akka.Cluster.Tools.PublishSubscribe.Subscribe>(Subscribe);
        Receive<OutcomeBatch>(batch => _subscribers.Tell(PartitionTopic.Of(batch.Partition), batch, Self));
        Receive<Terminated>(ended => _subscribers.Forget(ended.ActorRef));
    }

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(OutcomeBatch));

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    private void Subscribe(Akka.Cluster.Tools.PublishSubscribe.Subscribe subscribe)
    {
        _subscribers.Add(subscribe.Topic, subscribe.Ref);
        subscribe.Ref.Tell(new SubscribeAck(subscribe));
    }
}
