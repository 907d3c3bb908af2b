namespace Hypercall.Actors.Views;

/// <summary>A view's own path: passes what comes to the partition's feed, and outlives each of its lives.</summary>
/// <param name="feed">The feed.</param>
internal sealed class ViewDoor(IActorRef feed) : UntypedActor
{
    public static Props Props(IActorRef feed) => Akka.Actor.Props.Create(() => new ViewDoor(feed));

    protected override void OnReceive(object message) => feed.Forward(message);
}
