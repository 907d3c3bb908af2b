using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Tests.OrderBook;

/// <summary>A book that is obviously right: per side one list in priority order; levels are summed when asked.</summary>
internal sealed class NaiveBook
{
    private readonly List<RestingOrder> _bids = [];
    private readonly List<RestingOrder> _asks = [];

    public List<RestingOrder> Queue(Side side) => side == Side.Buy ? _bids : _asks;

    public IReadOnlyList<RestingOrder> All => [.. _bids, .. _asks];

    /// <summary>Inserts behind every order of a better or the same price.</summary>
    public void Add(RestingOrder order)
    {
        List<RestingOrder> queue = Queue(order.Side);
        int position = queue.FindIndex(other => IsBetter(order, other));
        queue.Insert(position < 0 ? queue.Count : position, order);
    }

    public void Remove(RestingOrder order) => Queue(order.Side).Remove(order);

    /// <summary>Sum per price, best first.</summary>
    public List<(long PriceUnits, long QuantityUnits)> Levels(Side side) =>
        [.. Queue(side)
            .GroupBy(order => order.PriceUnits)
            .Select(level => (level.Key, level.Sum(order => order.RemainingUnits)))];

    private static bool IsBetter(RestingOrder one, RestingOrder other) => one.Side == Side.Buy
        ? one.PriceUnits > other.PriceUnits
        : one.PriceUnits < other.PriceUnits;
}
