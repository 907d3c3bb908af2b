using System.Collections.Immutable;
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Benchmarks;

/// <summary>
/// What a market maker's quotes take of its excess: one contract on each side of 100 options on BTC, at mark less and
/// plus one percent, without any position. Five expiries of ten strikes that lie further apart the later the expiry,
/// a smile of 50 % with wings. A figure of the rules, the same on every machine.
/// </summary>
internal static class MakerQuotes
{
    private const string Underlying = "BTC";
    private const long StartMs = 1_767_225_600_000;
    private const long IndexUsdc = 100_000;
    private const long DepositUsdc = 100_000_000;
    private const int FirstStep = -4;
    private const int LastStep = 5;
    private const int OfPercent = 100;

    private static readonly WalletAddress Maker = WalletAddress.FromNumber(1);

    /// <summary>Expiries, and what lies between two strikes of each.</summary>
    private static readonly (int Date, long StepUsdc)[] Expiries =
    [
        (20260109, 2_000), (20260130, 4_000), (20260327, 6_000), (20260626, 8_000), (20261225, 10_000),
    ];

    /// <summary>What the quotes take of the maker's excess in a mode.</summary>
    public static Cash Needed(MarginMode mode)
    {
        var engine = new ExchangeEngine(new EngineOptions(Hashing: false));
        Open(engine, mode);
        foreach (ChainOption option in engine.ViewChain(Underlying)!.Options)
        {
            long mark = option.Greeks!.Mark.Units;
            long width = mark / OfPercent;
            Quote(engine, option.Symbol, Side.Buy, mark - width);
            Quote(engine, option.Symbol, Side.Sell, mark + width);
        }

        Cash left = engine.ViewRisk(Maker)!.Margin.Available!.Value;
        return new Cash(Cash.FromUsdc(DepositUsdc).Units - left.Units);
    }

    private static void Open(ExchangeEngine engine, MarginMode mode)
    {
        Apply(engine, new SetRules(RuleSet.Default with
        {
            Version = RuleSet.Default.Version + 1,
            SignificantFigures = 0,
            Trading = RuleSet.Default.Trading with { Ticks = [new TickStep(new Price(0), new Price(1))] },
            Tier = new TierRules(1_000, 1_000),
        }));
        Apply(engine, new DepositUpdate(Maker, Cash.FromUsdc(DepositUsdc), "bench", 1));
        if (mode == MarginMode.Portfolio)
            Apply(engine, new MarginModeUpdate(Maker, mode));
        Apply(engine, new PriceUpdate([new IndexPrice(Underlying, Price.FromUsdc(IndexUsdc))]));
        foreach ((int date, long stepUsdc) in Expiries)
            List(engine, date, stepUsdc);
    }

    private static void List(ExchangeEngine engine, int date, long stepUsdc)
    {
        var smile = ImmutableArray.CreateBuilder<VolatilityPoint>();
        for (int step = FirstStep; step <= LastStep; step++)
        {
            long strike = IndexUsdc + step * stepUsdc;
            Apply(engine, new MarketAction(MarketActionKind.Create, $"{Underlying}-{date}-{strike}-C"));
            Apply(engine, new MarketAction(MarketActionKind.Create, $"{Underlying}-{date}-{strike}-P"));
            smile.Add(new VolatilityPoint(Price.FromUsdc(strike), Volatility(step)));
        }

        Apply(engine, new IvUpdate(Underlying, date, smile.DrainToImmutable()));
    }

    /// <summary>Half, and three thousandths more for the square of the steps from the index.</summary>
    private static long Volatility(int step) =>
        VolatilityPoint.UnitsPerWhole / 2 + VolatilityPoint.UnitsPerWhole * 3 * step * step / 1_000;

    private static void Quote(ExchangeEngine engine, string symbol, Side side, long priceUnits) =>
        Apply(engine, new PlaceOrder(
            Maker, new OrderTerms(symbol, side, new Price(priceUnits), Quantity.FromContracts(1))));

    private static void Apply(ExchangeEngine engine, EngineCommand command)
    {
        ApplyOutput output = engine.Apply(CommandEnvelope.Trusted(engine.Sequence + 1, StartMs, command));
        if (!output.Accepted)
        {
            throw new BenchmarkFailedException(
                $"{command.Type} of the maker's quotes was rejected: {output.Rejection.Code}");
        }
    }
}
