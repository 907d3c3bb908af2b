namespace Hypercall.Testing.Twin;

/// <summary>The commands of such a stream.</summary>
internal sealed partial class LiquidationStream
{
    private PriceUpdate Crash()
    {
        string underlying = _random.PickFrom([.. Underlyings]);
        long percent = _random.Between(10, 60);
        return new PriceUpdate([MovedTo(underlying, _random.PerMille(600) ? 100 - percent : 100 + percent, 100)], true);
    }

    /// <summary>Far enough to fall below maintenance, and seldom so far that nothing is left.</summary>
    private PriceUpdate Slide() => new(
        [MovedTo(_random.PickFrom([.. Underlyings]), 100 + _random.Pick(-1, 1) * _random.Between(3, 9), 100)], true);

    private PriceUpdate Drift() => new(
        [.. Underlyings.Select(u => MovedTo(u, _random.Between(980, 1_020), 1_000))], true);

    /// <summary>Falls back towards where it began, so that a stream does not run out of range.</summary>
    private IndexPrice MovedTo(string underlying, BigInteger numerator, BigInteger denominator)
    {
        BigInteger index = _state.Indexes[underlying].Price;
        BigInteger first = FirstIndex(underlying) * NaiveMath.PricePerUsdc;
        bool isFar = index * 6 < first || index > first * 6;
        BigInteger next = isFar && _random.PerMille(700) ? first : index * numerator / denominator;
        return new IndexPrice(underlying, new Price((long)BigInteger.Max(1, next / 1_000_000 * 1_000_000)));
    }

    private EngineCommand Refresh() => _random.PerMille(500)
        ? Drift()
        : Surface(_random.PickFrom([.. Underlyings]), _random.PickFrom(Expiries));

    /// <summary>Quotes of anybody around the mark; most books stay thin.</summary>
    private EngineCommand Quote()
    {
        string symbol = SymbolInLiquidation();
        Side side = _random.Any<Side>();
        return Order(_random.PickFrom(Wallets), symbol, side, _random.Pick(800, 900, 950, 1_000, 1_050, 1_100, 1_300));
    }

    private EngineCommand Reduce()
    {
        NaiveWallet wallet = _state.Wallet(_random.PickFrom(Wallets));
        List<NaivePosition> held = wallet.Positions.FindAll(p => !p.Size.IsZero);
        if (held.Count == 0)
            return Quote();
        NaivePosition position = _random.PickFrom(held);
        PlaceOrder order = Order(
            wallet.Address, position.Symbol, position.Size > 0 ? Side.Sell : Side.Buy, _random.Pick(900, 1_000, 1_090));
        OrderFlags flags = _random.PerMille(500) ? OrderFlags.ReduceOnly : OrderFlags.None;
        return order with { Order = order.Order with { Flags = flags } };
    }

    private PlaceOrder Order(WalletAddress wallet, string symbol, Side side, long permille)
    {
        NaiveInstrument? instrument = _state.Instrument(symbol);
        BigInteger mark = instrument is null
            ? NaiveMath.PricePerUsdc
            : new NaivePricing(_state).Value(instrument, NaiveMarks.CurrentElseLast)?.Mark ?? NaiveMath.PricePerUsdc;
        var grid = new NaivePriceGrid(_state.Rules, symbol[..3]);
        long price = grid.AtOrAbove(BigInteger.Max(1, mark * permille / 1_000)) ?? 1;
        long step = _state.Rules.Trading.SizeStep.Units;
        var size = new Quantity(_random.Between(1, 60) * step * _random.Pick(1, 1, 10));
        TimeInForce tif = _random.Pick(TimeInForce.Gtc, TimeInForce.Gtc, TimeInForce.Ioc, TimeInForce.Fok);
        return new PlaceOrder(wallet, new OrderTerms(symbol, side, new Price(price), size, tif));
    }

    private string SymbolInLiquidation()
    {
        List<NaivePosition> held =
        [
            .. _state.Wallets.Where(w => w.Stage is not null).SelectMany(w => w.Positions).Where(p => !p.Size.IsZero),
        ];
        return held.Count == 0 || _random.PerMille(200) ? _random.PickFrom(_symbols) : _random.PickFrom(held).Symbol;
    }

    /// <summary>By what is asked now, a unit below and above it, and far from it; mostly of a running auction.</summary>
    private EngineCommand Bid()
    {
        List<NaiveWallet> running = _state.Wallets.FindAll(w => w.Stage?.AuctionId is not null);
        if (running.Count == 0)
            return _random.PerMille(100) ? new LiquidationBid(Wallets[^1], Wallets[0], 1, default) : new Tick();
        NaiveWallet wallet = _random.PickFrom(running);
        BigInteger asked = new NaiveEngine(_state).Asked(wallet, wallet.Stage!);
        BigInteger bid = asked + _random.Pick<BigInteger>(0, -1, 1, 1_000_000 * NaiveMath.CashPerUsdc, 0);
        if (_random.PerMille(20))
            bid = _random.Pick(1, -1) * (BigInteger.Pow(10, 15) * NaiveMath.CashPerUsdc + 1);
        WalletAddress bidder = _random.PerMille(600) ? Wallets[^1] : _random.PickFrom(Wallets);
        long id = wallet.Stage!.AuctionId!.Value + (_random.PerMille(50) ? 1 : 0);
        return new LiquidationBid(bidder, wallet.Address, id, new Cash((Int128)bid));
    }

