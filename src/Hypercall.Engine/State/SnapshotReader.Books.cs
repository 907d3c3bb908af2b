using Hypercall.Engine.Book;
using Hypercall.Engine.Shapes;

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

        // Wallets list their orders by id, books queue them as they stand here.
        var slots = new int[count];
        foreach (int place in SortedById(orders))
        {
            ref readonly OrderNode node = ref orders[place];
            OrderDetail detail = _rareDetails.GetValueOrDefault(place);
            WalletAccount wallet = _state.Wallets[node.Wallet];
            bool taken = _state.Orders.Store.Find(node.OrderId) >= 0
                || (detail.ClientId is not null && _state.Orders.FindByClientId(wallet, detail.ClientId) >= 0);
            if (taken)
            {
                reader.Fail($"order {node.OrderId} twice");
                return;
            }

            slots[place] = _state.Orders.Restore(wallet, _state.Markets[node.Instrument]!, node, detail);
        }

        foreach (int slot in slots)
            _state.InstrumentOf(slot).Book.Add(slot);
        ForgetTouches();
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

    /// <summary>Places of orders in the order of their ids: sorted by keys of their own, not by long values.</summary>
    private static int[] SortedById(OrderNode[] orders)
    {
        var ids = new long[orders.Length];
        var places = new int[orders.Length];
        for (int place = 0; place < orders.Length; place++)
        {
            ids[place] = orders[place].OrderId;
            places[place] = place;
        }

        Array.Sort(ids, places);
        return places;
    }

    private void ForgetTouches()
    {
        var ignored = new LevelChanges();
        for (int number = 0; number < _state.Markets.NextNumber; number++)
        {
            _state.Markets[number]?.Book.CollectChanges(ignored, ignored);
            ignored.Clear();
        }
    }
}
