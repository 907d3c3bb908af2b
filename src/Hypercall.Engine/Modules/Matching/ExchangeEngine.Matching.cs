using Hypercall.Engine.Book;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Modules.Matching;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>
/// Price-time matching, one maker at a time, at the maker's price (engine.md §5). The loop for the next maker: the
/// taker's reduce-only room, crossing, self-trade prevention, the maker's reduce-only room, a fill of the least of all.
/// </summary>
public sealed partial class ExchangeEngine
{
    private readonly TakerOrder _taker = new();

    /// <summary>Matches an admitted order, then rests or cancels what remains.</summary>
    private void Execute(WalletAccount wallet, Instrument instrument, in OrderTerms order)
    {
        TakerOrder taker = _taker;
        taker.Start(wallet, instrument, order, _state.NextOrderId++, _state.Rules.DefaultStp);
        _output.OrderId = taker.OrderId;
        Match(taker);
        if (taker.RemainingUnits > 0 && !taker.IsCanceled)
        {
            if (taker.IsReduceOnly && ReducibleUnits(wallet, instrument, order.Side) == 0)
                taker.CancelReason = OrderReason.ReduceOnly;
            else if (order.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok)
                taker.CancelReason = OrderReason.Ioc;
        }

        EmitTakerUpdated(taker);
        if (taker.RemainingUnits > 0 && !taker.IsCanceled)
            Rest(taker);
    }

    private void Match(TakerOrder taker)
    {
        LimitOrderBook book = taker.Instrument.Book;
        Side side = taker.Terms.Side;
        Side makerSide = Opposite(side);
        long limit = taker.Terms.Price.Units;
        while (taker.RemainingUnits > 0 && !taker.IsCanceled)
        {
            long room = taker.RemainingUnits;
            if (taker.IsReduceOnly)
            {
                room = Math.Min(room, ReducibleUnits(taker.Wallet, taker.Instrument, side));
                if (room == 0)
                {
                    taker.CancelReason = OrderReason.ReduceOnly;
                    return;
                }
            }

            int slot = book.BestOrder(makerSide);
            if (slot < 0)
                return;
            ref OrderNode maker = ref _state.Orders.Store.Node(slot);
            if (!Crosses(side, limit, maker.PriceUnits))
                return;
            if (!taker.MayMeet(maker.OrderId, _state.Rules.MaxMakers))
            {
                taker.CancelReason = OrderReason.SweepLimit;
                return;
            }

            TouchBook(taker.Instrument);
            if (maker.Wallet == taker.Wallet.Number)
                PreventSelfTrade(taker, slot);
            else
                TradeWithMaker(taker, slot, room);
        }
    }

    private void TradeWithMaker(TakerOrder taker, int slot, long room)
    {
        ref OrderNode maker = ref _state.Orders.Store.Node(slot);
        room = Math.Min(room, maker.RemainingUnits);
        if ((maker.Flags & OrderFlags.ReduceOnly) != 0)
        {
            long makerRoom = ReducibleUnits(_state.Wallets[maker.Wallet], taker.Instrument, maker.Side);
            if (makerRoom == 0)
            {
                CancelResting(slot, OrderReason.ReduceOnly);
                return;
            }

            room = Math.Min(room, makerRoom);
        }

        Fill(taker, slot, room);
    }

    /// <summary>How much an order on this side can reduce the wallet's position: |Q| if opposite, else 0.</summary>
    private long ReducibleUnits(WalletAccount wallet, Instrument instrument, Side side)
    {
        int slot = _state.Positions.Find(wallet.Number, instrument.Number);
        if (slot < 0)
            return 0;
        long quantity = _state.Positions[slot].QuantityUnits;
        return side == Side.Buy ? Math.Max(0, -quantity) : Math.Max(0, quantity);
    }

    private void PreventSelfTrade(TakerOrder taker, int slot)
    {
        switch (taker.Stp)
        {
            case StpMode.CancelMaker:
                CancelResting(slot, OrderReason.SelfTrade);
                break;
            case StpMode.CancelTaker:
                taker.CancelReason = OrderReason.SelfTrade;
                break;
            case StpMode.CancelBoth:
                CancelResting(slot, OrderReason.SelfTrade);
                taker.CancelReason = OrderReason.SelfTrade;
                break;
            default:
                Decrement(taker, slot);
                break;
        }
    }

    /// <summary>Takes the smaller remainder from both without a trade; what reaches zero is cancelled.</summary>
    private void Decrement(TakerOrder taker, int slot)
    {
        long cut = Math.Min(taker.RemainingUnits, _state.Orders.Store.Node(slot).RemainingUnits);
        taker.SizeUnits -= cut;
        taker.RemainingUnits -= cut;
        if (_state.Orders.Store.Node(slot).RemainingUnits == cut)
        {
            RemoveDecremented(taker, slot, cut);
        }
        else
        {
            ShrinkOrder(taker.Wallet, taker.Instrument, slot, cut);
            EmitOrderUpdated(slot, StatusOf(slot), OrderReason.SelfTrade);
            _changes.RecordOrder(slot);
        }

        if (taker.RemainingUnits == 0)
            taker.CancelReason = OrderReason.SelfTrade;
    }

    private void RemoveDecremented(TakerOrder taker, int slot, long cut)
    {
        taker.Instrument.Book.Fill(slot, cut);
        _state.Orders.Store.Node(slot).SizeUnits -= cut;
        EmitOrderUpdated(slot, OrderStatus.Canceled, OrderReason.SelfTrade);
        _changes.RecordOrderRemoved(_state.Orders.Store.Node(slot).OrderId);
        _state.Orders.Remove(taker.Wallet, taker.Instrument, slot, cut);
    }

    private void EmitTakerUpdated(TakerOrder taker)
    {
        long filled = taker.SizeUnits - taker.RemainingUnits;
        OrderStatus status;
        if (taker.IsCanceled)
            status = OrderStatus.Canceled;
        else if (taker.RemainingUnits == 0)
            status = OrderStatus.Filled;
        else
            status = filled == 0 ? OrderStatus.Open : OrderStatus.PartiallyFilled;
        ref OrderUpdated updated = ref Events.AppendOrderUpdated();
        updated.OrderId = taker.OrderId;
        updated.ClientId = taker.Terms.ClientId;
        updated.Wallet = taker.Wallet.Address;
        updated.Symbol = taker.Instrument.Symbol;
        updated.Side = taker.Terms.Side;
        updated.Price = taker.Terms.Price;
        updated.Size = new Quantity(taker.SizeUnits);
        updated.Filled = new Quantity(filled);
        updated.Status = status;
        updated.Reason = taker.CancelReason;
        NoteOrderStatus(status, filled);
    }

    private void Rest(TakerOrder taker)
    {
        var node = new OrderNode
        {
            OrderId = taker.OrderId,
            PriceUnits = taker.Terms.Price.Units,
            RemainingUnits = taker.RemainingUnits,
            SizeUnits = taker.SizeUnits,
            Instrument = taker.Instrument.Number,
            TimeInForce = taker.Terms.TimeInForce,
            Wallet = taker.Wallet.Number,
            Side = taker.Terms.Side,
            Flags = taker.Terms.Flags,
        };
        var detail = new OrderDetail
        {
            ExpiresAtMs = taker.Terms.ExpiresAtMs ?? 0,
            ClientId = taker.Terms.ClientId,
            Builder = taker.Terms.Builder,
        };
        int slot = _state.Orders.Add(taker.Wallet, taker.Instrument, node, detail);
        TouchBook(taker.Instrument);
        taker.Instrument.Book.Add(slot);
        _changes.RecordOrder(slot);
    }
}
