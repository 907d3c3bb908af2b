using Hypercall.Engine.Book;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.State;

/// <summary>The books: orders in the order of their queues.</summary>
internal sealed partial class SnapshotReader
{
    private readonly List<(OrderNode Node, OrderDetail Detail)> _orders = [];

    private void ReadBooks(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(MaxItems, EntryShapes.LeastOrderBytes, "orders");
        _orders.Capacity = count;
        for (int i = 0; i < count && !reader.Failed; i++)
            ReadOrder(ref reader);
        if (reader.Failed)
            return;

        // Wallets list their orders by id, books queue them as they stand here.
        var byId = new int[count];
        for (int i = 0; i < count; i++)
            byId[i] = i;
        Array.Sort(byId, (left, right) => _orders[left].Node.OrderId.CompareTo(_orders[right].Node.OrderId));
        var slots = new int[count];
        foreach (int i in byId)
        {
            (OrderNode node, OrderDetail detail) = _orders[i];
            WalletAccount wallet = _state.Wallets[node.Wallet];
            bool taken = _state.Orders.Store.Find(node.OrderId) >= 0
                || (detail.ClientId is not null && _state.Orders.FindByClientId(wallet, detail.ClientId) >= 0);
            if (taken)
            {
                reader.Fail($"order {node.OrderId} twice");
                return;
            }

            slots[i] = _state.Orders.Restore(wallet, _state.Markets[node.Instrument]!, node, detail);
        }

        foreach (int slot in slots)
            _state.InstrumentOf(slot).Book.Add(slot);
        ForgetTouches();
    }

    private void ReadOrder(ref CanonicalReader reader)
    {
        OrderNode node = default;
        OrderDetail detail = default;
        if (EntryShapes.Walk(ref reader, ref node))
            EntryShapes.Walk(ref reader, node.TimeInForce, ref detail);
        WalletOf(ref reader, node.Wallet);
        InstrumentOf(ref reader, node.Instrument);
        if (node.OrderId >= _state.NextOrderId)
            reader.Fail($"order id {node.OrderId} was never given");
        _orders.Add((node, detail));
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
