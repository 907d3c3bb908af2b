using Hypercall.Engine.Domain.Rules;

namespace Hypercall.History.Tests;

/// <summary>
/// The commands of a venue on which an order that somebody built opens a short, whose liquidation then takes from an
/// order that he built too.
/// </summary>
internal static class BuiltVenue
{
    private const string Call = "ETH-20351228-3200-C";
    private const int Steps = 16;
    private const long StartMs = 1_767_600_000_000;
    private static readonly WalletAddress Short = WalletAddress.FromNumber(1);
    private static readonly WalletAddress Long = WalletAddress.FromNumber(2);
    private static readonly WalletAddress Maker = WalletAddress.FromNumber(3);
    private static readonly WalletAddress Builder = WalletAddress.FromNumber(4);

    private static readonly RuleSet Rules = RuleSet.Default with
    {
        Version = 2,
        Builders = [Builder],
        MaxPriceAgeMs = 0,
        MaxIndexMovePpm = 0,
        Liquidation = new LiquidationRules(GraceMs: 0, ChecksPerCommand: 32),
    };

    public static IReadOnlyList<WalletAddress> Traders { get; } = [Short, Long, Maker];

    public static string NameOf(WalletAddress wallet) =>
        wallet == Short ? nameof(Short) : wallet == Long ? nameof(Long) : wallet == Maker ? nameof(Maker)
            : nameof(Builder);

    /// <summary>The commands as envelopes; with each step the liquidation may offer more.</summary>
    public static IEnumerable<CommandEnvelope> Envelopes() => Opening()
        .Select(command => (StartMs, command))
        .Concat(Enumerable.Range(1, Steps).Select(step =>
            (StartMs + step * (Rules.Liquidation.RepriceMs + 1), (EngineCommand)new Tick())))
        .Select((item, index) => CommandEnvelope.Trusted(index + 1, item.Item1, item.Item2));

    private static IEnumerable<EngineCommand> Opening() =>
    [
        new SetRules(Rules),
        new MarketAction(MarketActionKind.Create, Call),
        Index(3_200),
        new IvUpdate("ETH", 20351228, [new VolatilityPoint(Price.FromUsdc(3_200), 60_000_000)]),
        new DepositUpdate(Short, Cash.FromUsdc(2_600), "bank", 1),
        new DepositUpdate(Long, Cash.FromUsdc(100_000), "bank", 2),
        new DepositUpdate(Maker, Cash.FromUsdc(100_000), "bank", 3),
        Order(Long, Side.Buy, 2_100, TimeInForce.Gtc, null),
        Order(Short, Side.Sell, 2_100, TimeInForce.Ioc, Builder),
        Index(5_800),
        new Tick(),
        Order(Maker, Side.Sell, 4_450, TimeInForce.Gtc, Builder),
    ];

    private static PriceUpdate Index(long usdc) => new([new IndexPrice("ETH", Price.FromUsdc(usdc))]);

    private static PlaceOrder Order(
        WalletAddress wallet, Side side, long price, TimeInForce tif, WalletAddress? builder) => new(
        wallet,
        new OrderTerms(Call, side, Price.FromUsdc(price), Quantity.FromContracts(1), tif, Builder: builder));
}
