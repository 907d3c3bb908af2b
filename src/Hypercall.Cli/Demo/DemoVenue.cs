using System.Collections.Immutable;
using Hypercall.Benchmarks.Workloads;

namespace Hypercall.Cli.Demo;

/// <summary>
/// What the traders of a demonstration with 24 options on ETH send, around the engine's marks. Whoever sends it says
/// when; everything else follows from the random numbers. For one thread, as these are.
/// </summary>
internal sealed class DemoVenue(DemoUnderlying underlying, SeededRandom random)
{
    private const int Makers = 4;
    private const int Takers = 8;
    private const long FirstIndexUsdc = 3_000;
    private const long DepositUsdc = 5_000_000;
    private const double Volatility = 0.6;

    private readonly DemoOrders _orders = new(random);

    /// <summary>The market makers.</summary>
    public static ImmutableArray<DemoTrader> MakerTraders { get; } = CreateTraders(0, Makers);

    public static ImmutableArray<DemoTrader> TakerTraders { get; } = CreateTraders(Makers, Takers);

    /// <summary>The options of a venue that opens at an instant: six strikes for two expiries.</summary>
    public static DemoUnderlying OptionsFrom(long opensMs)
    {
        var options = new DemoUnderlying(
            "ETH", FirstIndexUsdc, 8 * 60, Quantity.FromContracts(1), [90, 95, 98, 102, 105, 110],
            [DateAfter(opensMs, days: 4), DateAfter(opensMs, days: 25)]);
        options.Move(1, Volatility);
        return options;
    }

    /// <summary>What opens the venue: options, marks, deposits, agents, protection.</summary>
    public IEnumerable<EngineCommand> Opening()
    {
        foreach (DemoOption option in Expiries.SelectMany(underlying.Options))
            yield return new MarketAction(MarketActionKind.Create, option.Symbol);
        yield return Index();
        foreach (IvUpdate smile in Smiles())
            yield return smile;
        int deposit = 0;
        foreach (DemoTrader trader in MakerTraders.Concat(TakerTraders))
        {
            yield return new DepositUpdate(trader.Wallet, Cash.FromUsdc(DepositUsdc), "demo", ++deposit);
            yield return new ApproveAgent(trader.Wallet, trader.Agent);
        }

        foreach (DemoTrader maker in MakerTraders)
        {
            yield return new MmpConfigUpdate(
                maker.Wallet, underlying.Name, true, IntervalMs: 1_000, FrozenTimeMs: 500,
                Quantity.FromContracts(60), null, null, ConfigNonce: 1);
        }
    }

    /// <summary>The volatilities of every expiry.</summary>
    public IEnumerable<IvUpdate> Smiles() => Expiries.Select(underlying.Smile);

    /// <summary>The index price, a little away from where it was.</summary>
    public PriceUpdate Move()
    {
        const double step = 0.0005;
        double index = (double)underlying.IndexUnits / underlying.StartUnits;
        underlying.Move(index + step * (random.Fraction() + random.Fraction() - 1), Volatility);
        return Index();
    }

    /// <summary>A maker's quotes in a round; it comes to every expiry in turn.</summary>
    public BulkOrders Quotes(DemoTrader maker, int round, long nowMs) =>
        _orders.Quote(maker.Wallet, underlying, round % underlying.ExpiryCount, nowMs);

    /// <summary>A taker's order on some option, for the whole of its size or for what there is.</summary>
    public PlaceOrder Take(DemoTrader taker, long nowMs) =>
        _orders.Take(taker.Wallet, underlying, random.Below(underlying.ExpiryCount), bearishPercent: 50, nowMs);

    private IEnumerable<int> Expiries => Enumerable.Range(0, underlying.ExpiryCount);

    private PriceUpdate Index() => new([new IndexPrice(underlying.Name, new Price(underlying.IndexUnits))]);

    private static int DateAfter(long opensMs, int days)
    {
        DateTimeOffset day = DateTimeOffset.FromUnixTimeMilliseconds(opensMs).AddDays(days);
        return day.Year * 10_000 + day.Month * 100 + day.Day;
    }

    private static ImmutableArray<DemoTrader> CreateTraders(int first, int number) =>
        [.. Enumerable.Range(first, number).Select(DemoTrader.Create)];
}
