namespace Hypercall.Gateway.Deribit;

/// <summary>Fills of some orders behind one fill, order by order, of each the oldest first, so many at most.</summary>
internal delegate Task<IReadOnlyList<FillRow>> FillsBehind(IReadOnlyList<long> orderIds, long fillId, int limit);

/// <summary>What an order's fills come to up to one of them.</summary>
/// <param name="FillId">That one; 0: none has counted.</param>
/// <param name="Sequence">Of its command.</param>
/// <param name="Notional">Price × size.</param>
internal readonly record struct FillSum(long FillId, long Sequence, Cash Notional, Cash Fees)
{
    /// <summary>With fills that follow.</summary>
    public FillSum With(IEnumerable<FillRow> fills)
    {
        FillSum sum = this;
        foreach (FillRow fill in fills)
            sum = new FillSum(
                fill.FillId, fill.Sequence, sum.Notional + Cash.Notional(fill.Price, fill.Size), sum.Fees + fill.Fee);
        return sum;
    }
}

/// <summary>An order's fills: what the older ones come to, and the others.</summary>
internal sealed record OrderFills(FillSum Older, IReadOnlyList<FillRow> Newer)
{
    public static OrderFills None { get; } = new(default, []);

    /// <summary>What those up to a command come to.</summary>
    public FillSum AsOf(long sequence) => Older.With(Newer.TakeWhile(fill => fill.Sequence <= sequence));
}

/// <summary>
/// What the fills of orders come to. An order may have any number of them: what a page of them comes to is remembered,
/// so that whoever asks again reads only those behind it. Safe for use from several threads.
/// </summary>
/// <param name="mostAtOnce">Fills read at a time; an order of fewer is read anew each time.</param>
internal sealed class OrderSums(int mostAtOnce = 512)
{
    /// <summary>Orders whose sums are remembered; what is forgotten is read anew.</summary>
    private const int MostKept = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, List<FillSum>> _kept = [];
    private int _begins;

    /// <summary>Fills of orders, by their ids; an order without any has none.</summary>
    /// <param name="from">The first command as of which it is asked what they come to.</param>
    /// <param name="to">The last one: later fills may be missing.</param>
    /// <param name="begins">How often the history has been begun: of another time nothing is known.</param>
    public async Task<IReadOnlyDictionary<long, OrderFills>> ReadAsync(
        IReadOnlyCollection<long> orderIds, long from, long to, int begins, FillsBehind read)
    {
        ILookup<bool, long> ids = orderIds.Order().ToLookup(orderId => Last(orderId, from, begins).FillId > 0);
        var found = new Dictionary<long, OrderFills>();
        foreach (long orderId in ids[true])
            found.Add(orderId, await ReadAsync(orderId, from, to, begins, read));
        for (long[] few = [.. ids[false]]; few.Length > 0;)
        {
            IReadOnlyList<FillRow> rows = await read(few, 0, mostAtOnce);
            long? cut = rows.Count == mostAtOnce ? rows[^1].OrderId : null;
            foreach (IGrouping<long, FillRow> order in rows.GroupBy(row => row.OrderId).Where(one => one.Key != cut))
                found.Add(order.Key, new OrderFills(default, [.. order]));
            if (cut is { } last)
                found.Add(last, await ReadAsync(last, from, to, begins, read));
            few = [.. few.Where(orderId => orderId > cut)];
        }

        return found;
    }

    private async Task<OrderFills> ReadAsync(long orderId, long from, long to, int begins, FillsBehind read)
    {
        FillSum older = Last(orderId, from, begins);
        var newer = new List<FillRow>();
        while (true)
        {
            IReadOnlyList<FillRow> rows = await read(
                [orderId], newer.Count > 0 ? newer[^1].FillId : older.FillId, mostAtOnce);
            newer.AddRange(rows);
            if (rows.Count < mostAtOnce || rows[^1].Sequence > to)
                return new OrderFills(older, newer);
            if (rows[^1].Sequence > from)
                continue;
            older = older.With(newer);
            newer.Clear();
            Keep(orderId, older, begins);
        }
    }

    /// <summary>The last sum that is remembered up to a command.</summary>
    private FillSum Last(long orderId, long sequence, int begins)
    {
        lock (_gate)
        {
            if (begins != _begins)
                _kept.Clear();
            _begins = begins;
            return _kept.TryGetValue(orderId, out List<FillSum>? sums)
                ? sums.FindLast(sum => sum.Sequence <= sequence)
                : default;
        }
    }

    private void Keep(long orderId, in FillSum sum, int begins)
    {
        lock (_gate)
        {
            if (begins != _begins)
                return;
            if (!_kept.TryGetValue(orderId, out List<FillSum>? sums))
            {
                if (_kept.Count >= MostKept)
                    _kept.Clear();
                _kept.Add(orderId, sums = []);
            }

            if (sums.Count == 0 || sums[^1].FillId < sum.FillId)
                sums.Add(sum);
        }
    }
}
