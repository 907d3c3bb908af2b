using Hypercall.Engine.Modules.Admission;
using Hypercall.Engine.Modules.Books;
using Hypercall.Engine.Modules.Matching;

namespace Hypercall.Engine.Modules.Orders;

/// <summary>The order commands: place, cancel, replace, bulk and cancelling many.</summary>
internal sealed class OrderEntry(
    EngineState state, Turn turn, RestingOrders resting, Matcher matcher, OrderChecks orderChecks)
{
    public Refusal? Place(WalletAddress address, in OrderTerms order)
    {
        WalletAccount? wallet = state.Wallets.Find(address);
        Refusal? rejection = orderChecks.CheckOrder(
            address, wallet, order, OrderStore.NoSlot, out Instrument? instrument);
        if (rejection is null)
            matcher.Execute(wallet ?? state.Wallets.GetOrAdd(address), instrument!, order);
        return rejection;
    }

    public Refusal? Cancel(WalletAddress address, in OrderReference reference)
    {
        int slot = FindOwn(state.Wallets.Find(address), reference);
        if (slot < 0)
            return RejectCode.UnknownOrder;
        resting.CancelResting(slot, OrderReason.Requested);
        return null;
    }

    /// <summary>
    /// Slot of an open order that the wallet placed itself, or -1: a liquidation's is not its to touch.
    /// </summary>
    private int FindOwn(WalletAccount? wallet, in OrderReference reference)
    {
        int slot = state.Orders.Find(wallet, reference);
        return slot >= 0 && state.Orders.Store.IsLiquidation(slot) ? OrderStore.NoSlot : slot;
    }

    /// <summary>
    /// Checks the new order as if the old one were gone: it is suspended meanwhile and comes back to its very place
    /// when the new one is rejected.
    /// </summary>
    public Refusal? Replace(
        WalletAddress address, in OrderReference target, OrderTerms order, bool totalSize)
    {
        WalletAccount? wallet = state.Wallets.Find(address);
        int slot = FindOwn(wallet, target);
        if (slot < 0)
            return RejectCode.UnknownOrder;

        if (totalSize && !TryTakeOffFilled(slot, ref order))
        {
            resting.CancelResting(slot, OrderReason.Replaced);
            return null;
        }

        resting.Suspend(wallet!, slot);
        if (orderChecks.CheckOrder(address, wallet, order, slot, out Instrument? instrument) is { } rejection)
        {
            state.Orders.Resume(wallet!, slot);
            return rejection;
        }

        if (KeepsPriority(slot, instrument!, order))
        {
            state.Orders.Resume(wallet!, slot);
            ShrinkInPlace(wallet!, instrument!, slot, order.Size.Units);
            return null;
        }

        resting.EmitOrderUpdated(slot, OrderStatus.Canceled, OrderReason.Replaced);
        state.Orders.Remove(slot);
        matcher.Execute(wallet!, instrument!, order);
        return null;
    }

    /// <summary>Makes an order's total the open quantity; false when nothing is left open (risk.md §A6).</summary>
    private bool TryTakeOffFilled(int slot, ref OrderTerms order)
    {
        ref readonly OrderNode node = ref state.Orders.Store.Node(slot);
        long filled = node.SizeUnits - node.RemainingUnits;
        if (order.Size.Units <= filled)
            return false;
        order = order with { Size = new Quantity(order.Size.Units - filled) };
        return true;
    }

    private bool KeepsPriority(int slot, Instrument instrument, in OrderTerms order)
    {
        ref readonly OrderNode node = ref state.Orders.Store.Node(slot);
        ref readonly OrderDetail detail = ref state.Orders.Store.Detail(slot);
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
        long cut = state.Orders.Store.Node(slot).RemainingUnits - openUnits;
        resting.Shrink(wallet, instrument, slot, cut);
        turn.Output.OrderId = state.Orders.Store.Node(slot).OrderId;
        resting.EmitOrderUpdated(slot, state.Orders.Store.Node(slot).Status(), OrderReason.Replaced);
    }

    public Refusal? ApplyCancelAll(CancelAll command)
    {
        if (command.Symbol is not null && state.Markets.Find(command.Symbol) is null
            && !ParsedInstrument.IsOptionSymbol(command.Symbol))
        {
            return turn.Reject(RejectCode.InvalidSymbol, 0, 0, command.Symbol);
        }

        if (command.Underlying is not null && !ParsedInstrument.IsUnderlying(command.Underlying))
            return turn.Reject(RejectCode.InvalidSymbol, 0, 0, command.Underlying);
        if (state.Wallets.Find(command.Wallet) is { } wallet)
            resting.CancelSome(wallet, OrderReason.Requested, slot => IsSelected(slot, command));
        return null;
    }

    private bool IsSelected(int slot, CancelAll filter)
    {
        Instrument instrument = state.InstrumentOf(slot);
        return !state.Orders.Store.IsLiquidation(slot)
            && (filter.Symbol is null || string.Equals(instrument.Symbol, filter.Symbol, StringComparison.Ordinal))
            && (filter.Underlying is null
                || string.Equals(instrument.Underlying.Name, filter.Underlying, StringComparison.Ordinal))
            && (!filter.MmpOnly || (state.Orders.Store.Node(slot).Flags & OrderFlags.Mmp) != 0);
    }

    public Refusal? ApplyBulk(BulkOrders bulk)
    {
        if (bulk.Actions.Length is 0 or > BulkOrders.MaxActions)
            return turn.Reject(RejectCode.InvalidBulk, bulk.Actions.Length, BulkOrders.MaxActions);

        turn.Output.HasResults = true;
        foreach (BulkAction action in bulk.Actions)
        {
            turn.Output.OrderId = null;
            Refusal? rejection = action switch
            {
                BulkPlace place => Place(bulk.Wallet, place.Order),
                BulkCancel cancel => Cancel(bulk.Wallet, cancel.Order),
                BulkReplace replace => Replace(bulk.Wallet, replace.Target, replace.Order, replace.TotalSize),
                _ => throw new EngineInvariantException($"no handler for {action}"),
            };
            turn.Output.AddResult(new ActionResult(turn.TakeRejection(rejection), turn.Output.OrderId));
        }

        turn.Output.OrderId = null;
        return null;
    }
}
