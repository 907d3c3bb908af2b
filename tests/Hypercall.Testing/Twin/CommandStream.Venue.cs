using System.Globalization;

namespace Hypercall.Testing.Twin;

/// <summary>Commands of the venue, the opening of a stream, and what heals a market that has stopped.</summary>
internal sealed partial class CommandStream
{
    private const int ActiveInstruments = 6;

    private IEnumerable<EngineCommand> Opening()
    {
        RuleSet rules = RulesMaker.Make(_random, _profile, version: 2);
        yield return new SetRules(_profile.PartlyDark ? WithoutMargin(rules) : rules);
        yield return new PriceUpdate([Index("BTC"), Index("ETH")], Force: true);
        string[] symbols = [.. Enumerable.Range(0, ActiveInstruments).Select(_ => NewSymbol())];
        foreach (string symbol in symbols)
            yield return new MarketAction(MarketActionKind.Create, symbol);
        long number = 0;
        foreach (WalletAddress wallet in Wallets)
            yield return new DepositUpdate(wallet, OpeningCash(), "bank", ++number);
        yield return new MarginModeUpdate(Wallets[0], MarginMode.Portfolio);
        yield return new MarginModeUpdate(Wallets[3], MarginMode.Portfolio);
        foreach (string symbol in symbols.Where(_ => _profile.NearTheMoney))
            yield return Smile(symbol);
        foreach (EngineCommand command in _profile.PartlyDark ? DarkOpening(rules) : [])
            yield return command;
    }

    private Cash OpeningCash()
    {
        if (!_profile.NearTheMoney)
            return Cash.FromUsdc(100_000);
        return Cash.FromUsdc(_profile.Huge ? 3_000_000_000 : _random.Between(100, 1_500));
    }

    /// <summary>A command that ends one of the states in which little can happen, if there is one.</summary>
    private EngineCommand? Heal()
    {
        List<EngineCommand> needed = [];
        string[] stale = [.. new[] { "BTC", "ETH" }.Where(u => !IsFresh(u))];
        if (stale.Length > 0)
            return new PriceUpdate([.. stale.Select(Index)], Force: true);
        foreach (NaiveInstrument blind in _state.Instruments.Where(IsBlind))
            needed.Add(Smile(blind.Symbol));
        if (_state.Instruments.Exists(i => i.IsPending) && _random.PerMille(200))
            needed.Add(Settlement());
        bool isGrace = _state.Wallets.Exists(w => w.Stage is not null);
        if (isGrace && _random.PerMille(800))
            return needed.Count == 0 ? null : _random.PickFrom(needed);
        foreach (NaiveInstrument halted in _state.Instruments.Where(i => i.Status == InstrumentStatus.Halted))
            needed.Add(new MarketAction(MarketActionKind.Resume, halted.Symbol));
        foreach (string underlying in _state.Modes.Where(m => m.Value != TradingModes.All).Select(m => m.Key))
            needed.Add(new TradingModeUpdate(underlying, TradingModes.All));
        if (_state.Instruments.Count(i => i.Status == InstrumentStatus.Active) < ActiveInstruments)
            needed.Add(new MarketAction(MarketActionKind.Create, NewSymbol()));
        foreach (NaiveWallet wallet in _state.Wallets.Where(w => w.Exists))
        {
            if (wallet.Liquidation > LiquidationState.PreLiquidation && _random.PerMille(400))
                needed.Add(new LiquidationStateUpdate(wallet.Address, LiquidationState.Healthy));
            else if (wallet.Liquidation == LiquidationState.PreLiquidation && _random.PerMille(200))
                needed.Add(new LiquidationStateUpdate(wallet.Address, LiquidationState.Healthy));
            bool tight = wallet.Tier is { } tier && (tier.MaxOpenOrders < 10 || tier.MaxOpenPositions < 3);
            if (tight && _random.PerMille(300))
                needed.Add(new TierUpdate(wallet.Address, "silver", 30, 12));
            foreach (NaiveMmp mmp in wallet.Protections.Where(m => m.FrozenUntilReset && _random.PerMille(200)))
                needed.Add(new MmpReset(wallet.Address, mmp.Underlying, mmp.ConfigNonce + 1));
        }

        return needed.Count == 0 ? null : _random.PickFrom(needed);
    }

    private bool IsBlind(NaiveInstrument instrument) =>
        _profile.NearTheMoney && !instrument.IsPending && instrument.Underlying != Dark && new NaivePricing(_state).Volatility(instrument) is null;

    private bool IsFresh(string underlying)
    {
        long maxAge = _state.Rules.MaxPriceAgeMs;
        return _state.Indexes.TryGetValue(underlying, out var index) && (maxAge == 0 || _now - index.Time <= maxAge);
    }

    private EngineCommand Market()
    {
        MarketActionKind kind = _random.Pick(
            MarketActionKind.Create, MarketActionKind.Create, MarketActionKind.Halt, MarketActionKind.Halt,
            MarketActionKind.Resume, MarketActionKind.Delete, MarketActionKind.Expire);
        string symbol = kind switch
        {
            MarketActionKind.Create when _random.PerMille(600) => NewSymbol(),
            MarketActionKind.Expire when _random.PerMille(500) => OldSymbol(),
            MarketActionKind.Halt when _random.PerMille(500) => SymbolInGrace(),
            _ => _random.PerMille(900) ? AnySymbol() : OldSymbol(),
        };
        return new MarketAction(kind, _random.PerMille(30) ? _random.Pick("BTC-PERP", "BTC-20250101-1.0-C") : symbol);
    }

