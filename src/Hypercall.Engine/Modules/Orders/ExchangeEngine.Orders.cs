using Hypercall.Engine.Book;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>The order commands: place, cancel, replace, bulk and the ways of cancelling many.</summary>
public sealed partial class ExchangeEngine
{
    private const int NoSlot = -1;

    private RejectCode Place(WalletAddress address, in OrderTerms order)
    {
        WalletAccount? wallet = FindWallet(address);
        RejectCode rejection = CheckOrder(address, wallet, order, NoSlot, out Instrument? instrument);
        if (rejection == RejectCode.None)
            Execute(wallet ?? GetOrAddWallet(address), instrument!, order);
        return rejection;
    }

    private RejectCode Cancel(WalletAddress address, in OrderReference reference)
    {
        int slot = _state.Orders.Find(FindWallet(address), reference);
        if (slot < 0)
            return RejectCode.UnknownOrder;
        CancelResting(slot, OrderReason.Requested);
        return RejectCode.None;
    }

    /// <summary>
    /// Checks the new order as if the old one were gone: it is suspended meanwhile and comes back to its very place
    /// when the new one is rejected.
    /// </summary>
    private RejectCode Replace(
        WalletAddress address, in OrderReference target, OrderTerms order, bool totalSize)
    {
        WalletAccount? wallet = FindWallet(address);
        int slot = _state.Orders.Find(wallet, target);
        if (slot < 0)
            return RejectCode.UnknownOrder;

        if (totalSize && !TryTakeOffFilled(slot, ref order))
        {
            CancelResting(slot, OrderReason.Replaced);
            return RejectCode.None;
        }

        Suspend(wallet!, slot);
        RejectCode rejection = CheckOrder(address, wallet, order, slot, out Instrument? instrument);
        if (rejection != RejectCode.None)
        {
            Resume(wallet!, slot);
            return rejection;
        }

        if (KeepsPriority(slot, instrument!, order))
        {
            Resume(wallet!, slot);
            ShrinkInPlace(wallet!, instrument!, slot, order.Size.Units);
            return RejectCode.None;
        }

        RemoveSuspended(wallet!, slot);
        Execute(wallet!, instrument!, order);
        return RejectCode.None;
    }

    /// <summary>Makes an order's total the open quantity; false when nothing is left open (risk.md §A6).</summary>
    private bool TryTakeOffFilled(int slot, ref OrderTerms order)
    {
        ref OrderNode node = ref _state.Orders.Store.Node(slot);
        long filled = node.SizeUnits - node.RemainingUnits;
        if (order.Size.Units <= filled)
            return false;
        order = order with { Size = new Quantity(order.Size.Units - filled) };
        return true;
    }

    private bool KeepsPriority(int slot, Instrument instrument, in OrderTerms order)
    {
        ref OrderNode node = ref _state.Orders.Store.Node(slot);
        ref readonly OrderDetail detail = ref _state.Orders.Store.Detail(slot);
        return node.Instrument == instrument.Number
            && node.Side == order.Side
            && node.PriceUnits == order.Price.Units
            && node.TimeInForce == order.TimeInForce
            && detail.ExpiresAtMs == (order.ExpiresAtMs ?? 0)
            && node.Flags == order.Flags
            && detail.Builder == order.Builder
            && (order.ClientId is null || string.Equals(order.ClientId, detail.ClientId, StringComparison.Ordinal))
            && order.Size.Units < node.RemainingUnits;
    }

    private void ShrinkInPlace(WalletAccount wallet, Instrument instrument, int slot, long openUnits)
    {
        long cut = _state.Orders.Store.Node(slot).RemainingUnits - openUnits;
        ShrinkOrder(wallet, instrument, slot, cut);
        _output.OrderId = _state.Orders.Store.Node(slot).OrderId;
        EmitOrderUpdated(slot, StatusOf(slot), OrderReason.Replaced);
        _changes.RecordOrder(slot);
    }

    /// <summary>Takes <paramref name="cutUnits"/> off size and remaining; the order keeps its place.</summary>
    private void ShrinkOrder(WalletAccount wallet, Instrument instrument, int slot, long cutUnits)
    {
        TouchBook(instrument);
        instrument.Book.Reduce(slot, cutUnits);
        ref OrderNode node = ref _state.Orders.Store.Node(slot);
        node.SizeUnits -= cutUnits;
        _state.Orders.ChangeOpen(wallet, instrument, node, node.RemainingUnits + cutUnits, node.RemainingUnits);
    }

    private void Suspend(WalletAccount wallet, int slot)
    {
        Instrument instrument = InstrumentOf(slot);
        TouchBook(instrument);
        instrument.Book.Remove(slot);
        ref OrderNode node = ref _state.Orders.Store.Node(slot);
        _state.Orders.ChangeOpen(wallet, instrument, node, node.RemainingUnits, 0);
        wallet.OpenOrders--;
    }

    private void Resume(WalletAccount wallet, int slot)
    {
        Instrument instrument = InstrumentOf(slot);
        instrument.Book.Reattach(slot);
        ref OrderNode node = ref _state.Orders.Store.Node(slot);
        _state.Orders.ChangeOpen(wallet, instrument, node, 0, node.RemainingUnits);
        wallet.OpenOrders++;
    }

    private void RemoveSuspended(WalletAccount wallet, int slot)
    {
        EmitOrderUpdated(slot, OrderStatus.Canceled, OrderReason.Replaced);
        _changes.RecordOrderRemoved(_state.Orders.Store.Node(slot).OrderId);
        wallet.OpenOrders++;
        _state.Orders.Remove(wallet, InstrumentOf(slot), slot, 0);
    }

