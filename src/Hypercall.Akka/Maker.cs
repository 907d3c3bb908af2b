namespace Hypercall.Actors;

/// <summary>Makes actors whose constructor is nobody's but their own: they come by their <c>Props</c> alone.</summary>
internal sealed class Maker<T>(Func<T> make) : IIndirectActorProducer
    where T : ActorBase
{
    public Type ActorType => typeof(T);

    public ActorBase Produce() => make();

    public void Release(ActorBase actor)
    {
    }
}