    /// <summary>What a wallet holds whose grace is running, if there is one.</summary>
    private string SymbolInGrace()
    {
        List<NaivePosition> held =
        [
            .. _state.Wallets.Where(w => w.Stage is not null)
                .SelectMany(w => w.Positions).Where(p => !p.Size.IsZero),
        ];
        return held.Count == 0 ? AnySymbol() : _random.PickFrom(held).Symbol;
    }

    private EngineCommand Mode() =>
        new TradingModeUpdate(_random.Pick("*", "BTC", "ETH", "SOL", "eth", ""), _random.Any<TradingModes>());

    private EngineCommand Prices()
    {
        List<IndexPrice> prices = [Index(_random.Pick("BTC", "ETH"))];
        if (_random.PerMille(300))
            prices.Add(Index(_random.Pick("BTC", "ETH")));
        if (_random.PerMille(80))
            prices.Add(new IndexPrice("BTC", new Price(_random.Pick(0, -1, Price.MaxUnits + 1, Price.MaxUnits, 1))));
        if (_random.PerMille(30))
            prices.Add(new IndexPrice(_random.Pick("btc", ""), new Price(1)));
        if (_random.PerMille(20))
            prices.Clear();
        if (_profile.PartlyDark && _random.PerMille(30))
            prices.Add(Index(Dark));
        return new PriceUpdate([.. prices], _random.PerMille(300));
    }

    /// <summary>Near the last price, with odd last digits so that fees have to be rounded.</summary>
    private IndexPrice Index(string underlying)
    {
        long last = _state.Indexes.TryGetValue(underlying, out var index) ? index.Price : 0;
        long normal = Normal();
        if (last < normal / 4 || last > normal * 4)
            last = normal;
        long next = last / 100 * _random.Between(98, 102) + _random.Below(1_000);
        if (_random.PerMille(40))
            next = _profile.NearTheMoney && _random.PerMille(700)
                ? last / 100 * _random.Pick(65, 80, 125, 150)
                : last * 2 + _random.Below(2);
        return new IndexPrice(underlying, new Price(next));
    }

    private long Normal() =>
        (!_profile.NearTheMoney ? 3_200 : _profile.Huge ? 450_000_000 : 110) * Price.UnitsPerUsdc;

    private EngineCommand Surface()
    {
        if (_profile.NearTheMoney && _random.PerMille(850))
            return Smile(AnySymbol());
        var points = new VolatilityPoint[_random.Below(4)];
        for (int i = 0; i < points.Length; i++)
        {
            Price strike = Price.FromUsdc(_random.Between(_random.PerMille(50) ? 0 : 1, 40));
            points[i] = new VolatilityPoint(strike, _random.Between(0, 20) * 10_000_000);
        }

        int date = _random.PerMille(900) ? DateAfter(_random.Between(-1, 3)) : _random.Pick(0, 20250230, -1);
        return new IvUpdate(AnyUnderlying(), date, [.. points]);
    }

    /// <summary>A smile that gives this instrument a mark.</summary>
    private IvUpdate Smile(string symbol)
    {
        ContractKey key = ParsedInstrument.Parse(symbol).Key;
        var points = new VolatilityPoint[_random.Between(1, 3)];
        long strike = key.Strike.Units / 2 + _random.Below(1_000_000);
        for (int i = 0; i < points.Length; i++, strike += _random.Between(1, key.Strike.Units))
            points[i] = new VolatilityPoint(new Price(strike), _random.Between(15, 150) * 1_000_000 + _random.Below(9));
        return new IvUpdate(key.Underlying, key.ExpiryDate, [.. points]);
    }

    private EngineCommand Rules()
    {
        if (_random.PerMille(50))
            return new SetRules(null, _random.Pick("fees.makerPpm", "ticks", "colour"));
        RuleSet rules = RulesMaker.Make(_random, _profile, _state.Rules.Version + 1);
        return new SetRules(_random.PerMille(150) ? RulesMaker.Break(_random, rules) : rules);
    }

    private EngineCommand Pool() => new SetPmSettlementPoolConfig(
        AnyUnderlying(),
        new SettlementPoolConfig(1, 2, 3, 4, _random.PerMille(200) ? -1 : 5, 6, 7, (uint)_random.Below(4)));

    private string AnyUnderlying() =>
        _random.PerMille(950) ? _random.Pick("BTC", "ETH") : _random.Pick("btc", "", "1A");

    /// <summary>Mostly an instrument that trades; else any there is.</summary>
    private string AnySymbol()
    {
        List<NaiveInstrument> active = _state.Instruments.FindAll(i => i.Status == InstrumentStatus.Active);
        bool any = active.Count == 0 || _random.PerMille(30);
        IReadOnlyList<NaiveInstrument> choices = any ? _state.Instruments : active;
        if (choices.Count == 0)
            return NewSymbol();
        return choices[(int)_random.Below(_random.PerMille(600) ? Math.Min(2, choices.Count) : choices.Count)].Symbol;
    }

    private string OldSymbol()
    {
        NaiveInstrument? ended = _state.Instruments.Find(i => i.Status == InstrumentStatus.ExpiredPendingPrice);
        return ended?.Symbol ?? $"BTC-{DateAfter(-1)}-100-C";
    }

    private string NewSymbol()
    {
        string strike = _random.Pick("100", "100", "100", "120.5", "120.5", "118");
        if (_profile.NearTheMoney && _profile.Huge)
            strike = _random.Pick("400000000", "400000000", "430000000");
        return $"{_random.Pick("BTC", "ETH")}-{DateAfter(_random.Between(0, 2))}-{strike}-{_random.Pick("C", "P")}";
    }

    private int DateAfter(long days)
    {
        DateTime date = DateTime.UnixEpoch.AddMilliseconds(_now).AddDays(days);
        return int.Parse(date.ToString("yyyyMMdd", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
