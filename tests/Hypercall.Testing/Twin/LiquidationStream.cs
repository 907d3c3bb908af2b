namespace Hypercall.Testing.Twin;

/// <summary>
/// A seeded stream of commands made to end in liquidation: positions are put in place while margin is off, then the
/// index falls or rises by 10 to 60 percent again and again over thin books, dead surfaces, halts, expiries, bids and
/// operators. It looks at the twin's state to aim; the twin must have applied each envelope before the next is asked for.
/// </summary>
internal sealed partial class LiquidationStream
{
    private const long HourMs = 3_600_000;
    private const long DayMs = 24 * HourMs;

    private static readonly long Start = CalendarDate.ToEpochMs(20260101) + 8 * HourMs;
    private static readonly int[] Expiries = [20260102, 20260110];

    private readonly SeededRandom _random;
    private readonly NaiveState _state;
    private readonly LiquidationProfile _profile;
    private readonly Queue<EngineCommand> _opening = new();
    private readonly string[] _symbols;
    private long _now;
    private long _transfers;

    public LiquidationStream(int seed, NaiveState state)
    {
        _random = new SeededRandom((ulong)seed * 7_919 + 17);
        _state = state;
        _profile = new LiquidationProfile(_random);
        _now = _profile.BeginsBeforeExpiry
            ? Start + DayMs - _random.Between(60_000, 1_200_000)
            : Start + _random.Below(DayMs / 2);
        _symbols = [.. Symbols().Distinct()];
        foreach (EngineCommand command in Opening())
            _opening.Enqueue(command);
    }

    public static WalletAddress[] Wallets { get; } =
        [.. Enumerable.Range(1, 7).Select(n => WalletAddress.FromNumber((ulong)n))];

    private IEnumerable<string> Underlyings => _profile.HasTwoUnderlyings ? ["BTC", "ETH"] : ["BTC"];

    public CommandEnvelope Next()
    {
        if (_opening.TryDequeue(out EngineCommand? opening))
            return CommandEnvelope.Trusted(_state.Sequence + 1, _now, opening);
        PassTime();
        EngineCommand command = AnyCommand();
        RequestId? request = _random.PerMille(100) ? new RequestId((UInt128)_state.Sequence) : null;
        return CommandEnvelope.Trusted(_state.Sequence + 1, _now, command) with { RequestId = request };
    }

    private IEnumerable<EngineCommand> Opening()
    {
        yield return new SetRules(_profile.Rules(_random) with { Version = 2, MarginEnabled = false });
        foreach (string underlying in Underlyings)
        {
            yield return new PriceUpdate([new IndexPrice(underlying, Price.FromUsdc(FirstIndex(underlying)))], true);
            foreach (int expiry in Expiries)
                yield return Surface(underlying, expiry);
        }

        foreach (string symbol in _symbols)
            yield return new MarketAction(MarketActionKind.Create, symbol);
        if (_profile.Fund > 0)
            yield return new InsuranceDeposit(Cash.FromUsdc(_profile.Fund), "fund", 1);
        foreach (WalletAddress wallet in Wallets)
        {
            yield return new DepositUpdate(wallet, Cash.FromUsdc(Wealth(wallet)), "bank", ++_transfers);
            if (_random.PerMille(_profile.Portfolio))
                yield return new MarginModeUpdate(wallet, MarginMode.Portfolio);
        }

        for (int i = 0; i < _profile.Trades; i++)
        {
            foreach (EngineCommand command in Trade())
                yield return command;
        }

        foreach (EngineCommand command in Leavings())
            yield return command;
        yield return new SetRules(_profile.Rules(_random) with { Version = 3 });
    }

    /// <summary>The last two are rich, so that somebody can quote and bid.</summary>
    private long Wealth(WalletAddress wallet) => wallet == Wallets[^1] || wallet == Wallets[^2]
        ? _random.Between(5_000, 50_000)
        : _random.Between(_profile.LeastWealth, _profile.LeastWealth * 12);

