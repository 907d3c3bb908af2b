namespace Hypercall.Engine.State;

/// <summary>The books: orders in the order of their queues.</summary>
internal sealed partial class SnapshotReader
{
    /// <summary>What few orders have, by their place in the section.</summary>
    private readonly Dictionary<int, OrderDetail> _rareDetails = [];

    private void ReadBooks(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(MaxItems, EntryShapes.LeastOrderBytes, "orders");
        var orders = new OrderNode[count];
        for (int i = 0; i < count && !reader.Failed; i++)
            ReadOrder(ref reader, i, ref orders[i]);
        if (reader.Failed)
            return;

        (long[] ids, int[] byId) = SortedById(orders);
        for (int rank = 1; rank < count; rank++)
        {
            if (ids[rank] == ids[rank - 1])
                reader.Fail($"order {ids[rank]} twice");
        }

        if (!reader.Failed)
            Restore(ref reader, orders, ids, byId);
    }

    /// <summary>
    /// Wallets list their orders by id, the store names them by id, books queue them as they stand here. Wallet by
    /// wallet, what one of them needs is at hand, and its orders lie together from then on.
    /// </summary>
    private void Restore(ref CanonicalReader reader, OrderNode[] orders, long[] ids, int[] byId)
    {
        var slots = new int[orders.Length];
        foreach (int place in ByWallet(orders, byId))
        {
            ref readonly OrderNode node = ref orders[place];
            OrderDetail detail = _rareDetails.GetValueOrDefault(place);
            WalletAccount wallet = _state.Wallets[node.Wallet];
            if (detail.ClientId is not null && _state.Orders.FindByClientId(wallet, detail.ClientId) >= 0)
            {
                reader.Fail($"order {node.OrderId} twice");
                return;
            }

            slots[place] = _state.Orders.Restore(wallet, _state.Markets[node.Instrument]!, node, detail);
        }

        for (int rank = 0; rank < byId.Length; rank++)
            _state.Orders.Store.Name(slots[byId[rank]], ids[rank]);
        foreach (int slot in slots)
            _state.InstrumentOf(slot).Book.Add(slot, ref _state.Orders.Store.Change(slot));
    }

    private void ReadOrder(ref CanonicalReader reader, int place, ref OrderNode node)
    {
        if (EntryShapes.Walk(ref reader, ref node))
        {
            OrderDetail detail = default;
            EntryShapes.Walk(ref reader, node.TimeInForce, ref detail);
            _rareDetails[place] = detail;
        }

        WalletOf(ref reader, node.Wallet);
        InstrumentOf(ref reader, node.Instrument);
        if (node.OrderId >= _state.NextOrderId)
            reader.Fail($"order id {node.OrderId} was never given");
    }

    /// <summary>Ids of orders, ascending, and their places: sorted by keys of their own, not by long values.</summary>
    private static (long[] Ids, int[] Places) SortedById(OrderNode[] orders)
    {
        var ids = new long[orders.Length];
        var places = new int[orders.Length];
        for (int place = 0; place < orders.Length; place++)
        {
            ids[place] = orders[place].OrderId;
            places[place] = place;
        }

        Array.Sort(ids, places);
        return (ids, places);
    }

    /// <summary>Places of orders by wallet, those of a wallet as they were.</summary>
    private int[] ByWallet(OrderNode[] orders, int[] places)
    {
        var starts = new int[_state.Wallets.Count + 1];
        foreach (ref readonly OrderNode node in orders.AsSpan())
            starts[node.Wallet + 1]++;
        for (int wallet = 1; wallet < starts.Length; wallet++)
            starts[wallet] += starts[wallet - 1];
        var sorted = new int[places.Length];
        foreach (int place in places)
            sorted[starts[orders[place].Wallet]++] = place;
        return sorted;
    }
}
