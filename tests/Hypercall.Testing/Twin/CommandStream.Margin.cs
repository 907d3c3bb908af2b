namespace Hypercall.Testing.Twin;

/// <summary>
/// Commands that aim at margin: an underlying without marks, bids in pairs, spreads, orders of those who have too little,
/// prices at the edges of the bands.
/// </summary>
internal sealed partial class CommandStream
{
    /// <summary>The underlying of which nobody says what it is worth.</summary>
    private const string Dark = "SOL";

    private IEnumerable<(int Weight, Func<EngineCommand> Make)> MarginChoices() => !_profile.NearTheMoney
        ? []
        : [
            (25, BidsInPairs), (25, Spread), (60, ReducingOrder), (30, DistressedOrder), (40, NeedyQuote),
            (25, GracesMeet), (20, HaltInGrace), (15, LeaveWithGains),
            (_profile.PartlyDark ? 20 : 0, DarkOrder), (_profile.PartlyDark ? 5 : 0, DarkQuote),
        ];

    private static RuleSet WithoutMargin(RuleSet rules) => rules with
    {
        MarginEnabled = false,
        Overrides = [],
        Fees = rules.Fees with { MakerPpm = 0, TakerPpm = 0 },
    };

    /// <summary>Positions in what has neither index nor surface, made while nothing asks for either.</summary>
    private IEnumerable<EngineCommand> DarkOpening(RuleSet rules)
    {
        string[] symbols = [$"{Dark}-{DateAfter(1)}-100-C", $"{Dark}-{DateAfter(2)}-100-P"];
        foreach (string symbol in symbols)
            yield return new MarketAction(MarketActionKind.Create, symbol);
        for (int i = 0; i < 8; i++)
        {
            string symbol = symbols[i % 2];
            int buyer = (int)_random.Below(Wallets.Length);
            int seller = (buyer + 1 + (int)_random.Below(Wallets.Length - 1)) % Wallets.Length;
            var price = new Price(Normal() / 20 / Price.UnitsPerUsdc * Price.UnitsPerUsdc);
            var size = new Quantity(_random.Between(1, 4) * Quantity.UnitsPerContract * (_profile.Huge ? 10_000_000 : 1));
            yield return new PlaceOrder(Wallets[seller], new OrderTerms(symbol, Side.Sell, price, size));
            yield return new PlaceOrder(
                Wallets[buyer], new OrderTerms(symbol, Side.Buy, price, size, TimeInForce.Ioc));
        }

        yield return new SetRules(rules with { Version = rules.Version + 1 });
    }

    private EngineCommand DarkOrder()
    {
        List<NaiveInstrument> dark = _state.Instruments.FindAll(i => i.Underlying == Dark && !i.IsPending);
        if (dark.Count == 0)
            return Place();
        string symbol = _random.PickFrom(dark).Symbol;
        NaiveWallet[] holders = [.. _state.Wallets.Where(w => !w.Position(symbol).Size.IsZero)];
        if (holders.Length == 0)
            return Place();
        NaiveWallet holder = _random.PickFrom(holders);
        NaiveOrder? other = _state.Orders.Find(
            o => o.Symbol == symbol && o.Wallet != holder.Address && o.Side == holder.Position(symbol).Size.Sign switch
            {
                > 0 => Side.Buy,
                _ => Side.Sell,
            });
        PlaceOrder order = Reducing(holder, holder.Position(symbol));
        return other is null ? order : order with { Order = order.Order with { Price = other.Terms.Price } };
    }

    /// <summary>Deep bids for a call and a put, which together risk little.</summary>
    private EngineCommand BidsInPairs()
    {
        NaiveWallet[] wallets = [.. _state.Wallets.Where(w => w.Exists && w.Mode == MarginMode.Portfolio)];
        NaiveInstrument[] active = [.. _state.Instruments.Where(i => i.Status == InstrumentStatus.Active)];
        NaiveInstrument? call = Array.Find(active, i => i.Key.Type == OptionType.Call && _random.PerMille(500));
        NaiveInstrument? put = Array.Find(
            active, i => i.Key.Type == OptionType.Put && i.Underlying == call?.Underlying && _random.PerMille(700));
        if (wallets.Length == 0 || call is null || put is null)
            return Place();
        Quantity size = AnySize(call.Symbol);
        return new BulkOrders(
            _random.PickFrom(wallets).Address,
            [new BulkPlace(Bid(call.Symbol, size)), new BulkPlace(Bid(put.Symbol, size))]);
    }

