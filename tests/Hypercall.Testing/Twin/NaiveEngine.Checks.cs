namespace Hypercall.Testing.Twin;

/// <summary>
/// Checks 4 to 12 of an order, each on the state as it would be without the order that is replaced, if any.
/// </summary>
internal sealed partial class NaiveEngine
{
    private NaiveReject? CheckNewOrder(NaiveWallet wallet, OrderTerms terms, NaiveOrder? replaced)
    {
        List<NaiveOrder> own = [.. _state.Orders.Where(o => o.Wallet == wallet.Address && o != replaced)];
        return CheckPrice(terms.Symbol, terms.Price.Units) ?? CheckSize(terms.Symbol, terms.Size.Units)
            ?? CheckExposure(wallet, terms.Symbol, terms.Size.Units, own)
            ?? CheckRoom(terms.Symbol, terms.Size.Units, replaced)
            ?? CheckBand(terms.Symbol, terms.Side, terms.Price.Units) ?? CheckForm(terms, own)
            ?? CheckBuilder(wallet, terms)
            ?? CheckInstrument(terms.Symbol)
            ?? CheckMode(terms.Symbol, TradingModes.Orderbook)
            ?? CheckLiquidation(wallet, ReducesRisk(wallet, terms, own)) ?? CheckTier(wallet, terms, own)
            ?? CheckFrozen(wallet, terms) ?? CheckReduceOnly(wallet, terms) ?? CheckPostOnly(terms, replaced)
            ?? CheckFillOrKill(wallet, terms, replaced) ?? CheckMargin(wallet, terms, own)
            ?? (ReducesRisk(wallet, terms, own) ? null : CheckIndex(terms.Symbol));
    }

    private NaiveReject? CheckPrice(string symbol, long price)
    {
        if (!ParsedInstrument.TryParse(symbol, out ParsedInstrument? instrument))
            return NaiveReject.Named(RejectCode.InvalidSymbol, symbol);
        if (price <= 0)
            return NaiveReject.Of(RejectCode.InvalidPrice, price);
        if (price > NaiveMath.MaxPrice)
            return NaiveReject.Of(RejectCode.Overflow);
        long tick = new NaiveRules(_state.Rules, instrument.Key.Underlying).Tick(price);
        if (price % tick != 0)
            return NaiveReject.Of(RejectCode.PriceOffTick, price, tick);
        int limit = _state.Rules.SignificantFigures;
        return limit != 0 && NaiveMath.SignificantFigures(price) > limit
            ? NaiveReject.Of(RejectCode.TooManySignificantFigures, price, limit)
            : null;
    }

    private NaiveReject? CheckSize(string symbol, long size)
    {
        var rules = new NaiveRules(_state.Rules, UnderlyingOf(symbol));
        if (size <= 0)
            return NaiveReject.Of(RejectCode.InvalidSize, size);
        if (size % rules.SizeStep != 0)
            return NaiveReject.Of(RejectCode.SizeOffStep, size, rules.SizeStep);
        if (size < rules.MinSize)
            return NaiveReject.Of(RejectCode.SizeTooSmall, size, rules.MinSize);
        return size > rules.MaxSize ? NaiveReject.Of(RejectCode.SizeTooLarge, size, rules.MaxSize) : null;
    }

    private static NaiveReject? CheckExposure(
        NaiveWallet wallet, string symbol, BigInteger size, IEnumerable<NaiveOrder> own)
    {
        BigInteger exposure = BigInteger.Abs(wallet.Position(symbol).Size) + OpenSize(own, symbol) + size;
        return exposure > NaiveMath.MaxExposure ? NaiveReject.Of(RejectCode.Overflow) : null;
    }

    private NaiveReject? CheckRoom(string symbol, BigInteger size, NaiveOrder? replaced) =>
        _state.Orders.Count >= NaiveMath.MaxOpen / NaiveMath.MaxExposure
        && OpenSize(_state.Orders.Where(o => o != replaced), symbol) + size > NaiveMath.MaxOpen
            ? NaiveReject.Of(RejectCode.Overflow)
            : null;

    private NaiveReject? CheckForm(OrderTerms terms, List<NaiveOrder> own)
    {
        int bytes = System.Text.Encoding.UTF8.GetByteCount(terms.ClientId ?? "");
        if (bytes > OrderTerms.MaxClientIdBytes)
            return NaiveReject.Of(RejectCode.ClientIdTooLong, bytes, OrderTerms.MaxClientIdBytes);
        NaiveOrder? holder = own.Find(o => o.ClientId == terms.ClientId && terms.ClientId is not null);
        if (holder is not null)
            return NaiveReject.Named(RejectCode.ClientIdInUse, terms.ClientId!, holder.Id);
        bool validExpiry = terms.TimeInForce == TimeInForce.Gtd
            ? terms.ExpiresAtMs > _state.Now
            : terms.ExpiresAtMs is null;
        if (!validExpiry)
            return NaiveReject.Of(RejectCode.InvalidExpiry, terms.ExpiresAtMs ?? 0, _state.Now);
        bool immediate = terms.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok;
        return immediate && terms.Flags.HasFlag(OrderFlags.PostOnly)
            ? NaiveReject.Of(RejectCode.InvalidFlags)
            : null;
    }

