using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.Margin;

/// <summary>
/// A wallet with shorts in a random market: time passes by milliseconds and by hours, index prices and smiles come, get
/// too old and expire, rules change. It sends orders of about the size that its margin just allows, each of them also
/// to an engine restored from a snapshot of just before, which keeps nothing yet of what margin works out.
/// </summary>
internal sealed class KeptMarginVenue
{
    private const int HourMs = 3_600_000;

    private static readonly WalletAddress Trader = WalletAddress.FromNumber(1);
    private static readonly WalletAddress Other = WalletAddress.FromNumber(2);

    private static readonly string[] Held = ["ETH-20260102-3100-C", "ETH-20260110-3200-C", "ETH-20260130-3000-P"];
    private static readonly int[] Expiries = [20260102, 20260104, 20260110];
    private static readonly string[] Symbols = [.. Held, "ETH-20260104-3150-P", "ETH-20260110-2900-C"];

    /// <summary>The second one's expiry is no option's: a smile ends by time alone.</summary>
    private static readonly int[] SmileDates = [20260102, 20260103, 20260105, 20260120];

    private readonly ExchangeEngine _engine = new();
    private readonly SeededRandom _random;
    private RuleSet _rules;
    private long _now = CalendarDate.ToEpochMs(20260102) + 6 * HourMs;
    private long _transfers;

    public KeptMarginVenue(int seed, MarginMode mode)
    {
        _random = new SeededRandom((ulong)seed);
        _rules = RuleSet.Default with
        {
            MarginEnabled = false,
            SignificantFigures = 0,
            MaxIndexMovePpm = 0,
            MaxPriceAgeMs = 2 * HourMs,
            Trading = new TradingRules(
                [new TickStep(new Price(0), new Price(1))], new Quantity(1), new Quantity(1),
                Quantity.FromContracts(1_000_000), PriceBand: null),
        };
        Use(_rules);
        Deposit(Trader, 20_000);
        Deposit(Other, 1_000_000_000);
        Do(new MarginModeUpdate(Trader, mode));
        foreach (string symbol in Symbols)
            Do(new MarketAction(MarketActionKind.Create, symbol));
        Quote();
        foreach (string symbol in Held)
            Trade(symbol, Side.Sell, Quantity.UnitsPerContract);
        foreach (int date in SmileDates)
            Smile(date);
        Use(_rules with { MarginEnabled = true });
    }

    /// <summary>
    /// Has an order priced by the last smile there is, and another one once that has expired by time alone; what the
    /// second comes to.
    /// </summary>
    public RejectCode PlaceAcrossTheLastSmilesExpiry()
    {
        Use(_rules with { MaxPriceAgeMs = 0 });
        _now = CalendarDate.ToEpochMs(SmileDates[^1]) + 8 * HourMs - 1;
        Do(new TickExpiry([.. Expiries.Select(date => new SettlementPrice("ETH", date, Price.FromUsdc(3_000)))], true));
        PlaceOrder order = Order(Trader, Held[^1], Side.Sell, units: 1);
        Do(order);
        _now++;
        return _engine.Apply(Envelope(_engine, order)).Rejection.Code;
    }

    /// <summary>Lets time pass and some of what margin depends on change.</summary>
    public void Move()
    {
        _now += _random.PerMille(250) ? _random.Between(HourMs / 4, 2 * HourMs) : _random.Between(0, 2_000);
        if (_random.PerMille(300))
            Quote();
        if (_random.PerMille(300))
            Smile(_random.PickFrom(SmileDates));
        if (_random.PerMille(150))
            Trade(_random.PickFrom(Symbols), _random.Any<Side>(), _random.Between(1, 300_000));
        if (_random.PerMille(50))
        {
            Use(_rules with
            {
                MaxPriceAgeMs = _random.Between(1, 3) * HourMs,
                Standard = _rules.Standard with { ImPpm = _random.Between(120_000, 200_000) },
            });
        }
    }

