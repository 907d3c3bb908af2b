namespace Hypercall.Testing.Twin;

/// <summary>Partial liquidation through the book (risk.md B2).</summary>
internal sealed partial class NaiveEngine
{
    private void EnterPartial(NaiveWallet wallet)
    {
        NaiveStage stage = NewStage(LiquidationMode.Partial, _state.Rules.Liquidation.EscalationMs);
        foreach (NaivePosition position in wallet.Positions.Where(p => !p.Size.IsZero))
            stage.EntrySizes[position.Symbol] = BigInteger.Abs(position.Size);
        Enter(wallet, LiquidationState.InLiquidation, stage);
        CancelWhere(o => o.Wallet == wallet.Address, OrderReason.Liquidation);
        Reach("partial entered");
        StepPartial(wallet, stage);
    }

    /// <returns>True when partial liquidation is over.</returns>
    private bool LeavePartial(NaiveWallet wallet)
    {
        if (HasRecovered(wallet))
        {
            Leave(wallet, LiquidationState.Healthy);
            Reach("partial recovers");
            return true;
        }

        if (OwnEquity(wallet) >= 0)
            return false;
        Reach("partial becomes full with nothing left");
        EnterFull(wallet, isExamined: true);
        return true;
    }

    private void StepPartial(NaiveWallet wallet, NaiveStage stage)
    {
        CancelWhere(o => o.Wallet == wallet.Address && o.IsLiquidation, OrderReason.Liquidation);
        if (HasRecovered(wallet))
        {
            Leave(wallet, LiquidationState.Healthy);
            Reach("partial recovers");
        }
        else if (OwnEquity(wallet) < 0 || stage.EndsAt <= _state.Now)
        {
            Reach(OwnEquity(wallet) < 0 ? "partial becomes full with nothing left" : "partial escalates");
            EnterFull(wallet, isExamined: false);
        }
        else if (PlaceLiquidationOrders(wallet, stage))
        {
            Leave(wallet, LiquidationState.Healthy);
            Reach("partial recovers by its order");
        }
        else
        {
            stage.Step++;
            stage.NextAt = _state.Now + _state.Rules.Liquidation.RepriceMs;
        }
    }

