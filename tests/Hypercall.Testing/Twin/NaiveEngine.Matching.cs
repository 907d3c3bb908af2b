using Hypercall.Engine.Pricing;

namespace Hypercall.Testing.Twin;

/// <summary>The sweep of a taker through the book, maker by maker.</summary>
internal sealed partial class NaiveEngine
{
    /// <summary>Runs the taker against the book until it is filled, stopped, or nothing crosses.</summary>
    /// <returns>Why the taker's remainder is cancelled; None when it is not.</returns>
    private OrderReason Match(NaiveOrder taker)
    {
        NaiveWallet takerWallet = _state.Wallet(taker.Wallet);
        HashSet<long> met = [];
        while (taker.Remaining > 0)
        {
            if (taker.IsReduceOnly && Room(takerWallet, taker.Symbol, taker.Side).IsZero)
                return OrderReason.ReduceOnly;
            NaiveOrder? maker = BestCrossing(taker.Symbol, taker.Side, taker.Price, except: null);
            if (maker is null)
                return OrderReason.None;
            if (met.Count == _state.Rules.MaxMakers && !met.Contains(maker.Id))
                return OrderReason.SweepLimit;
            if (met.Add(maker.Id) && taker.IsLiquidation)
                _makersMet++;
            NaiveWallet makerWallet = _state.Wallet(maker.Wallet);
            if (maker.Wallet == taker.Wallet)
            {
                if (PreventSelfTrade(taker, maker))
                    return OrderReason.SelfTrade;
            }
            else if (maker.IsReduceOnly && Room(makerWallet, maker.Symbol, maker.Side).IsZero)
            {
                CancelResting(maker, OrderReason.ReduceOnly);
            }
            else if (Trade(taker, takerWallet, maker, makerWallet) && taker.Remaining > 0)
            {
                return OrderReason.Mmp;
            }
        }

        return OrderReason.None;
    }

    private NaiveOrder? BestCrossing(string symbol, Side takerSide, long limit, NaiveOrder? except)
    {
        IEnumerable<NaiveOrder> crossing = _state.Orders.Where(
            o => o.Symbol == symbol && o.Side != takerSide && o != except
                && (takerSide == Side.Buy ? o.Price <= limit : o.Price >= limit));
        // OrderBy is stable, so that among equal prices the first to arrive comes first.
        return takerSide == Side.Buy
            ? crossing.OrderBy(o => o.Price).FirstOrDefault()
            : crossing.OrderByDescending(o => o.Price).FirstOrDefault();
    }

    /// <summary>How much an order on this side can reduce.</summary>
    private static BigInteger Room(NaiveWallet wallet, string symbol, Side side)
    {
        BigInteger position = wallet.Position(symbol).Size;
        bool opposite = side == Side.Buy ? position < 0 : position > 0;
        return opposite ? BigInteger.Abs(position) : 0;
    }

    /// <returns>True when the taker's remainder is cancelled.</returns>
    private bool PreventSelfTrade(NaiveOrder taker, NaiveOrder maker)
    {
        switch (taker.Stp)
        {
            case StpMode.CancelMaker:
                CancelResting(maker, OrderReason.SelfTrade);
                return false;
            case StpMode.CancelTaker:
                return true;
            case StpMode.CancelBoth:
                CancelResting(maker, OrderReason.SelfTrade);
                return true;
        }

        long less = Math.Min(taker.Remaining, maker.Remaining);
        taker.Size -= less;
        maker.Size -= less;
        if (maker.Remaining == 0)
            CancelResting(maker, OrderReason.SelfTrade);
        else
            EmitOrder(maker, LiveStatus(maker), OrderReason.SelfTrade);
        return taker.Remaining == 0;
    }

    /// <returns>True when the taker's own protection was tripped.</returns>
    private bool Trade(NaiveOrder taker, NaiveWallet takerWallet, NaiveOrder maker, NaiveWallet makerWallet)
    {
        BigInteger most = BigInteger.Min(taker.Remaining, maker.Remaining);
        if (taker.IsReduceOnly)
            most = BigInteger.Min(most, Room(takerWallet, taker.Symbol, taker.Side));
        if (maker.IsReduceOnly)
            most = BigInteger.Min(most, Room(makerWallet, maker.Symbol, maker.Side));
        long size = (long)most;
        taker.Filled += size;
        maker.Filled += size;
        if (maker.Remaining == 0)
            _state.Orders.Remove(maker);
        Settle(new NaiveFill(
            taker.Symbol,
            maker.Price,
            size,
            taker.Side,
            new NaiveFillSide(takerWallet, taker.Id, taker.Terms.Builder, taker.IsLiquidation),
            new NaiveFillSide(makerWallet, maker.Id, maker.Terms.Builder, maker.IsLiquidation),
            taker.IsLiquidation || maker.IsLiquidation ? FillSource.Liquidation : FillSource.Book));
        EmitOrder(maker, LiveStatus(maker), OrderReason.None);
        Protect(makerWallet, maker, size);
        return Protect(takerWallet, taker, size);
    }

    /// <returns>True when the fill tripped the protection of the order's wallet.</returns>
    private bool Protect(NaiveWallet wallet, NaiveOrder order, long size)
    {
        string underlying = UnderlyingOf(order.Symbol);
        NaiveMmp? protection = wallet.Protection(underlying);
        if (!order.IsMmp || protection is not { Enabled: true })
            return false;
        FillGreeks? greeks = Pricing.Greeks(_state.Instrument(order.Symbol)!);
        BigInteger signed = Signed(order.Side, size);
        var fill = new NaiveMmpFill(
            _state.Now, size, signed * (greeks?.DeltaUnits ?? 0), signed * (greeks?.VegaUnits ?? 0), greeks is not null);
        MmpCause? cause = protection.Fill(_state.Rules, fill, Reach);
        if (cause is null)
            return false;
        long? until = protection.FrozenUntilReset ? null : protection.FrozenUntil;
        Emit(EventLines.MmpTriggered(wallet.Address, underlying, cause.Value, until));
        if (_state.Orders.Contains(order))
            CancelResting(order, OrderReason.Mmp);
        CancelWhere(
            o => o.Wallet == wallet.Address && o.IsMmp && UnderlyingOf(o.Symbol) == underlying, OrderReason.Mmp);
        return true;
    }
}