    /// <summary>Sends an order at the edge to both engines; what it comes to, and whether both say the same.</summary>
    public (RejectCode Code, bool IsSame) PlaceAtTheEdge()
    {
        _now += _random.Between(0, 3);
        byte[] snapshot = _engine.Snapshot();
        string symbol = _random.PickFrom(Symbols);
        Side side = _random.PerMille(850) ? Side.Sell : Side.Buy;
        PlaceOrder order = Order(Trader, symbol, side, EdgeUnits(snapshot, symbol, side));
        ExchangeEngine anew = Restored(snapshot);
        ApplyOutput expected = anew.Apply(Envelope(anew, order));
        ApplyOutput actual = _engine.Apply(Envelope(_engine, order));
        RejectCode code = actual.Rejection.Code;
        bool isSame = code == expected.Rejection.Code && actual.Hash == expected.Hash;
        _engine.CheckInvariants();
        Do(new CancelAll(Trader));
        if (code is not (RejectCode.None or RejectCode.MissingMark) && _random.PerMille(200))
            Deposit(Trader, 1_000);
        return (code, isSame);
    }

    /// <summary>About as many contracts as there is margin for; one where that cannot be told.</summary>
    private long EdgeUnits(byte[] snapshot, string symbol, Side side)
    {
        ExchangeEngine probe = Restored(snapshot);
        Int128? available = Available(probe);
        probe.Apply(Envelope(probe, new DepositUpdate(Trader, Cash.FromUsdc(1_000_000), "probe", 1)));
        Int128? before = Available(probe);
        bool isTaken = probe.Apply(Envelope(probe, Order(Trader, symbol, side, Quantity.UnitsPerContract))).Accepted;
        Int128 asked = isTaken ? before - Available(probe) ?? 0 : 0;
        if (available is not { } free || free <= 0 || asked <= 0)
            return Quantity.UnitsPerContract;
        long units = (long)(free * Quantity.UnitsPerContract / asked);
        return Math.Clamp(units + _random.Pick(-5_000, -100, -1, 0, 1, 2, 100, 5_000), 1, 1_000_000_000);
    }

    private static Int128? Available(ExchangeEngine engine) =>
        engine.View().Wallets.Single(view => view.Address == Trader).Margin.Available?.Units;

    private static ExchangeEngine Restored(byte[] snapshot) => ExchangeEngine.Restore(snapshot, null, out _)!;

    private static PlaceOrder Order(
        WalletAddress wallet, string symbol, Side side, long units, TimeInForce timeInForce = TimeInForce.Gtc) => new(
        wallet, new OrderTerms(
            symbol, side, Price.FromUsdc(side == Side.Sell ? 2_000 : 10), new Quantity(units), timeInForce));

    private CommandEnvelope Envelope(ExchangeEngine engine, EngineCommand command) =>
        CommandEnvelope.Trusted(engine.Sequence + 1, _now, command);

    private void Do(EngineCommand command) => _engine.Apply(Envelope(_engine, command));

    private void Deposit(WalletAddress wallet, long usdc) =>
        Do(new DepositUpdate(wallet, Cash.FromUsdc(usdc), "bank", ++_transfers));

    private void Use(RuleSet rules)
    {
        _rules = rules with { Version = _engine.Rules.Version + 1 };
        Do(new SetRules(_rules));
    }

    private void Quote() =>
        Do(new PriceUpdate([new IndexPrice("ETH", Price.FromUsdc(_random.Between(2_900, 3_300)))], Force: true));

    private void Smile(int date) => Do(new IvUpdate("ETH", date, [new VolatilityPoint(
        Price.FromUsdc(3_000), _random.Between(20, 150) * VolatilityPoint.UnitsPerWhole / 100)]));

    /// <summary>The trader deals with the other wallet at 10 or 2,000, if margin lets it.</summary>
    private void Trade(string symbol, Side side, long units)
    {
        PlaceOrder order = Order(Trader, symbol, side, units, TimeInForce.Ioc);
        Do(new PlaceOrder(Other, order.Order with
        {
            Side = side == Side.Buy ? Side.Sell : Side.Buy,
            TimeInForce = TimeInForce.Gtc,
        }));
        Do(order);
        Do(new CancelAll(Other));
    }
}
