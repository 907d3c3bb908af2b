using Hypercall.Engine.Book;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.State;

/// <summary>The books: orders in the order of their queues.</summary>
internal sealed partial class SnapshotReader
{
    private readonly List<(OrderNode Node, OrderDetail Detail)> _orders = [];

    private void ReadBooks(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(MaxItems, EntryWriter.FixedOrderBytes, "order");
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

            slots[i] = _state.Orders.Add(wallet, _state.Markets[node.Instrument]!, node, detail);
        }

        foreach (int slot in slots)
            _state.Markets[_state.Orders.Store.Node(slot).Instrument]!.Book.Add(slot);
        ForgetTouches();
    }

    private void ReadOrder(ref CanonicalReader reader)
    {
        var node = new OrderNode
        {
            OrderId = reader.ReadInt64(1, _state.NextOrderId - 1, "order id"),
            PriceUnits = reader.ReadInt64(1, Price.MaxUnits, "price"),
            SizeUnits = reader.ReadInt64(1, Quantity.MaxExposureUnits, "size"),
        };
        node.RemainingUnits = reader.ReadInt64(1, Math.Max(1, node.SizeUnits), "remaining");
        node.Wallet = ReadNumber(ref reader, _state.Wallets.Count, "wallet");
        node.Instrument = ReadNumber(ref reader, _state.Markets.NextNumber, "instrument");
        if (!reader.Failed && _state.Markets[node.Instrument] is null)
            reader.Fail($"there is no instrument {node.Instrument}");
        node.Side = (Side)reader.ReadByte((byte)Side.Sell, "side");
        node.TimeInForce = (TimeInForce)reader.ReadByte((byte)TimeInForce.Gtd, "time in force");
        node.Flags = (OrderFlags)reader.ReadByte(
            (byte)(OrderFlags.PostOnly | OrderFlags.ReduceOnly | OrderFlags.Mmp), "flags");
        OrderDetail detail = reader.ReadBoolean() ? ReadRareDetail(ref reader, node.TimeInForce) : default;
        _orders.Add((node, detail));
    }

    private static OrderDetail ReadRareDetail(ref CanonicalReader reader, TimeInForce timeInForce)
    {
        var detail = new OrderDetail();
        if (timeInForce == TimeInForce.Gtd)
            detail.ExpiresAtMs = reader.ReadInt64(1, CommandEnvelope.MaxTimestampMs, "expiry");
        if (reader.ReadBoolean())
            detail.Builder = reader.ReadAddress();
        if (reader.ReadBoolean())
            detail.ClientId = reader.ReadString(OrderTerms.MaxClientIdBytes, "client id");
        return detail;
    }

    private static int ReadNumber(ref CanonicalReader reader, int bound, string what)
    {
        int number = reader.ReadInt32();
        if (number >= 0 && number < bound)
            return number;
        reader.Fail($"there is no {what} {number}");
        return 0;
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