    private OrderTerms Bid(string symbol, Quantity size) =>
        new(symbol, Side.Buy, OnGrid(symbol, PriceAroundMark(symbol).Units / _random.Pick(1, 1, 2, 5)), size);

    /// <summary>One option against another of its type, between two wallets at once.</summary>
    private EngineCommand Spread()
    {
        string bought = AnySymbol();
        NaiveInstrument? first = _state.Instrument(bought);
        List<NaiveInstrument> others = _state.Instruments.FindAll(
            i => i.Symbol != bought && i.Underlying == first?.Underlying && i.Key.Type == first.Key.Type);
        if (first is null || others.Count == 0)
            return Quote();
        string sold = _random.PickFrom(others).Symbol;
        Quantity size = AnySize(bought);
        RfqLeg[] legs =
        [
            new(bought, Side.Buy, size, PriceAroundMark(bought)), new(sold, Side.Sell, size, PriceAroundMark(sold)),
        ];
        return new RfqExecute(AnyWallet(), "r", "s", AnyWallet(), [.. legs]);
    }

    /// <summary>One who has too little closes a position with somebody, as taker or maker, at the edge of a band.</summary>
    private EngineCommand NeedyQuote()
    {
        NaiveWallet? needy = Needy();
        List<NaivePosition> held = needy is null ? [] : HeldBy(needy.Address);
        if (held.Count == 0)
            return Quote();
        NaivePosition position = _random.PickFrom(held);
        Side side = position.Size > 0 ? Side.Sell : Side.Buy;
        PlaceOrder closing = Reducing(needy!, position);
        Price price = _random.PerMille(500) ? closing.Order.Price : PriceAroundMark(position.Symbol);
        bool isTaker = _random.PerMille(500);
        var leg = new RfqLeg(position.Symbol, isTaker ? side : 1 - side, closing.Order.Size, price);
        WalletAddress other = AnyWallet();
        return new RfqExecute(isTaker ? needy!.Address : other, "r", "n", isTaker ? other : needy!.Address, [leg]);
    }

    /// <summary>A long and a short of one option close against each other, both in their grace; first they come into it.</summary>
    private EngineCommand GracesMeet()
    {
        string symbol = AnySymbol();
        NaiveWallet? owner = _state.Wallets.Find(w => w.Position(symbol).Size > 0);
        NaiveWallet? debtor = _state.Wallets.Find(w => w.Position(symbol).Size < 0);
        if (owner is null || debtor is null)
            return NeedyQuote();
        NaiveWallet? healthy = new[] { owner, debtor }.FirstOrDefault(w => w.Liquidation == LiquidationState.Healthy);
        if (healthy is not null)
            return new LiquidationStateUpdate(healthy.Address, LiquidationState.PreLiquidation);
        bool isSmaller = owner.Position(symbol).Size < -debtor.Position(symbol).Size;
        NaiveWallet smaller = isSmaller ? owner : debtor;
        Quantity size = Reducing(smaller, smaller.Position(symbol)).Order.Size;
        Price price = PriceAtTheBand(symbol, _random.Any<Side>());
        return new RfqExecute(owner.Address, "r", "g", debtor.Address, [new RfqLeg(symbol, Side.Sell, size, price)]);
    }

    private EngineCommand HaltInGrace()
    {
        string symbol = SymbolInGrace();
        return _random.PerMille(800)
            ? new MarketAction(MarketActionKind.Halt, symbol)
            : new TradingModeUpdate(Underlying(symbol), TradingModes.Rfq);
    }

    /// <summary>All that a perpetual's gain leaves over is to leave with it.</summary>
    private EngineCommand LeaveWithGains()
    {
        List<NaiveWallet> gaining = _state.Wallets.FindAll(w => w.Mode == MarginMode.Portfolio && w.Perps.Exists(IsGain));
        if (gaining.Count == 0)
            return Perp();
        WalletAddress wallet = _random.PickFrom(gaining).Address;
        (string? source, long? number) = NextWithdrawal();
        return new CashWithdrawalUpdate(wallet, new Cash((Int128)(Excess(wallet) ?? 1)), source, number);
    }

    private bool IsGain(NaivePerp perp) =>
        _state.Indexes.TryGetValue(perp.Underlying, out (long Price, long Time) index)
        && (index.Price - perp.EntryPrice) * perp.Size > 0;

