using Akka.Actor;

namespace Hypercall.Actors.Views;

/// <summary>
/// Who wants to hear of what, within one view; a subscriber that stops is forgotten. Each is watched for as long as it
/// lives, since it may have subscribed to other views of the feed too.
/// </summary>
/// <param name="context">The feed's context, to watch subscribers.</param>
internal sealed class SubscriberTable<TKey>(IActorContext context)
    where TKey : notnull
{
    private readonly Dictionary<TKey, HashSet<IActorRef>> _byKey = [];
    private readonly Dictionary<IActorRef, HashSet<TKey>> _bySubscriber = [];

    /// <summary>Everybody who subscribed to anything.</summary>
    public IReadOnlyCollection<IActorRef> All => _bySubscriber.Keys;

    public void Add(TKey key, IActorRef subscriber)
    {
        if (!_byKey.TryGetValue(key, out HashSet<IActorRef>? subscribers))
            _byKey.Add(key, subscribers = []);
        subscribers.Add(subscriber);
        if (!_bySubscriber.TryGetValue(subscriber, out HashSet<TKey>? keys))
        {
            _bySubscriber.Add(subscriber, keys = []);
            context.Watch(subscriber);
        }

        keys.Add(key);
    }

    public void Remove(TKey key, IActorRef subscriber)
    {
        RemoveFromKey(key, subscriber);
        if (!_bySubscriber.TryGetValue(subscriber, out HashSet<TKey>? keys) || !keys.Remove(key) || keys.Count > 0)
            return;
        _bySubscriber.Remove(subscriber);
    }

    /// <summary>Forgets a subscriber that has ended.</summary>
    public void Forget(IActorRef subscriber)
    {
        if (!_bySubscriber.Remove(subscriber, out HashSet<TKey>? keys))
            return;
        foreach (TKey key in keys)
            RemoveFromKey(key, subscriber);
    }

    /// <summary>Tells everybody who wants to hear of a key.</summary>
    public void Tell(TKey key, object message, IActorRef sender)
    {
        if (!_byKey.TryGetValue(key, out HashSet<IActorRef>? subscribers))
            return;
        foreach (IActorRef subscriber in subscribers)
            subscriber.Tell(message, sender);
    }

    private void RemoveFromKey(TKey key, IActorRef subscriber)
    {
        if (_byKey.TryGetValue(key, out HashSet<IActorRef>? subscribers)
            && subscribers.Remove(subscriber)
            && subscribers.Count == 0)
        {
            _byKey.Remove(key);
        }
    }
}
