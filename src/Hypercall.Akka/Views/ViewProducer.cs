using Akka.Actor;

namespace Hypercall.Actors.Views;

/// <summary>Makes a view actor, with a content of its own at each restart.</summary>
/// <param name="actorType">The actor's type.</param>
/// <param name="create">Makes one.</param>
internal sealed class ViewProducer(Type actorType, Func<ActorBase> create) : IIndirectActorProducer
{
    public Type ActorType => actorType;

    public ActorBase Produce() => create();

    public void Release(ActorBase actor)
    {
    }
}
