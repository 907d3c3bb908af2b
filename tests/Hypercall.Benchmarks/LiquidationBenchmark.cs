using System.Diagnostics;
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Benchmarks;

/// <summary>
/// M9: index prices while 10,000 wallets hold positions on the underlying: half of them short in standard mode, half in
/// portfolio mode, none that could do without an examination. What the next command waits more is what PriceUpdate
/// takes over a Tick without any holder; then ticks examine all wallets. And a crash that leaves 10,000 wallets below
/// maintenance and without anything of their own: what each command waits more while they enter, while their graces
/// end, and while they are deleveraged one by one.
/// </summary>
internal static class LiquidationBenchmark
{
    private const int Wallets = 10_000;
    private const int Rounds = 50;
    private const int WarmRounds = 20;
    private const int MaxTicksPerRound = 20;

    /// <summary>One in four is long: 10,002 are short.</summary>
    private const int CrashWallets = 13_336;
    private const int CrashCommands = 312;
    private const int CrashRounds = 7;
    private const long GraceMs = 60_000;
    private const string Underlying = "ETH";
    private const string Symbol = "ETH-20261225-3000-C";
    private const long StartMs = 1_767_225_600_000;

    public static IEnumerable<BenchmarkRow> Run()
    {
        ExchangeEngine engine = Grow(Wallets);
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
        foreach (BenchmarkRow row in Crash())
            yield return row;
    }

    /// <summary>
    /// The same crash again and again on fresh engines; of each command the least time counts, so that neither the
    /// compiler nor a collection nor what else runs on the machine does.
    /// </summary>
    private static IEnumerable<BenchmarkRow> Crash()
    {
        double[][] rounds = [.. Enumerable.Range(0, CrashRounds).Select(_ => CrashOnce())];
        double[] least = [.. Enumerable.Range(0, rounds[0].Length).Select(index => rounds.Min(round => round[index]))];
        double idle = Measurement.Median(least[..CrashCommands]);
        yield return Target.AtMost(2, null, "ms").Row(
            "M9", "crash with 10,000 below maintenance: the next command waits more", least[CrashCommands] - idle);
        string[] stages = ["enter PreLiquidation", "end their grace", "are deleveraged"];
        for (int stage = 0; stage < stages.Length; stage++)
        {
            double[] waits = least[((stage + 1) * CrashCommands + 1)..((stage + 2) * CrashCommands + 1)];
            yield return Target.AtMost(2, null, "ms").Row(
                "M9", $"a command while 10,000 {stages[stage]} waits more, median", Measurement.Median(waits) - idle);
            yield return Target.AtMost(2, null, "ms").Row(
                "M9", $"the same, longest of {CrashCommands}", waits.Max() - idle);
        }
    }

    /// <summary>Times of as many commands before the crash, of it, and of as many in each stage after it.</summary>
    private static double[] CrashOnce()
    {
        ExchangeEngine engine = Grow(CrashWallets);

        // No venue's first price after the margin is the crash.
        Apply(engine, Index(3_001));
        ExamineAll(engine);
        var transfers = new Transfers(engine);
        return
        [
            .. transfers.Take(StartMs),
            Milliseconds(() => Apply(engine, Index(200_000) with { Force = true })),
            .. transfers.Take(StartMs),
            .. transfers.Take(StartMs + GraceMs),
            .. transfers.Take(StartMs + GraceMs),
        ];
    }

    /// <summary>Deposits one after the other, and how long each took.</summary>
    private sealed class Transfers(ExchangeEngine engine)
    {
        private long _number;

        public List<double> Take(long atMs) =>
        [
            .. Enumerable.Range(0, CrashCommands).Select(_ => Milliseconds(() => Apply(
                engine,
                new DepositUpdate(WalletAddress.FromNumber(CrashWallets + 1), Cash.FromUsdc(1), "crash", ++_number),
                atMs))),
        ];
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

    private static ExchangeEngine Grow(int wallets)
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
        for (int number = 1; number <= wallets; number++)
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

    private static void Apply(ExchangeEngine engine, EngineCommand command, long atMs = StartMs)
    {
        if (!engine.Apply(CommandEnvelope.Trusted(engine.Sequence + 1, atMs, command)).Accepted)
            throw new BenchmarkFailedException($"{command.Type} of the liquidation benchmark was rejected");
    }
}
