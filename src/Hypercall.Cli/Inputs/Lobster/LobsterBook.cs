namespace Hypercall.Cli.Inputs.Lobster;

/// <summary>
/// The translator's own small model of the book: which orders rest where and in which order, so that it knows whom a
/// message means and who is first at the best price. Removal is by rank in the level's queue; levels of the recording
/// hold few orders.
/// </summary>
internal sealed class LobsterBook
{
    private readonly SortedDictionary<long, List<LobsterOrder>> _bids =
        new(Comparer<long>.Create((left, right) => right.CompareTo(left)));

    private readonly SortedDictionary<long, List<LobsterOrder>> _asks = [];
    private readonly Dictionary<long, LobsterOrder> _byId = [];
    private readonly Dictionary<(Side, long), LobsterOrder> _seeded = [];

    /// <summary>Adds an order of the recording at the end of its level.</summary>
    public void Add(long id, LobsterOrder order)
    {
        _byId.Add(id, order);
        Enqueue(order);
    }

    /// <summary>Adds the order that stands for all of a level from before the recording.</summary>
    public void AddSeeded(LobsterOrder order)
    {
        _seeded.Add((order.Side, order.Price), order);
        Enqueue(order);
    }

    /// <summary>True when an order of that id rests.</summary>
    public bool Contains(long id) => _byId.ContainsKey(id);

    /// <summary>
    /// The order a message means: the one of its id, else the seeded one of its level, else null.
    /// </summary>
    public LobsterOrder? Find(in LobsterMessage message) =>
        _byId.GetValueOrDefault(message.OrderId) ?? _seeded.GetValueOrDefault((message.Side, message.Price));

    /// <summary>True when nothing of its side stands before it.</summary>
    public bool IsFirstAtBest(LobsterOrder order)
    {
        SortedDictionary<long, List<LobsterOrder>> levels = LevelsOf(order.Side);
        (long best, List<LobsterOrder> queue) = levels.First();
        return best == order.Price && queue[0] == order;
    }

    /// <summary>Takes <paramref name="size"/> off an order, which must hold as much; at zero it is gone.</summary>
    public void Reduce(in LobsterMessage message, LobsterOrder order, long size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, order.Remaining);
        order.Remaining -= size;
        if (order.Remaining > 0)
            return;
        SortedDictionary<long, List<LobsterOrder>> levels = LevelsOf(order.Side);
        List<LobsterOrder> queue = levels[order.Price];
        queue.Remove(order);
        if (queue.Count == 0)
            levels.Remove(order.Price);
        if (!_byId.Remove(message.OrderId))
            _seeded.Remove((order.Side, order.Price));
    }

    private void Enqueue(LobsterOrder order)
    {
        SortedDictionary<long, List<LobsterOrder>> levels = LevelsOf(order.Side);
        if (!levels.TryGetValue(order.Price, out List<LobsterOrder>? queue))
            levels.Add(order.Price, queue = []);
        queue.Add(order);
    }

    private SortedDictionary<long, List<LobsterOrder>> LevelsOf(Side side) => side == Side.Buy ? _bids : _asks;
}
