using Hypercall.Views.Folds;

namespace Hypercall.Actors.Views;

/// <summary>A view of a partition that tells its content to who asks, and nobody else.</summary>
/// <typeparam name="TQuery">What asks for it.</typeparam>
/// <param name="fold">The view.</param>
/// <param name="content">Its content.</param>
internal sealed class AnsweringFeed<TQuery>(IOutcomeFold fold, Func<object> content) : IFeedView
{
    public IOutcomeFold Fold => fold;

    public IReadOnlyCollection<IActorRef> Subscribers => [];

    public void Begin(FeedStart start) => fold.Prime(start.State);

    public void FanOut(IActorRef feed)
    {
    }

    public bool TryTake(object message, IActorRef sender, IActorRef feed, FeedStatus status)
    {
        if (message is not TQuery)
            return false;
        sender.Tell(content(), feed);
        return true;
    }

    public void Forget(IActorRef subscriber)
    {
    }
}
