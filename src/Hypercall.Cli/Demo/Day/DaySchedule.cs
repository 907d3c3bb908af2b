using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Cli.Demo.Day;

/// <summary>
/// What happens at a set minute of the demonstration's day: opening, listings, settlements, transfers, a change of the
/// margin mode, hedges from outside, and what becomes of the sellers.
/// </summary>
internal sealed class DaySchedule(DemoUnderlying btc, DemoUnderlying eth)
{
    private const string Bank = "bank";
    private const int HedgeEvery = 120;
    private const int FundSize = 20;
    private const int Withdrawn = 5;

    /// <summary>While orders in the name of a seller close what it has too much of.</summary>
    private const int Rescue = DayClock.CrashBegins + 13;

    /// <summary>While the portfolio of a seller is at auction.</summary>
    private const int Bid = DayClock.CrashBegins + 17;

    /// <summary>A bidder who has lost count bids in each auction; those of other sellers refuse him.</summary>
    private const int Bids = 3;

    private readonly DayTraders _traders = DayTraders.Instance;
    private long _transfer;

    /// <summary>Rules, listings, deposits, modes and protection, before the first minute.</summary>
    public IEnumerable<EngineCommand> Opening()
    {
        yield return new SetRules(RuleSet.Default with
        {
            Version = RuleSet.Default.Version + 1,
            MaxPriceAgeMs = 2 * DayClock.MinuteMs,
            Liquidation = RuleSet.Default.Liquidation with { GraceMs = 5 * DayClock.MinuteMs },
            Overrides = [new UnderlyingOverride { Underlying = eth.Name, ExpiryTimeMinutes = eth.ExpiryMinutes }],
        });
        foreach (EngineCommand command in Listings(btc, 0, btc.ExpiryCount).Concat(Listings(eth, 0, eth.ExpiryCount)))
            yield return command;
        yield return new InsuranceDeposit(Cash.FromUsdc(25_000), Bank, ++_transfer);
        foreach (DayTrader trader in _traders.All)
        {
            yield return Deposit(trader, trader.DepositUsdc);
            if (trader.Mode != MarginMode.Standard)
                yield return new MarginModeUpdate(trader.Wallet, trader.Mode);
        }

        foreach (DayTrader taker in _traders.Takers)
            yield return new TierUpdate(taker.Wallet, "taker", MaxOpenOrders: 100, MaxOpenPositions: 100);
        foreach (DayTrader maker in _traders.Makers)
        {
            yield return new TierUpdate(maker.Wallet, "maker", MaxOpenOrders: 200, MaxOpenPositions: 100);
            yield return Protection(maker, btc);
            yield return Protection(maker, eth);
        }
    }

    /// <summary>The commands of a minute.</summary>
    public IEnumerable<EngineCommand> At(int minute, long nowMs)
    {
        if (minute % HedgeEvery == 0)
        {
            foreach (EngineCommand command in Hedge(minute))
                yield return command;
        }

        foreach (EngineCommand command in Planned(minute, nowMs))
            yield return command;
    }

    private IEnumerable<EngineCommand> Planned(int minute, long nowMs)
    {
        DemoOption call = eth.OptionAt(2, 100, OptionType.Call);
        if (minute == btc.ExpiryMinutes + 1)
            return Settle(btc, new TickExpiry());
        if (minute == eth.ExpiryMinutes + 1)
        {
            var price = new SettlementPrice(eth.Name, eth.Date(0), new Price(eth.IndexUnits));
            return Settle(eth, new TickExpiry([price]));
        }

        if (minute == DayClock.At(9, 30))
        {
            RfqLeg leg = DemoOrders.Leg(eth, call, Side.Buy, FundSize, nowMs);
            return [new RfqExecute(_traders.Fund.Wallet, "fund", "fund", _traders.Makers[0].Wallet, [leg])];
        }

        if (minute == DayClock.At(10, 0))
            return [new MarginModeUpdate(_traders.Takers[0].Wallet, MarginMode.Portfolio)];
        if (minute == DayClock.At(11, 0))
            return [new OptionWithdrawalUpdate(
                _traders.Fund.Wallet, call.Symbol, eth.Size(Withdrawn), Bank, ++_transfer)];
        if (minute == DayClock.At(12, 0))
            return [new OptionDepositUpdate(_traders.Fund.Wallet, call.Symbol, eth.Size(Withdrawn), Bank, ++_transfer)];
        if (minute == DayClock.At(13, 45))
            return _traders.Sellers.Select(seller => FarBid(seller, nowMs));
        if (minute == Rescue)
            return [Deposit(_traders.RescuedSeller, 300_000)];
        return minute == Bid ? Enumerable.Range(1, Bids).Select(BidFor) : Evening(minute);
    }