    private EngineCommand DarkQuote()
    {
        NaiveInstrument? dark = _state.Instruments.Find(i => i.Underlying == Dark && !i.IsPending);
        if (dark is null)
            return Quote();
        var leg = new RfqLeg(dark.Symbol, _random.Any<Side>(), AnySize(dark.Symbol), PriceAroundMark(dark.Symbol));
        return new RfqExecute(AnyWallet(), "r", "d", AnyWallet(), [leg]);
    }

    /// <summary>Closes a position, mostly of one who has too little.</summary>
    private EngineCommand ReducingOrder()
    {
        NaiveWallet? wallet = Needy();
        List<NaivePosition> held = wallet is null ? [] : HeldBy(wallet.Address);
        return held.Count == 0 ? Place() : Reducing(wallet!, _random.PickFrom(held));
    }

    private PlaceOrder Reducing(NaiveWallet wallet, NaivePosition position)
    {
        Side side = position.Size > 0 ? Side.Sell : Side.Buy;
        BigInteger size = BigInteger.Abs(position.Size);
        bool isReduceOnly = _random.PerMille(500);
        size = isReduceOnly ? size * _random.Pick(1, 1, 2) : size / _random.Pick(1, 2);
        long step = new NaiveRules(_state.Rules, Underlying(position.Symbol)).SizeStep;
        long units = Math.Max(step, (long)size / step * step);
        return new PlaceOrder(wallet.Address, new OrderTerms(
            position.Symbol,
            side,
            PriceAtTheBand(position.Symbol, side),
            new Quantity(units),
            _random.Pick(TimeInForce.Gtc, TimeInForce.Gtc, TimeInForce.Ioc),
            Flags: isReduceOnly ? OrderFlags.ReduceOnly : OrderFlags.None));
    }

    private EngineCommand DistressedOrder()
    {
        NaiveWallet wallet = Needy() ?? _state.Wallet(AnyWallet());
        string symbol = AnySymbol();
        Side side = _random.Any<Side>();
        return new PlaceOrder(
            wallet.Address, new OrderTerms(symbol, side, PriceAtTheBand(symbol, side), AnySize(symbol)));
    }

    /// <summary>A wallet in grace or below zero, if there is one.</summary>
    private NaiveWallet? Needy()
    {
        var risk = new NaiveRisk(_state, NaiveMarks.CurrentElseLast);
        List<NaiveWallet> needy = _state.Wallets.FindAll(
            w => w.Exists && w.Liquidation <= LiquidationState.PreLiquidation && HeldBy(w.Address).Count > 0
                && (w.Liquidation != LiquidationState.Healthy || risk.Margin(risk.Case(w)) is null or { Excess.Sign: < 0 }));
        if (needy.Count > 0 && _random.PerMille(850))
            return _random.PickFrom(needy);
        List<NaiveWallet> holders = _state.Wallets.FindAll(w => HeldBy(w.Address).Count > 0);
        return holders.Count == 0 ? null : _random.PickFrom(holders);
    }

    /// <summary>Around the mark, or at the very end of the band of distress, or a unit beyond it.</summary>
    private Price PriceAtTheBand(string symbol, Side side)
    {
        NaiveInstrument? instrument = _state.Instrument(symbol);
        BigInteger? mark = instrument is null
            ? null
            : new NaivePricing(_state).Value(instrument, NaiveMarks.CurrentElseLast)?.Mark;
        DistressRules? band = new NaiveRules(_state.Rules, Underlying(symbol)).Distress;
        if (mark is null || band is null || _random.PerMille(400))
            return PriceAroundMark(symbol);
        BigInteger width = BigInteger.Max(mark.Value * band.Value.BandPpm / 1_000_000, band.Value.Floor.Units);
        BigInteger price = side == Side.Buy ? mark.Value + width : mark.Value - width;
        long tick = new NaiveRules(_state.Rules, Underlying(symbol)).Tick((long)BigInteger.Max(price, 0));
        return OnGrid(symbol, (long)price + tick * _random.Between(-2, 2));
    }

    /// <summary>The multiple of the tick below a price, mostly with few enough digits.</summary>
    private Price OnGrid(string symbol, long price)
    {
        long tick = new NaiveRules(_state.Rules, Underlying(symbol)).Tick(Math.Max(price, 0));
        price = Math.Max(price / tick * tick, tick);
        long digits = Math.Max(1, (long)Math.Pow(10, Math.Max(0, $"{price}".Length - 5)));
        if (_state.Rules.SignificantFigures != 0 && _random.PerMille(950))
            price = Math.Max(price / digits * digits, tick);
        return new Price(price);
    }
}
