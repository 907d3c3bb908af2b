using System.Diagnostics;
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Benchmarks;

/// <summary>
/// M9: index prices while 10,000 wallets hold positions on the underlying: half of them short in standard mode, half in
/// portfolio mode, none that could do without an examination. What the next command waits more is what PriceUpdate
/// takes over a Tick without any holder; then ticks examine all wallets.
/// </summary>
internal static class LiquidationBenchmark
{
    private const int Wallets = 10_000;
    private const int Rounds = 50;
    private const int WarmRounds = 20;
    private const int MaxTicksPerRound = 20;
    private const string Underlying = "ETH";
    private const string Symbol = "ETH-20261225-3000-C";
    private const long StartMs = 1_767_225_600_000;

    public static IEnumerable<BenchmarkRow> Run()
    {
        ExchangeEngine engine = Grow();
        double idle = Milliseconds(() => Apply(engine, new Tick()));
        var waits = new List<double>();
        var examinations = new List<double>();
        for (int round = 0; round < WarmRounds + Rounds; round++)
        {
            double update = Milliseconds(() => Apply(engine, Index(3_000 + round % 2)));
            double ticks = Milliseconds(() => ExamineAll(engine));
            if (round < WarmRounds)
                continue;
            waits.Add(update - idle);
            examinations.Add(ticks);
        }

        yield return Target.AtMost(0.5, null, "ms").Row(
            "M9", "PriceUpdate with 10,000 holders: the next command waits more", Measurement.Median(waits));
        yield return Target.AtMost(20, null, "ms").Row(
            "M9", "all 10,000 examined by ticks", Measurement.Median(examinations));
    }

    /// <summary>Ticks until nothing waits: as many as 1,024 a tick need, and one that finds the queue empty.</summary>
    private static void ExamineAll(ExchangeEngine engine)
    {
        int ticks = 0;
        while (engine.WalletsToExamine > 0)
        {
            if (++ticks > MaxTicksPerRound)
                throw new BenchmarkFailedException($"{engine.WalletsToExamine} wallets still wait after {ticks} ticks");
            Apply(engine, new Tick());
        }
    }

    private static ExchangeEngine Grow()
    {
        var engine = new ExchangeEngine();
        RuleSet open = RuleSet.Default with
        {
            Version = RuleSet.Default.Version + 1,
            MarginEnabled = false,
            MaxPriceAgeMs = 0,
            Tier = new TierRules(1_000_000, 1_000_000),
        };
        Apply(engine, new SetRules(open));
        Apply(engine, new MarketAction(MarketActionKind.Create, Symbol));
        Apply(engine, Index(3_000));
        Apply(engine, new IvUpdate(
            Underlying, 20261225, [new VolatilityPoint(Price.FromUsdc(3_000), VolatilityPoint.UnitsPerWhole / 2)]));
        for (int number = 1; number <= Wallets; number++)
            Open(engine, number);
        Apply(engine, new SetRules(open with { Version = open.Version + 1, MarginEnabled = true }));
        return engine;
    }

    private static void Open(ExchangeEngine engine, int number)
    {
        WalletAddress wallet = WalletAddress.FromNumber((ulong)number);
        Apply(engine, new DepositUpdate(wallet, Cash.FromUsdc(100_000), "bench", number));
        if (number % 2 == 0)
            Apply(engine, new MarginModeUpdate(wallet, MarginMode.Portfolio));
        Side side = number % 4 == 2 ? Side.Buy : Side.Sell;
        Apply(engine, new PlaceOrder(wallet, new OrderTerms(
            Symbol, side, Price.FromUsdc(400), Quantity.FromContracts(side == Side.Buy ? 3 : 1))));
    }

    private static PriceUpdate Index(long price) =>
        new([new IndexPrice(Underlying, Price.FromUsdc(price))]);

    private static double Milliseconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static void Apply(ExchangeEngine engine, EngineCommand command)
    {
        if (!engine.Apply(CommandEnvelope.Trusted(engine.Sequence + 1, StartMs, command)).Accepted)
            throw new BenchmarkFailedException($"{command.Type} of the liquidation benchmark was rejected");
    }
}
