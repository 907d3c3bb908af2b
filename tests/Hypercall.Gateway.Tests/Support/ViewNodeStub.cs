using Akka.Actor;

namespace Hypercall.Gateway.Tests.Support;

/// <summary>Stands where a gateway looks for views and followers.</summary>
internal sealed class ViewNodeStub : UntypedActor
{
    /// <summary>To it: the views are lost, and made anew.</summary>
    public const string Anew = "anew";

    private readonly IActorRef _market;
    private readonly Props _marketAnew;

    /// <param name="market">The view of the market.</param>
    /// <param name="marketAnew">The one that takes its place.</param>
    /// <param name="follower">Answers for the engine's replica; null: nobody does.</param>
    public ViewNodeStub(Props market, Props marketAnew, Props? follower)
    {
        _market = Context.ActorOf(market, $"market-{HubSystem.Partition}");
        _marketAnew = marketAnew;
        if (follower is not null)
            Context.ActorOf(follower, $"follower-{HubSystem.Partition}");
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Anew:
                Context.Watch(_market);
                Context.Stop(_market);
                break;
            case Terminated:
                Context.ActorOf(_marketAnew, $"market-{HubSystem.Partition}");
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