    private DepositUpdate Deposit() => new(
        AnyInLiquidation(), Cash.FromUsdc(_random.Pick(1, 20, 400)), "bank", ++_transfers);

    private CashWithdrawalUpdate Withdraw()
    {
        NaiveWallet wallet = _state.Wallet(AnyInLiquidation());
        BigInteger amount = wallet.Cash > 1 && _random.PerMille(500) ? wallet.Cash / 2 : NaiveMath.CashPerUsdc;
        return new CashWithdrawalUpdate(wallet.Address, new Cash((Int128)amount), "bank", ++_transfers);
    }

    private InsuranceDeposit Insure() => new(Cash.FromUsdc(_random.Pick(1, 50, 1_000)), "bank", ++_transfers);

    private WalletAddress AnyInLiquidation()
    {
        List<NaiveWallet> wallets = _state.Wallets.FindAll(w => w.Liquidation != LiquidationState.Healthy);
        return wallets.Count == 0 || _random.PerMille(200)
            ? _random.PickFrom(Wallets)
            : _random.PickFrom(wallets).Address;
    }

    private MarketAction Market() => new(
        _random.Pick(
            MarketActionKind.Halt, MarketActionKind.Halt, MarketActionKind.Resume, MarketActionKind.Resume,
            MarketActionKind.Expire),
        SymbolInLiquidation());

    private TradingModeUpdate Mode() => new(
        _random.Pick("*", "BTC", "ETH"), _random.Pick(TradingModes.All, TradingModes.All, TradingModes.Rfq));

    private TickExpiry Settle() => _random.PerMille(500)
        ? new TickExpiry()
        : new TickExpiry(
            [
                .. from underlying in Underlyings
                   from expiry in Expiries
                   select new SettlementPrice(underlying, expiry, Price.FromUsdc(_random.Between(5, 300))),
            ],
            Force: true);

    /// <summary>Mostly of somebody whose liquidation goes on.</summary>
    private LiquidationStateUpdate Operate()
    {
        List<NaiveWallet> running = _state.Wallets.FindAll(w => w.Stage is { Mode: not LiquidationMode.Grace });
        WalletAddress wallet = running.Count == 0 || _random.PerMille(500)
            ? AnyInLiquidation()
            : _random.PickFrom(running).Address;
        return new LiquidationStateUpdate(wallet, _random.Any<LiquidationState>());
    }

    private LiquidationBonusUpdate Bonus() => new(_random.PickFrom(Wallets), _random.Pick(0, 3_000, 150_000, 1_000_000));

    /// <summary>Somebody touches what only liquidation may, or his own orders.</summary>
    private EngineCommand Meddle()
    {
        List<NaiveOrder> orders = _state.Orders.FindAll(o => o.IsLiquidation || _random.PerMille(300));
        if (orders.Count == 0)
            return new CancelAllAfter(AnyInLiquidation(), _random.Pick(0, 500, 60_000));
        NaiveOrder order = _random.PickFrom(orders);
        OrderReference reference = OrderReference.ById(order.Id);
        return _random.Below(4) switch
        {
            0 => new CancelOrder(order.Wallet, reference),
            1 => new ReplaceOrder(order.Wallet, reference, order.Terms with { Size = new Quantity(order.Remaining) }),
            2 => new CancelAll(order.Wallet),
            _ => new CancelAllAfter(order.Wallet, _random.Pick(0, 500, 60_000)),
        };
    }

    private SetRules Rules() => new(_profile.Rules(_random) with
    {
        Version = _state.Rules.Version + 1,
        MarginEnabled = !_state.Rules.MarginEnabled || _random.PerMille(800),
    });

    private HypercorePositionUpdate Perp() => new(
        _random.PickFrom(Wallets), $"{_random.PickFrom([.. Underlyings])}-PERP",
        new Quantity(_random.Between(-3, 3) * Quantity.UnitsPerContract), Price.FromUsdc(_random.Between(30, 140)));

    private MarginModeUpdate Switch() => new(_random.PickFrom(Wallets), _random.Any<MarginMode>());

    /// <summary>Options out to the venue and back in, so that the venue holds some.</summary>
    private EngineCommand Transfer()
    {
        NaiveWallet wallet = _state.Wallet(_random.PickFrom(Wallets));
        NaivePosition? held = wallet.Positions.Find(p => p.Size > 0);
        NaiveInstrument? outside = _state.Instruments.Find(i => i.Holding > 0);
        if (held is not null && _random.PerMille(600))
        {
            var size = new Quantity((long)BigInteger.Max(1, held.Size / _random.Pick(1, 2, 3)));
            return new OptionWithdrawalUpdate(wallet.Address, held.Symbol, size, "bank", ++_transfers);
        }

        return outside is null
            ? new Tick()
            : new OptionDepositUpdate(
                AnyInLiquidation(), outside.Symbol, new Quantity((long)outside.Holding), "bank", ++_transfers);
    }

    private RfqExecute Rfq()
    {
        string symbol = _random.PickFrom(_symbols);
        PlaceOrder order = Order(_random.PickFrom(Wallets), symbol, _random.Any<Side>(), 1_000);
        return new RfqExecute(
            order.Wallet, "r", "q", Wallets[^1],
            [new RfqLeg(symbol, order.Order.Side, order.Order.Size, order.Order.Price)]);
    }
}