    private NaiveReject? CheckBuilder(NaiveWallet wallet, OrderTerms terms)
    {
        if (terms.Builder is not WalletAddress builder)
            return null;
        bool isNamed = _state.Rules.Builders.Contains(builder);
        if (isNamed && builder == wallet.Address)
            Reach("builder is the wallet itself");
        return isNamed && builder != wallet.Address ? null : NaiveReject.Of(RejectCode.UnknownBuilder);
    }

    private NaiveReject? CheckInstrument(string symbol)
    {
        NaiveInstrument? instrument = _state.Instrument(symbol);
        if (instrument is null)
            return NaiveReject.Named(RejectCode.UnknownInstrument, symbol);
        if (instrument.Status == InstrumentStatus.ExpiredPendingPrice)
            return NaiveReject.Of(RejectCode.InstrumentExpired);
        return instrument.Status == InstrumentStatus.Halted ? NaiveReject.Of(RejectCode.InstrumentHalted) : null;
    }

    private NaiveReject? CheckMode(string symbol, TradingModes mode)
    {
        TradingModes venue = _state.Modes.GetValueOrDefault(TradingModeUpdate.WholeVenue, TradingModes.All);
        TradingModes own = _state.Modes.GetValueOrDefault(UnderlyingOf(symbol), TradingModes.All);
        return venue.HasFlag(mode) && own.HasFlag(mode)
            ? null
            : NaiveReject.Of(RejectCode.TradingModeDisabled);
    }

    private static NaiveReject? CheckLiquidation(NaiveWallet wallet, bool reducesRisk)
    {
        bool allowed = wallet.Liquidation == LiquidationState.Healthy
            || (wallet.Liquidation == LiquidationState.PreLiquidation && reducesRisk);
        return allowed ? null : NaiveReject.Of(RejectCode.LiquidationRestricted);
    }

    private NaiveReject? CheckTier(NaiveWallet wallet, OrderTerms terms, List<NaiveOrder> own)
    {
        (int maxOrders, int maxPositions) = TierOf(wallet);
        if (own.Count >= maxOrders)
            return NaiveReject.Of(RejectCode.TooManyOpenOrders, own.Count, maxOrders);
        int positions = wallet.Positions.Count(p => !p.Size.IsZero);
        return positions >= maxPositions && wallet.Position(terms.Symbol).Size.IsZero
            ? NaiveReject.Of(RejectCode.TooManyPositions, positions, maxPositions)
            : null;
    }

    private (int MaxOpenOrders, int MaxOpenPositions) TierOf(NaiveWallet wallet) =>
        wallet.Tier ?? (_state.Rules.Tier.MaxOpenOrders, _state.Rules.Tier.MaxOpenPositions);

    private NaiveReject? CheckFrozen(NaiveWallet wallet, OrderTerms terms)
    {
        NaiveMmp? protection = wallet.Protection(UnderlyingOf(terms.Symbol));
        return terms.Flags.HasFlag(OrderFlags.Mmp) && protection is { Enabled: true } && protection.IsFrozen(_state.Now)
            ? NaiveReject.Of(RejectCode.MmpFrozen, protection.FrozenUntil)
            : null;
    }

    private static NaiveReject? CheckReduceOnly(NaiveWallet wallet, OrderTerms terms) =>
        terms.Flags.HasFlag(OrderFlags.ReduceOnly) && Room(wallet, terms.Symbol, terms.Side).IsZero
            ? NaiveReject.Of(RejectCode.ReduceOnlyWouldIncrease)
            : null;

    private NaiveReject? CheckPostOnly(OrderTerms terms, NaiveOrder? replaced)
    {
        NaiveOrder? best = BestCrossing(terms.Symbol, terms.Side, terms.Price.Units, replaced);
        return terms.Flags.HasFlag(OrderFlags.PostOnly) && best is not null
            ? NaiveReject.Of(RejectCode.PostOnlyWouldCross, best.Price)
            : null;
    }

    /// <summary>Runs the whole match on a copy of the state and looks whether it filled whole.</summary>
    private NaiveReject? CheckFillOrKill(NaiveWallet wallet, OrderTerms terms, NaiveOrder? replaced)
    {
        if (terms.TimeInForce != TimeInForce.Fok)
            return null;
        var trial = new NaiveEngine(_state.CopyForMatching());
        trial._state.Orders.RemoveAll(o => o.Id == replaced?.Id);
        NaiveOrder taker = trial.NewOrder(wallet.Address, terms);
        if (trial.Match(taker) == OrderReason.SweepLimit)
            Reach("fill or kill meets too many makers");
        return taker.Filled == terms.Size.Units ? null : NaiveReject.Of(RejectCode.FillOrKillUnfillable);
    }

    private NaiveReject? CheckIndex(string symbol)
    {
        string underlying = UnderlyingOf(symbol);
        FeeRules fees = new NaiveRules(_state.Rules, underlying).Fees;
        bool needed = fees.MakerPpm != 0 || fees.TakerPpm != 0;
        return needed && Pricing.Index(underlying) is null
            ? NaiveReject.Named(RejectCode.MissingIndexPrice, underlying)
            : null;
    }

    private static string UnderlyingOf(string symbol) => symbol[..symbol.IndexOf('-')];
}
