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
    private readonly HashSet<IActorRef> _all = [];

    /// <summary>Everybody who subscribed to anything.</summary>
    public IReadOnlyCollection<IActorRef> All => _all;

    public void Add(TKey key, IActorRef subscriber)
    {
        if (!_byKey.TryGetValue(key, out HashSet<IActorRef>? subscribers))
            _byKey.Add(key, subscribers = []);
        subscribers.Add(subscriber);
        if (_all.Add(subscriber))
            context.Watch(subscriber);
    }

    /// <summary>Forgets a subscriber that has ended.</summary>
    public void Forget(IActorRef subscriber)
    {
        if (!_all.Remove(subscriber))
            return;
        foreach ((TKey key, HashSet<IActorRef> subscribers) in _byKey)
        {
            if (subscribers.Remove(subscriber) && subscribers.Count == 0)
                _byKey.Remove(key);
        }
    }

    /// <summary>Tells everybody who wants to hear of a key.</summary>
    public void Tell(TKey key, object message, IActorRef sender)
    {
        if (!_byKey.TryGetValue(key, out HashSet<IActorRef>? subscribers))
            return;
        foreach (IActorRef subscriber in subscribers)
            subscriber.Tell(message, sender);
    }
}