    private RejectCode ApplyCancelAll(CancelAll command)
    {
        if (command.Symbol is not null && _state.Markets.Find(command.Symbol) is null
            && !ParsedInstrument.IsOptionSymbol(command.Symbol))
        {
            return Reject(RejectCode.InvalidSymbol, 0, 0, command.Symbol);
        }

        if (command.Underlying is not null && !ParsedInstrument.IsUnderlying(command.Underlying))
            return Reject(RejectCode.InvalidSymbol, 0, 0, command.Underlying);
        WalletAccount? wallet = FindWallet(command.Wallet);
        int slot = wallet?.FirstOrder ?? NoSlot;
        while (slot >= 0)
        {
            int next = _state.Orders.Store.Node(slot).NextOfWallet;
            if (IsSelected(slot, command))
                CancelResting(slot, OrderReason.Requested);
            slot = next;
        }

        return RejectCode.None;
    }

    private bool IsSelected(int slot, CancelAll filter)
    {
        Instrument instrument = InstrumentOf(slot);
        return (filter.Symbol is null || string.Equals(instrument.Symbol, filter.Symbol, StringComparison.Ordinal))
            && (filter.Underlying is null
                || string.Equals(instrument.Underlying.Name, filter.Underlying, StringComparison.Ordinal))
            && (!filter.MmpOnly || (_state.Orders.Store.Node(slot).Flags & OrderFlags.Mmp) != 0);
    }

    private RejectCode ApplyCancelAllAfter(CancelAllAfter command)
    {
        if (command.TimeoutMs < 0 || command.TimeoutMs > CommandEnvelope.MaxTimestampMs - _state.TimestampMs)
            return RejectCode.Overflow;
        WalletAccount wallet = GetOrAddWallet(command.Wallet);
        wallet.CancelAllAtMs = command.TimeoutMs == 0 ? 0 : _state.TimestampMs + command.TimeoutMs;
        if (wallet.CancelAllAtMs == 0)
            _state.CancelAllDeadlines.Remove(wallet.Number);
        else
            _state.CancelAllDeadlines.Set(wallet.Number, wallet.CancelAllAtMs, wallet.Number);
        _changes.MarkWallet(wallet);
        return RejectCode.None;
    }

    private RejectCode ApplyBulk(BulkOrders bulk)
    {
        if (bulk.Actions.Length is 0 or > BulkOrders.MaxActions)
        {
            return Reject(RejectCode.InvalidBulk, bulk.Actions.Length, BulkOrders.MaxActions);
        }

        _output.HasResults = true;
        foreach (BulkAction action in bulk.Actions)
        {
            _output.OrderId = null;
            RejectCode rejection = action switch
            {
                BulkPlace place => Place(bulk.Wallet, place.Order),
                BulkCancel cancel => Cancel(bulk.Wallet, cancel.Order),
                BulkReplace replace => Replace(bulk.Wallet, replace.Target, replace.Order, replace.TotalSize),
                _ => throw new EngineInvariantException($"no handler for {action}"),
            };
            _output.AddResult(new ActionResult(TakeRejection(rejection), _output.OrderId));
        }

        _output.OrderId = null;
        return RejectCode.None;
    }

    private void CancelWalletOrders(WalletAccount wallet, OrderReason reason)
    {
        while (wallet.FirstOrder >= 0)
            CancelResting(wallet.FirstOrder, reason);
    }

    /// <summary>Cancels all orders of an instrument in ascending id.</summary>
    private void CancelInstrumentOrders(Instrument instrument, OrderReason reason)
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
            orders.Add((_state.Orders.Store.Node(slot).OrderId, slot));
    }

    private void CancelResting(int slot, OrderReason reason)
    {
        ref OrderNode node = ref _state.Orders.Store.Node(slot);
        Instrument instrument = InstrumentOf(slot);
        TouchBook(instrument);
        instrument.Book.Remove(slot);
        EmitOrderUpdated(slot, OrderStatus.Canceled, reason);
        _changes.RecordOrderRemoved(node.OrderId);
        _state.Orders.Remove(_state.Wallets[node.Wallet], instrument, slot, node.RemainingUnits);
    }

    private Instrument InstrumentOf(int slot) => _state.Markets[_state.Orders.Store.Node(slot).Instrument]!;

    private OrderStatus StatusOf(int slot)
    {
        ref OrderNode node = ref _state.Orders.Store.Node(slot);
        return node.SizeUnits == node.RemainingUnits ? OrderStatus.Open : OrderStatus.PartiallyFilled;
    }

    private void EmitOrderUpdated(int slot, OrderStatus status, OrderReason reason)
    {
        ref OrderNode node = ref _state.Orders.Store.Node(slot);
        long filled = node.SizeUnits - node.RemainingUnits;
        ref OrderUpdated updated = ref Events.AppendOrderUpdated();
        updated.OrderId = node.OrderId;
        updated.ClientId = node.HasRareDetail ? _state.Orders.Store.Detail(slot).ClientId : null;
        updated.Wallet = _state.Wallets[node.Wallet].Address;
        updated.Symbol = _state.Markets[node.Instrument]!.Symbol;
        updated.Side = node.Side;
        updated.Price = new Price(node.PriceUnits);
        updated.Size = new Quantity(node.SizeUnits);
        updated.Filled = new Quantity(filled);
        updated.Status = status;
        updated.Reason = reason;
        NoteOrderStatus(status, filled);
    }

    private void NoteOrderStatus(OrderStatus status, long filledUnits)
    {
        _lastOrderStatus = status;
        _lastOrderFilledUnits = filledUnits;
    }
}
