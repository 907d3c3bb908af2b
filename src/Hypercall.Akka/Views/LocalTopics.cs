using Akka.Cluster.Tools.PublishSubscribe;
using Hypercall.Actors.Clustering;

namespace Hypercall.Actors.Views;

/// <summary>
/// Stands for a cluster's topics in a system without one: what partitions publish to the event stream goes to who
/// subscribed to their topics. A subscriber that stops is forgotten.
/// </summary>
internal sealed class LocalTopics : UntypedActor
{
    private readonly SubscriberTable<string> _subscribers = new(Context);

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(OutcomeBatch));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Akka.Cluster.Tools.PublishSubscribe.Subscribe subscribe:
                _subscribers.Add(subscribe.Topic, subscribe.Ref);
                subscribe.Ref.Tell(new SubscribeAck(subscribe));
                break;
            case OutcomeBatch published:
                _subscribers.Tell(PartitionTopic.Of(published.Partition), published, Self);
                break;
            case Terminated ended:
                _subscribers.Forget(ended.ActorRef);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);
}
