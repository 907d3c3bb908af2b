using System.Collections.Concurrent;
using Hypercall.Engine;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;

namespace Hypercall.Proofs.Tests.Branching;

/// <summary>
/// What an engine's objects held at one moment, to be put back as often as wanted: a branch costs microseconds where a
/// snapshot and its restoration cost a hundred times that. Every object that can be reached from the engine is kept,
/// whatever its type, but for those that each command clears before it uses them.
/// </summary>
internal sealed class EngineMemento
{
    private static readonly ConcurrentDictionary<Type, ObjectPlan> Plans = new();

    /// <summary>Held while a plan is made: tests run beside each other.</summary>
    private static readonly Lock Planning = new();

    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<object> _open = new();
    private readonly List<Kept> _kept = [];

    private readonly record struct Kept(object Live, object Copy, Action<object, object> Write);

    /// <summary>Objects that are put back.</summary>
    public int Count => _kept.Count;

    /// <summary>Bytes of the arrays among them.</summary>
    public long ArrayElements => _kept.Sum(kept => kept.Live is Array array ? array.LongLength : 0);

    /// <summary>Keeps what the engine's objects hold now.</summary>
    public void Keep(ExchangeEngine engine)
    {
        _seen.Clear();
        _kept.Clear();
        _open.Push(engine);
        while (_open.TryPop(out object? one))
        {
            if (_seen.Add(one))
                Keep(one);
        }
    }

    /// <summary>Has them hold that again.</summary>
    public void PutBack()
    {
        foreach (ref readonly Kept kept in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_kept))
            kept.Write(kept.Copy, kept.Live);
    }

    private void Keep(object one)
    {
        Type type = one.GetType();
        if (IsScratch(one))
            return;
        if (!Plans.TryGetValue(type, out ObjectPlan? plan))
        {
            lock (Planning)
                plan = Plans.GetOrAdd(type, ObjectPlan.Of);
        }

        if (plan.Copy is not null)
            _kept.Add(new Kept(one, plan.Copy(one), plan.Write!));
        plan.Name?.Invoke(one, _open);
    }

    /// <summary>Outputs, their events, buffers of bytes and hash functions: cleared by whoever uses them next.</summary>
    private static bool IsScratch(object one) =>
        one is ApplyOutput or EventBuffer or CanonicalWriter or ISha256 or Delegate;
}
