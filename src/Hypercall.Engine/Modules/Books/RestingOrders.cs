namespace Hypercall.Engine.Modules.Books;

/// <summary>Orders that rest: how they leave, shrink, step aside and come back, with the events of it.</summary>
internal sealed class RestingOrders(EngineState state, Turn turn)
{
    /// <summary>Takes <paramref name="cutUnits"/> off size and remaining; the order keeps its place.</summary>
    public void Shrink(WalletAccount wallet, Instrument instrument, int slot, long cutUnits)
    {
        turn.TouchBook(instrument);
        state.Orders.Shrink(wallet, instrument, slot, cutUnits);
    }

    public void Suspend(WalletAccount wallet, int slot)
    {
        turn.TouchBook(state.InstrumentOf(slot));
        state.Orders.Suspend(wallet, slot);
    }

    /// <summary>Cancels the orders that time has ended, earliest first.</summary>
    public void CancelExpired(long now)
    {
        while (state.Orders.TryTakeExpired(now, out int slot))
            CancelResting(slot, OrderReason.Expired);
    }

    public void CancelWalletOrders(WalletAccount wallet, OrderReason reason)
    {
        while (wallet.FirstOrder >= 0)
            CancelResting(wallet.FirstOrder, reason);
    }

    /// <summary>Cancels a wallet's orders, but for those that liquidation placed in its name.</summary>
    public void CancelOwnOrders(WalletAccount wallet, OrderReason reason) =>
        CancelSome(wallet, reason, slot => !state.Orders.Store.IsLiquidation(slot));

    /// <summary>Cancels the orders that liquidation placed in a wallet's name.</summary>
    public void CancelLiquidationOrders(WalletAccount wallet) =>
        CancelSome(wallet, OrderReason.Liquidation, state.Orders.Store.IsLiquidation);

    /// <summary>Cancels those of a wallet's orders that are picked, in ascending id.</summary>
    public void CancelSome(WalletAccount wallet, OrderReason reason, Predicate<int> isPicked)
    {
        int slot = wallet.FirstOrder;
        while (slot >= 0)
        {
            int next = state.Orders.Store.Node(slot).NextOfWallet;
            if (isPicked(slot))
                CancelResting(slot, reason);
            slot = next;
        }
    }

    /// <summary>Cancels all orders of an instrument in ascending id.</summary>
    public void CancelInstrumentOrders(Instrument instrument, OrderReason reason)
    {
        if (instrument.OpenOrders == 0)
            return;
        var orders = new List<(long OrderId, int Slot)>(instrument.OpenOrders);
        AddOrders(instrument.Book, Side.Buy, orders);
        AddOrders(instrument.Book, Side.Sell, orders);
        orders.Sort(static (left, right) => left.OrderId.CompareTo(right.OrderId));
        foreach ((_, int slot) in orders)
            CancelResting(slot, reason);
    }

    private void AddOrders(LimitOrderBook book, Side side, List<(long OrderId, int Slot)> orders)
    {
        for (int slot = book.BestOrder(side); slot >= 0; slot = book.NextOrder(slot))
            orders.Add((state.Orders.Store.Node(slot).OrderId, slot));
    }

    public void CancelResting(int slot, OrderReason reason)
    {
        turn.TouchBook(state.InstrumentOf(slot));
        EmitOrderUpdated(slot, OrderStatus.Canceled, reason);
        state.Orders.Remove(slot);
    }

    public void EmitOrderUpdated(int slot, OrderStatus status, OrderReason reason)
    {
        ref readonly OrderNode node = ref state.Orders.Store.Node(slot);
        long filled = node.SizeUnits - node.RemainingUnits;
        ref OrderUpdated updated = ref turn.Events.AppendOrderUpdated();
        updated.OrderId = node.OrderId;
        updated.ClientId = node.HasRareDetail ? state.Orders.Store.Detail(slot).ClientId : null;
        updated.Wallet = state.Wallets[node.Wallet].Address;
        updated.Symbol = state.Markets[node.Instrument]!.Symbol;
        updated.Side = node.Side;
        updated.Price = new Price(node.PriceUnits);
        updated.Size = new Quantity(node.SizeUnits);
        updated.Filled = new Quantity(filled);
        updated.Status = status;
        updated.Reason = reason;
        updated.Liquidation = node.HasRareDetail && state.Orders.Store.Detail(slot).IsLiquidation;
        turn.NoteOrderStatus(status, filled);
    }
}
