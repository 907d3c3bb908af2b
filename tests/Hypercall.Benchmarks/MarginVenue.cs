using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.State;

namespace Hypercall.Benchmarks;

/// <summary>
/// A trader with short calls and puts over many strikes and expiries, and open orders on both sides of them, for
/// measuring margin.
/// </summary>
internal sealed class MarginVenue
{
    private const string Underlying = "ETH";
    private const long StartMs = 1_767_225_600_000;
    private const int ExpiryDate = 20261225;

    private const string MeasuredId = "measured";

    private static readonly WalletAddress Maker = WalletAddress.FromNumber(2);
    private long _now = StartMs;

    public MarginVenue(MarginMode mode, int legs, int orders, bool margin)
    {
        Engine = new ExchangeEngine(new EngineOptions(Hashing: false));
        RuleSet open = Rules(RuleSet.Default.Version + 1, margin: false);
        Accept(new SetRules(open));
        Accept(new DepositUpdate(Trader, Cash.FromUsdc(1_000_000_000), "bench", 1));
        Accept(new DepositUpdate(Maker, Cash.FromUsdc(1_000_000_000), "bench", 2));
        Accept(new MarginModeUpdate(Trader, mode));
        Accept(new PriceUpdate([new IndexPrice(Underlying, Price.FromUsdc(3_000))]));
        Accept(new IvUpdate(Underlying, ExpiryDate, Smile()));
        for (int leg = 0; leg < legs; leg++)
            Sell(leg);
        for (int order = 0; order < orders; order++)
            Quote(order % legs, order);
        Accept(new SetRules(Rules(open.Version + 1, margin)));
    }

    public static WalletAddress Trader { get; } = WalletAddress.FromNumber(1);

    public ExchangeEngine Engine { get; }

    /// <summary>An order that rests far from any other.</summary>
    public static PlaceOrder Order(int round) =>
        Order(Trader, 0, Side.Sell, 2_000 + round % 100, TimeInForce.Gtc, MeasuredId);

    /// <summary>Cancels it.</summary>
    public static CancelOrder CancelOfOrder { get; } = new(Trader, OrderReference.ByClientId(MeasuredId));

    /// <summary>An index price that is not the one before.</summary>
    public static PriceUpdate Index(int round) =>
        new([new IndexPrice(Underlying, Price.FromUsdc(3_000 + round % 7))]);

    /// <summary>The next envelope, so much later than the last.</summary>
    public CommandEnvelope Next(EngineCommand command, int laterMs)
    {
        _now += laterMs;
        return CommandEnvelope.Trusted(Engine.Sequence + 1, _now, command);
    }

    private static RuleSet Rules(int version, bool margin) => RuleSet.Default with
    {
        Version = version,
        MarginEnabled = margin,
        MaxPriceAgeMs = 0,
        Tier = new TierRules(1_000_000, 1_000_000),
        Trading = RuleSet.Default.Trading with { PriceBand = null },
    };

    private static System.Collections.Immutable.ImmutableArray<VolatilityPoint> Smile() =>
    [
        .. Enumerable.Range(0, 21).Select(i => new VolatilityPoint(
            Price.FromUsdc(1_000 + i * 200), VolatilityPoint.UnitsPerWhole * (60 + Math.Abs(i - 10)) / 100)),
    ];

    private void Sell(int leg)
    {
        Accept(new MarketAction(MarketActionKind.Create, Symbol(leg)));
        Accept(Order(Maker, leg, Side.Buy, 100, TimeInForce.Gtc));
        Accept(Order(Trader, leg, Side.Sell, 100, TimeInForce.Ioc));
    }

    /// <summary>A quote that nothing crosses, by turns a bid and an offer.</summary>
    private void Quote(int leg, int order) => Accept(order % 2 == 0
        ? Order(Trader, leg, Side.Buy, 1 + order % 10, TimeInForce.Gtc)
        : Order(Trader, leg, Side.Sell, 3_000 + order, TimeInForce.Gtc));

    private static PlaceOrder Order(
        WalletAddress wallet, int leg, Side side, int price, TimeInForce timeInForce, string? clientId = null) =>
        new(wallet, new OrderTerms(
            Symbol(leg), side, Price.FromUsdc(price), Quantity.FromContracts(1), timeInForce, ClientId: clientId));

    private static string Symbol(int leg) =>
        $"{Underlying}-{ExpiryDate - 100 * (leg % 4)}-{2_000 + 40 * (leg / 2)}-{(leg % 2 == 0 ? 'C' : 'P')}";

    private void Accept(EngineCommand command)
    {
        if (!Engine.Apply(Next(command, 0)).Accepted)
            throw new BenchmarkFailedException($"{command.Type} of the margin benchmark was rejected");
    }
}