    /// <summary>A bid of nothing: whoever takes a portfolio of shorts over is paid for it.</summary>
    private LiquidationBid BidFor(int auction) => new(
        _traders.Makers[2].Wallet, _traders.LongDatedSeller.Wallet, auction, Cash.Zero);

    /// <summary>An order that waits for a price which does not come: liquidation cancels it.</summary>
    private PlaceOrder FarBid(DayTrader seller, long nowMs)
    {
        DemoOption call = eth.OptionAt(2, 90, OptionType.Call);
        long price = eth.MarkUnits(call, nowMs) / 100;
        return new PlaceOrder(
            seller.Wallet, new OrderTerms(call.Symbol, Side.Buy, DemoOrders.OnGrid(price), eth.Size(1)));
    }

    /// <summary>One seller wants out and cannot, pays in, another is wound up.</summary>
    private IEnumerable<EngineCommand> Evening(int minute)
    {
        WalletAddress seller = _traders.StandardSeller.Wallet;
        if (minute == DayClock.At(21, 0))
            return [new CashWithdrawalUpdate(seller, Cash.FromUsdc(1), Bank, ++_transfer)];
        if (minute == DayClock.At(22, 0))
            return [Deposit(_traders.StandardSeller, 10_000)];
        return minute == DayClock.At(23, 0)
            ? [new LiquidationStateUpdate(_traders.LongDatedSeller.Wallet, LiquidationState.Liquidated)]
            : [];
    }

    /// <summary>A maker's position in perpetuals elsewhere, which its portfolio margin counts.</summary>
    private IEnumerable<EngineCommand> Hedge(int minute)
    {
        WalletAddress maker = _traders.Makers[0].Wallet;
        int size = minute / HedgeEvery % 3 * 10 - 10;
        yield return new HypercorePositionUpdate(
            maker, ParsedInstrument.PerpSymbol(eth.Name), eth.Size(size), new Price(eth.IndexUnits));
        yield return new HypercoreEquityUpdate(maker, Cash.FromUsdc(100_000 + minute));
    }

    private static IEnumerable<EngineCommand> Settle(DemoUnderlying underlying, TickExpiry settlement)
    {
        yield return settlement;
        underlying.RollToday();
        foreach (EngineCommand command in Listings(underlying, 0, 1))
            yield return command;
    }

    private static IEnumerable<EngineCommand> Listings(DemoUnderlying underlying, int first, int count) =>
        Enumerable.Range(first, count)
            .SelectMany(underlying.Options)
            .Select(option => new MarketAction(MarketActionKind.Create, option.Symbol));

    private static MmpConfigUpdate Protection(DayTrader maker, DemoUnderlying underlying) => new(
        maker.Wallet, underlying.Name, Enabled: true, IntervalMs: DayClock.MinuteMs, FrozenTimeMs: DayClock.MinuteMs,
        underlying.Size(30), DeltaLimitUnits: underlying.Size(10).Units * 100, VegaLimitUnits: 40 * Price.UnitsPerUsdc,
        ConfigNonce: 1);

    private DepositUpdate Deposit(DayTrader trader, long usdc) =>
        new(trader.Wallet, Cash.FromUsdc(usdc), Bank, ++_transfer);
}
