namespace Hypercall.Actors.Views;

/// <summary>A view's own path: passes what comes to the partition's feed, and outlives each of its lives.</summary>
internal sealed class ViewDoor(IActorRef feed) : UntypedActor
{
    protected override void OnReceive(object message) => feed.Forward(message);
}
