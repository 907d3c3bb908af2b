using Hypercall.Engine.Modules.Accounting;
using Hypercall.Engine.Modules.Books;
using Hypercall.Engine.Modules.Protection;

namespace Hypercall.Engine.Modules.Matching;

/// <summary>
/// Price-time matching, one maker at a time, at the maker's price (engine.md §5). The loop for the next maker: the
/// taker's reduce-only room, crossing, self-trade prevention, the maker's reduce-only room, a fill of the least of all.
/// </summary>
internal sealed class Matcher(
    EngineState state, Turn turn, RestingOrders resting, FillAccounting fills, MarketMakerProtection protection)
{
    private readonly TakerOrder _taker = new();

    /// <summary>Matches an admitted order, then rests or cancels what remains.</summary>
    public void Execute(WalletAccount wallet, Instrument instrument, in OrderTerms order)
    {
        TakerOrder taker = _taker;
        taker.Start(wallet, instrument, order, state.TakeOrderId(), state.Rules.DefaultStp);
        turn.Output.OrderId = taker.OrderId;
        Complete(taker);
    }

    /// <summary>Matches an order of a liquidation in its wallet's name, then rests or cancels what remains.</summary>
    /// <returns>How many makers it has met.</returns>
    public int ExecuteLiquidation(WalletAccount wallet, Instrument instrument, Side side, long priceUnits, long units)
    {
        var order = new OrderTerms(
            instrument.Symbol, side, new Price(priceUnits), new Quantity(units), Flags: OrderFlags.ReduceOnly);
        _taker.Start(
            wallet, instrument, order, state.TakeOrderId(), state.Rules.DefaultStp, isLiquidation: true);
        Complete(_taker);
        return _taker.MakersMet;
    }

    private void Complete(TakerOrder taker)
    {
        Match(taker);
        if (taker.RemainingUnits > 0 && !taker.IsCanceled && taker.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok)
            taker.CancelReason = OrderReason.Ioc;
        EmitTakerUpdated(taker);
        if (taker.RemainingUnits > 0 && !taker.IsCanceled)
            Rest(taker);
    }

    private void Match(TakerOrder taker)
    {
        LimitOrderBook book = taker.Instrument.Book;
        Side side = taker.Side;
        Side makerSide = Sides.Opposite(side);
        long limit = taker.Price.Units;
        while (taker.RemainingUnits > 0 && !taker.IsCanceled)
        {
            long room = taker.RemainingUnits;
            if (taker.IsReduceOnly)
            {
                room = Math.Min(room, taker.ReducibleUnits(state.Positions));
                if (room == 0)
                {
                    taker.CancelReason = OrderReason.ReduceOnly;
                    return;
                }
            }

            int slot = book.BestOrderWithin(makerSide, limit);
            if (slot < 0)
                return;
            ref readonly OrderNode maker = ref state.Orders.Store.Node(slot);
            if (!taker.MayMeet(maker.OrderId, state.Rules.MaxMakers))
            {
                taker.CancelReason = OrderReason.SweepLimit;
                return;
            }

            turn.TouchBook(taker.Instrument);
            if (maker.Wallet == taker.Wallet.Number)
                PreventSelfTrade(taker, slot);
            else
                TradeWithMaker(taker, slot, room);
        }
    }

    private void TradeWithMaker(TakerOrder taker, int slot, long room)
    {
        ref readonly OrderNode maker = ref state.Orders.Store.Node(slot);
        room = Math.Min(room, maker.RemainingUnits);
        if ((maker.Flags & OrderFlags.ReduceOnly) != 0)
        {
            WalletAccount wallet = state.Wallets[maker.Wallet];
            long makerRoom = state.Positions.Of(wallet, taker.Instrument).ReducibleUnits(maker.Side);
            if (makerRoom == 0)
            {
                resting.CancelResting(slot, OrderReason.ReduceOnly);
                return;
            }

            room = Math.Min(room, makerRoom);
        }

        Fill(taker, slot, room);
    }

    private void PreventSelfTrade(TakerOrder taker, int slot)
    {
        switch (taker.Stp)
        {
            case StpMode.CancelMaker:
                resting.CancelResting(slot, OrderReason.SelfTrade);
                break;
            case StpMode.CancelTaker:
                taker.CancelReason = OrderReason.SelfTrade;
                break;
            case StpMode.CancelBoth:
                resting.CancelResting(slot, OrderReason.SelfTrade);
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
        long cut = Math.Min(taker.RemainingUnits, state.Orders.Store.Node(slot).RemainingUnits);
        taker.SizeUnits -= cut;
        taker.RemainingUnits -= cut;
        resting.Shrink(taker.Wallet, taker.Instrument, slot, cut);
        ref readonly OrderNode maker = ref state.Orders.Store.Node(slot);
        bool isGone = maker.RemainingUnits == 0;
        resting.EmitOrderUpdated(slot, isGone ? OrderStatus.Canceled : maker.Status(), OrderReason.SelfTrade);
        if (isGone)
            state.Orders.Remove(slot);
        if (taker.RemainingUnits == 0)
            taker.CancelReason = OrderReason.SelfTrade;
    }

    /// <summary>
    /// Fills <paramref name="units"/> of the taker with the best maker and lets protection act on it.
    /// </summary>
    private void Fill(TakerOrder taker, int slot, long units)
    {
        ref readonly OrderNode maker = ref state.Orders.Store.Node(slot);
        Instrument instrument = taker.Instrument;
        OrderFlags makerFlags = maker.Flags;
        WalletAccount makerWallet = state.Wallets[maker.Wallet];
        long takerUnits = Sides.Signed(taker.Side, units);
        bool isMakerLiquidated = state.Orders.Store.IsLiquidation(slot);
        FillSource source = taker.IsLiquidation || isMakerLiquidated ? FillSource.Liquidation : FillSource.Book;
        fills.Execute(new Trade(taker.Wallet, makerWallet, instrument, maker.PriceUnits, takerUnits, source)
        {
            IsTakerLiquidated = taker.IsLiquidation,
            IsMakerLiquidated = isMakerLiquidated,
            TakerOrderId = taker.OrderId,
            MakerOrderId = maker.OrderId,
            TakerBuilder = taker.Builder,
            MakerBuilder = maker.HasRareDetail ? state.Orders.Store.Detail(slot).Builder : null,
        });
        taker.RemainingUnits -= units;
        bool makerFilled = FillMaker(makerWallet, instrument, slot, units);
        if ((makerFlags & OrderFlags.Mmp) != 0)
            protection.ProtectAfterFill(makerWallet, instrument, -takerUnits, makerFilled ? OrderStore.NoSlot : slot);
        if ((taker.Flags & OrderFlags.Mmp) != 0
            && protection.ProtectAfterFill(taker.Wallet, instrument, takerUnits, OrderStore.NoSlot)
            && taker.RemainingUnits > 0)
        {
            taker.CancelReason = OrderReason.Mmp;
        }
    }

    /// <summary>Takes a fill off the maker's order; true when nothing of it remains.</summary>
    private bool FillMaker(WalletAccount wallet, Instrument instrument, int slot, long units)
    {
        state.Orders.Fill(wallet, instrument, slot, units);
        bool filled = state.Orders.Store.Node(slot).RemainingUnits == 0;
        resting.EmitOrderUpdated(slot, filled ? OrderStatus.Filled : OrderStatus.PartiallyFilled, OrderReason.None);
        if (filled)
            state.Orders.Remove(slot);
        return filled;
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
        ref OrderUpdated updated = ref turn.Events.AppendOrderUpdated();
        updated.OrderId = taker.OrderId;
        updated.ClientId = taker.ClientId;
        updated.Wallet = taker.Wallet.Address;
        updated.Symbol = taker.Instrument.Symbol;
        updated.Side = taker.Side;
        updated.Price = taker.Price;
        updated.Size = new Quantity(taker.SizeUnits);
        updated.Filled = new Quantity(filled);
        updated.Status = status;
        updated.Reason = taker.CancelReason;
        updated.Liquidation = taker.IsLiquidation;
        turn.NoteOrderStatus(status, filled);
    }

    private void Rest(TakerOrder taker)
    {
        var node = new OrderNode
        {
            OrderId = taker.OrderId,
            PriceUnits = taker.Price.Units,
            RemainingUnits = taker.RemainingUnits,
            SizeUnits = taker.SizeUnits,
            Instrument = taker.Instrument.Number,
            TimeInForce = taker.TimeInForce,
            Wallet = taker.Wallet.Number,
            Side = taker.Side,
            Flags = taker.Flags,
        };
        var detail = new OrderDetail
        {
            ExpiresAtMs = taker.ExpiresAtMs,
            ClientId = taker.ClientId,
            Builder = taker.Builder,
            IsLiquidation = taker.IsLiquidation,
        };
        turn.TouchBook(taker.Instrument);
        state.Orders.Rest(taker.Wallet, taker.Instrument, node, detail);
    }
}
