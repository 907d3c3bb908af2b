using Hypercall.Engine.Domain;

namespace Hypercall.Benchmarks.Workloads;

/// <summary>
/// The generator's own plain book: it says which orders live and what every command must trade. Written for
/// plainness; it shares nothing with the engine's book.
/// </summary>
internal sealed class ReferenceBook
{
    private readonly SortedDictionary<long, LinkedList<RestingOrder>> _bids =
        new(Comparer<long>.Create((left, right) => right.CompareTo(left)));

    private readonly SortedDictionary<long, LinkedList<RestingOrder>> _asks = [];
    private readonly List<RestingOrder> _live = [];
    private TradeTally _tally = new();

    public TradeTally Tally => _tally;

    public int LiveCount => _live.Count;

    public RestingOrder LiveAt(int index) => _live[index];

    public bool IsEmpty(Side side) => Levels(side).Count == 0;

    /// <summary>The first levels of a side, best first: price and size of all, size of the last order group.</summary>
    public IEnumerable<(long Ticks, long Contracts)> Best(Side side, int levels) =>
        Levels(side).Take(levels).Select(level => (level.Key, level.Value.Sum(order => order.Contracts)));

    /// <summary>Matches an order and rests what remains of a limit order.</summary>
    public void Apply(in WorkloadCommand command)
    {
        long rest = Match(command);
        if (rest == 0 || command.Action != WorkloadAction.Limit)
            return;
        var order = new RestingOrder(command.OrderId, command.Side, command.Ticks, command.Account)
        {
            Contracts = rest, LiveIndex = _live.Count,
        };
        SortedDictionary<long, LinkedList<RestingOrder>> levels = Levels(command.Side);
        if (!levels.TryGetValue(command.Ticks, out LinkedList<RestingOrder>? queue))
            levels.Add(command.Ticks, queue = []);
        order.Place = queue.AddLast(order);
        _live.Add(order);
    }

    /// <summary>Takes a live order out.</summary>
    public void Remove(RestingOrder order)
    {
        SortedDictionary<long, LinkedList<RestingOrder>> levels = Levels(order.Side);
        LinkedList<RestingOrder> queue = levels[order.Ticks];
        queue.Remove(order.Place!);
        if (queue.Count == 0)
            levels.Remove(order.Ticks);
        RestingOrder last = _live[^1];
        _live[order.LiveIndex] = last;
        last.LiveIndex = order.LiveIndex;
        _live.RemoveAt(_live.Count - 1);
    }

    private long Match(in WorkloadCommand command)
    {
        bool buys = command.Side == Side.Buy;
        SortedDictionary<long, LinkedList<RestingOrder>> levels = Levels(buys ? Side.Sell : Side.Buy);
        long rest = command.Contracts;
        while (rest > 0 && levels.Count > 0)
        {
            RestingOrder maker = levels.First().Value.First!.Value;
            if (buys ? maker.Ticks > command.Ticks : maker.Ticks < command.Ticks)
                break;
            long traded = Math.Min(rest, maker.Contracts);
            rest -= traded;
            maker.Contracts -= traded;
            _tally.Add(maker.Id, command.OrderId, maker.Ticks, traded);
            if (maker.Contracts == 0)
                Remove(maker);
        }

        return rest;
    }

    private SortedDictionary<long, LinkedList<RestingOrder>> Levels(Side side) => side == Side.Buy ? _bids : _asks;
}
