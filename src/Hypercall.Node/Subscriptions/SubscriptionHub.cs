using Hypercall.Node.Hosting;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Subscriptions;

/// <summary>
/// The node's subscriptions. Published to by the engine's thread, which copies a batch once for all and never waits: a
/// subscription that is full misses it and repairs the gap itself.
/// </summary>
internal sealed class SubscriptionHub
{
    private readonly Lock _gate = new();
    private readonly int _capacity;
    private NodeSubscription[] _subscriptions = [];
    private long _lastPublished;
    private bool _completed;

    public SubscriptionHub(int capacity) => _capacity = capacity;

    public NodeSubscription Add(EngineNode node, long afterSequence, long publishedSequence)
    {
        var subscription = new NodeSubscription(node, _capacity, afterSequence, publishedSequence);
        lock (_gate)
        {
            if (_completed)
                subscription.Complete(_lastPublished);
            else
                _subscriptions = [.. _subscriptions, subscription];
        }

        return subscription;
    }

    public void Remove(NodeSubscription subscription)
    {
        lock (_gate)
            _subscriptions = [.. _subscriptions.Where(other => other != subscription)];
        subscription.Complete(0);
    }

    public void Publish(OutputBatch batch)
    {
        Volatile.Write(ref _lastPublished, batch.Header.LastSequence);
        NodeSubscription[] subscriptions = Volatile.Read(ref _subscriptions);
        if (subscriptions.Length == 0)
            return;
        PublishedBatch copy = PublishedBatch.Copy(batch);
        foreach (NodeSubscription subscription in subscriptions)
            subscription.Offer(copy);
    }

    /// <summary>Nothing more will be published.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            foreach (NodeSubscription subscription in _subscriptions)
                subscription.Complete(_lastPublished);
        }
    }
}