    private IEnumerable<EngineCommand> Trade()
    {
        WalletAddress seller = _random.PickFrom(Wallets);
        WalletAddress buyer = _random.PickFrom(Wallets);
        if (seller == buyer)
            yield break;
        string symbol = _random.PickFrom(_symbols);
        var price = new Price(_random.Between(100, 2_500) * (Price.UnitsPerUsdc / 100));
        var size = new Quantity(_random.Between(10, 800) * (Quantity.UnitsPerContract / 100));
        yield return new PlaceOrder(seller, new OrderTerms(symbol, Side.Sell, price, size));
        yield return new PlaceOrder(buyer, new OrderTerms(symbol, Side.Buy, price, size, TimeInForce.Ioc));
    }

    /// <summary>What the venue holds of options withdrawn, and quotes at many prices that liquidations will meet.</summary>
    private IEnumerable<EngineCommand> Leavings()
    {
        for (int i = 0; i < _profile.Withdrawals; i++)
        {
            var size = new Quantity(_random.Between(1, 400) * (Quantity.UnitsPerContract / 100));
            yield return new OptionWithdrawalUpdate(
                _random.PickFrom(Wallets), _random.PickFrom(_symbols), size, "bank", ++_transfers);
        }

        for (int i = 0; i < _profile.Quotes; i++)
        {
            Side side = _random.Any<Side>();
            var price = new Price(_random.Between(1, side == Side.Buy ? 12 : 80) * Price.UnitsPerUsdc);
            var size = new Quantity(_random.Between(1, 40) * (Quantity.UnitsPerContract / 10));
            yield return new PlaceOrder(
                Wallets[^(int)_random.Between(1, 2)], new OrderTerms(_random.PickFrom(_symbols), side, price, size));
        }
    }

    private IEnumerable<string> Symbols()
    {
        foreach (string underlying in Underlyings)
        {
            for (int i = 0; i < _profile.Options; i++)
            {
                long strike = FirstIndex(underlying) * _random.Pick(60, 80, 90, 100, 110, 125, 150) / 100;
                int expiry = _random.PerMille(_profile.NearExpiry) ? Expiries[0] : Expiries[1];
                yield return $"{underlying}-{expiry}-{strike}-{_random.Pick("C", "P")}";
            }
        }
    }

    private static long FirstIndex(string underlying) => underlying == "BTC" ? 100 : 40;

    private IvUpdate Surface(string underlying, int expiry)
    {
        long volatility = _random.Between(20, 150) * 1_000_000;
        return new IvUpdate(
            underlying, expiry, [new VolatilityPoint(Price.FromUsdc(FirstIndex(underlying)), volatility)]);
    }

    /// <summary>To the very ms at which something is due, or one beside it, or some seconds, seldom hours.</summary>
    private void PassTime()
    {
        List<long> due =
        [
            .. _state.Wallets.Select(w => w.Stage?.Due).OfType<long>().Where(d => d > _now),
            .. _state.Instruments.Where(i => !i.IsPending).Select(i => i.Expiry).Where(_ => _random.PerMille(20)),
        ];
        if (due.Count > 0 && _random.PerMille(400))
            _now = Math.Max(_now, _random.PickFrom(due) + _random.Pick(-1, 0, 0, 0, 1));
        else if (_random.PerMille(_profile.LongJump))
            _now += _random.Between(HourMs / 2, 14 * HourMs);
        else if (_random.PerMille(400))
            _now += _random.Pick(1, 10, 1_000, 5_000, 20_000, 70_000);
    }

    private EngineCommand AnyCommand()
    {
        bool isPending = _state.Instruments.Exists(i => i.IsPending);
        (int Weight, Func<EngineCommand> Make)[] choices =
        [
            (140, () => new Tick()), (_profile.Crash, Crash), (_profile.Slide, Slide), (50, Drift), (_profile.Refresh, Refresh),
            (160, Quote), (70, Reduce), (_profile.Bid, Bid), (25, Deposit), (10, Withdraw),
            (_profile.Halt, Market), (_profile.Halt / 3, Mode), (isPending ? 60 : 5, Settle), (12, Operate),
            (25, Bonus), (20, Meddle), (8, Rules), (12, Perp), (8, Switch), (10, Transfer), (10, Rfq), (6, Insure),
        ];
        long drawn = _random.Below(choices.Sum(c => c.Weight));
        foreach ((int weight, Func<EngineCommand> make) in choices)
        {
            drawn -= weight;
            if (drawn < 0)
                return make();
        }

        throw new InvalidOperationException("the weights do not add up");
    }
}
