using Hypercall.Engine.Domain;

namespace Hypercall.Benchmarks.Workloads;

/// <summary>An order that rests in the <see cref="ReferenceBook"/>.</summary>
internal sealed class RestingOrder(long id, Side side, long ticks, int account)
{
    public long Id { get; } = id;

    public Side Side { get; } = side;

    public long Ticks { get; } = ticks;

    public int Account { get; } = account;

    public long Contracts { get; set; }

    public int LiveIndex { get; set; }

    public LinkedListNode<RestingOrder>? Place { get; set; }
}
