using System.Collections.Immutable;
using Hypercall.Benchmarks.Workloads;

namespace Hypercall.Cli.Demo;

/// <summary>
/// What the demonstration's traders send, around the prices that they think fair. Whoever sends it says when;
/// everything else follows from the random numbers. For one thread, as these are.
/// </summary>
internal sealed class DemoOrders(DemoChain chain, SeededRandom random)
{
    private const int Makers = 4;
    private const int Takers = 8;
    private const int QuotePairsPerBulk = DemoChain.PerExpiry;
    private const long DepositUsdc = 5_000_000;
    private const long VolatilityUnits = 60_000_000;

    /// <summary>The market makers.</summary>
    public static ImmutableArray<DemoTrader> MakerTraders { get; } = CreateTraders("maker", 0, Makers);

    /// <summary>The takers.</summary>
    public static ImmutableArray<DemoTrader> TakerTraders { get; } = CreateTraders("taker", Makers, Takers);

    /// <summary>Market makers, then takers.</summary>
    public static IEnumerable<DemoTrader> Traders => MakerTraders.Concat(TakerTraders);

    /// <summary>What opens the venue for a spot price: options, marks, deposits, agents, protection.</summary>
    public IEnumerable<EngineCommand> Opening(double spot)
    {
        for (int option = 0; option < chain.Count; option++)
            yield return new MarketAction(MarketActionKind.Create, chain.SymbolAt(option));
        yield return Index(spot);
        for (int expiry = 0; expiry < DemoChain.ExpiryCount; expiry++)
            yield return Smile(expiry);
        int deposit = 0;
        foreach (DemoTrader trader in Traders)
        {
            yield return new DepositUpdate(trader.Wallet, Cash.FromUsdc(DepositUsdc), "demo", ++deposit);
            yield return new ApproveAgent(trader.Wallet, trader.Agent);
        }

        foreach (DemoTrader maker in MakerTraders)
        {
            yield return new MmpConfigUpdate(
                maker.Wallet, DemoChain.Underlying, true, IntervalMs: 1_000, FrozenTimeMs: 500,
                Quantity.FromContracts(60), null, null, ConfigNonce: 1);
        }
    }

    /// <summary>The index price where the spot price is.</summary>
    public static PriceUpdate Index(double spot) =>
        new([new IndexPrice(DemoChain.Underlying, DemoChain.OnGrid(spot))]);

    /// <summary>The volatilities of an expiry.</summary>
    public IvUpdate Smile(int expiry) => new(
        DemoChain.Underlying,
        chain.ExpiryDate(expiry),
        [.. DemoChain.StrikePrices.Select(strike => new VolatilityPoint(Price.FromUsdc(strike), VolatilityUnits))]);

    /// <summary>Where the spot price goes next.</summary>
    public double Move(double spot)
    {
        const double step = 1.5;
        return spot + step * (random.Fraction() + random.Fraction() - 1);
    }

    /// <summary>
    /// A maker takes its quotes on one expiry out and puts new ones in, in one bulk; what was filled or cancelled in
    /// the meantime is not there to be taken out, which is fine.
    /// </summary>
    public BulkOrders Quotes(DemoTrader maker, int expiry, double spot, long nowMs)
    {
        int first = expiry * DemoChain.PerExpiry;
        var actions = ImmutableArray.CreateBuilder<BulkAction>(4 * QuotePairsPerBulk);
        for (int option = first; option < first + DemoChain.PerExpiry; option++)
        {
            double fair = chain.FairPrice(option, spot, nowMs);
            double half = 0.05 + fair * (0.01 + 0.01 * random.Fraction());
            AddQuote(actions, option, Side.Buy, fair - half);
            AddQuote(actions, option, Side.Sell, fair + half);
        }

        return new BulkOrders(maker.Wallet, actions.MoveToImmutable());
    }

    /// <summary>A taker's order on some option, for the whole of its size or for what there is.</summary>
    public PlaceOrder Take(DemoTrader taker, double spot, long nowMs)
    {
        int option = random.Below(chain.Count);
        Side side = random.Below(2) == 0 ? Side.Buy : Side.Sell;
        double fair = chain.FairPrice(option, spot, nowMs);
        double reach = 0.05 + fair * 0.04 * random.Fraction();
        return new PlaceOrder(taker.Wallet, new OrderTerms(
            chain.SymbolAt(option),
            side,
            DemoChain.OnGrid(side == Side.Buy ? fair + reach : fair - reach),
            Quantity.FromContracts(1 + random.Below(6)),
            random.Chance(20) ? TimeInForce.Fok : TimeInForce.Ioc));
    }

    /// <summary>A request id of its own.</summary>
    public RequestId NewRequest() => new(new UInt128(random.Next(), random.Next()));

    private void AddQuote(ImmutableArray<BulkAction>.Builder actions, int option, Side side, double price)
    {
        string clientId = $"{side}-{option}";
        actions.Add(new BulkCancel(OrderReference.ByClientId(clientId)));
        actions.Add(new BulkPlace(new OrderTerms(
            chain.SymbolAt(option),
            side,
            DemoChain.OnGrid(price),
            Quantity.FromContracts(1 + random.Below(10)),
            Flags: OrderFlags.PostOnly | OrderFlags.Mmp,
            ClientId: clientId)));
    }

    private static ImmutableArray<DemoTrader> CreateTraders(string kind, int first, int number) =>
        [.. Enumerable.Range(first, number).Select(i => DemoTrader.Create($"{kind} {i - first + 1}", i))];
}