    /// <returns>True as soon as the wallet has recovered.</returns>
    private bool PlaceLiquidationOrders(NaiveWallet wallet, NaiveStage stage)
    {
        BigInteger left = OwnEquity(wallet);
        BigInteger worse = Worsening(wallet, stage, left);
        string[] symbols =
            [.. wallet.Positions.Where(p => !p.Size.IsZero).Select(p => p.Symbol).Order(StringComparer.Ordinal)];
        foreach (string symbol in symbols)
        {
            if (LiquidationTerms(wallet, stage, symbol, worse) is not OrderTerms terms)
                continue;
            BigInteger cost = CostAgainstMark(wallet, terms);
            bool takesTooMuch = cost > left || cost > OwnEquity(wallet);
            if (takesTooMuch || !RaisesExcess(wallet, terms))
            {
                Reach(takesTooMuch ? "liquidation order would take too much" : "liquidation order would not help");
                continue;
            }

            left -= cost;
            AcceptLiquidation(wallet, terms);
            if (ExcessOfPositions(wallet) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>ρ: how much worse than the mark orders may be, in ppm.</summary>
    private BigInteger Worsening(NaiveWallet wallet, NaiveStage stage, BigInteger ownEquity)
    {
        BigInteger bonus = BigInteger.Min(
            _state.Rules.Liquidation.BonusMaxPpm,
            (BigInteger)stage.Step * _state.Rules.Liquidation.BonusStepPpm + wallet.BonusPpm);
        BigInteger gross = Gross(wallet);
        if (gross.IsZero)
            return bonus;
        if (ownEquity * NaiveMath.PartsPerMillion / gross < bonus)
            Reach("worsening bounded by own equity");
        return BigInteger.Min(bonus, ownEquity * NaiveMath.PartsPerMillion / gross);
    }

    /// <summary>Σ mark × |Q|.</summary>
    private BigInteger Gross(NaiveWallet wallet)
    {
        BigInteger gross = 0;
        foreach (NaivePosition position in wallet.Positions.Where(p => !p.Size.IsZero))
            gross += MaintenanceValue(position).Mark * BigInteger.Abs(position.Size);
        return gross;
    }

    /// <summary>The order of a step for a position, or null where it cannot trade.</summary>
    private OrderTerms? LiquidationTerms(NaiveWallet wallet, NaiveStage stage, string symbol, BigInteger worse)
    {
        NaiveInstrument instrument = _state.Instrument(symbol)!;
        if (instrument.IsPending || !CanTrade(instrument) || Pricing.Mark(instrument) is not BigInteger mark)
        {
            Reach("liquidation passes over what cannot trade");
            return null;
        }

        BigInteger held = wallet.Position(symbol).Size;
        BigInteger atEntry = stage.EntrySizes.GetValueOrDefault(symbol, BigInteger.Abs(held));
        BigInteger step = new NaiveRules(_state.Rules, instrument.Underlying).SizeStep;
        BigInteger slice = NaiveMath.CeilingOf(
            atEntry * _state.Rules.Liquidation.SlicePpm, NaiveMath.PartsPerMillion * step) * step;
        Side side = held > 0 ? Side.Sell : Side.Buy;
        if (LimitBeyond(instrument.Underlying, side, mark, worse) is not long limit)
            return null;
        long size = (long)BigInteger.Min(BigInteger.Abs(held), slice);
        return new OrderTerms(
            symbol, side, new Price(limit), new Quantity(size), Flags: OrderFlags.ReduceOnly);
    }

    /// <summary>The nearest price, away from the mark, that an order could have; for a sell at least the least one.</summary>
    private long? LimitBeyond(string underlying, Side side, BigInteger mark, BigInteger worse)
    {
        BigInteger million = NaiveMath.PartsPerMillion;
        var grid = new NaivePriceGrid(_state.Rules, underlying);
        return side == Side.Sell
            ? grid.AtOrBelow(mark * (million - worse) / million) ?? grid.AtOrAbove(1)
            : grid.AtOrAbove(NaiveMath.CeilingOf(mark * (million + worse), million));
    }

    /// <summary>What a fill whole at its limit would cost against the mark; a gain is none.</summary>
    private BigInteger CostAgainstMark(NaiveWallet wallet, OrderTerms terms)
    {
        BigInteger mark = MaintenanceValue(wallet.Position(terms.Symbol)).Mark;
        return BigInteger.Max(0, Signed(terms.Side, terms.Size.Units) * (terms.Price.Units - mark));
    }

    private bool RaisesExcess(NaiveWallet wallet, OrderTerms terms)
    {
        BigInteger signed = Signed(terms.Side, terms.Size.Units);
        NaiveMarginCase now = PositionsOf(wallet);
        NaiveMarginCase filled = now.WithFill(terms.Symbol, signed, terms.Price.Units, fee: 0);
        BigInteger fee = LiquidationFee(
            terms.Symbol, terms.Price.Units, terms.Size.Units, MaintenanceRisk.OwnEquity(filled)!.Value);
        return ExcessOf(filled.WithCash(-fee)) > ExcessOf(now);
    }

    private BigInteger LiquidationFee(string symbol, BigInteger price, BigInteger size, BigInteger ownEquity)
    {
        string underlying = UnderlyingOf(symbol);
        BigInteger fee = new NaiveRules(_state.Rules, underlying).Fees.CapPpm * price * size;
        if (Pricing.LastIndex(underlying) is BigInteger index)
            fee = BigInteger.Min(fee, _state.Rules.Liquidation.FeePpm * index * size);
        return BigInteger.Min(
            NaiveMath.EightDecimals(fee, NaiveMath.PartsPerMillion),
            NaiveMath.EightDecimalsDown(BigInteger.Max(0, ownEquity)));
    }

    private void AcceptLiquidation(NaiveWallet wallet, OrderTerms terms)
    {
        NaiveOrder order = NewOrder(wallet.Address, terms, isLiquidation: true);
        OrderReason reason = Match(order);
        if (reason == OrderReason.None && order.Remaining > 0)
            _state.Orders.Add(order);
        Reach(order.Filled > 0 ? "liquidation order takes" : "liquidation order rests");
        EmitOrder(order, reason == OrderReason.None ? LiveStatus(order) : OrderStatus.Canceled, reason);
    }
}
