using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Tests.OrderBook;

/// <summary>An order in the <see cref="NaiveBook"/>.</summary>
internal sealed record RestingOrder(long OrderId, Side Side, long PriceUnits)
{
    public long RemainingUnits { get; set; }
}
