using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Views.Tests.Support;

/// <summary>
/// The commands of a small venue on which everything of options risk happens that views show: trades on the book and by
/// request for quote, a change of the margin mode, an expiry with settlement, fees, insurance and debt, liquidation.
/// </summary>
internal static class SettlingVenue
{
    public const string Call = "ETH-20260105-3000-C";
    public const string Later = "ETH-20260130-3000-C";
    public static readonly WalletAddress Buyer = WalletAddress.FromNumber(1);
    public static readonly WalletAddress Seller = WalletAddress.FromNumber(2);
    public static readonly WalletAddress Maker = WalletAddress.FromNumber(3);
    private const long StartMs = 1_767_571_200_000;
    private const long DayMs = 86_400_000;
    private const long ExpiryMs = StartMs + 8 * 3_600_000;

    /// <summary>Sequence of the TickExpiry that settles <see cref="Call"/>.</summary>
    public static long SettlementSequence => Commands.TakeWhile(item => item.Command is not TickExpiry).Count() + 1;

    /// <summary>The commands as envelopes.</summary>
    public static IEnumerable<CommandEnvelope> Envelopes() => Commands.Select((item, index) =>
        new CommandEnvelope(index + 1, item.AtMs, null, null, null, null, item.Command));

    private static (long AtMs, EngineCommand Command)[] Commands { get; } =
    [
        (StartMs, new SetRules(RuleSet.Default with
        {
            Version = 2,
            MaxPriceAgeMs = 0,
            Liquidation = RuleSet.Default.Liquidation with { GraceMs = DayMs },
        })),
        (StartMs, new MarketAction(MarketActionKind.Create, Call)),
        (StartMs, new MarketAction(MarketActionKind.Create, Later)),
        (StartMs, Index(3_000)),
        (StartMs, Smile(20_260_105)),
        (StartMs, Smile(20_260_130)),
        (StartMs, Deposit(Buyer, 100_000, 1)),
        (StartMs, Deposit(Seller, 6_000, 2)),
        (StartMs, Deposit(Maker, 100_000, 3)),
        (StartMs, new InsuranceDeposit(Cash.FromUsdc(500), "bank", 4)),
        (StartMs, new MarginModeUpdate(Maker, MarginMode.Portfolio)),
        (StartMs + 1, Order(Seller, Call, Side.Sell, 40, 10)),
        (StartMs + 2, Order(Buyer, Call, Side.Buy, 40, 10)),
        (StartMs + 3, Order(Seller, Later, Side.Buy, 1, 1)),
        (StartMs + 4, Order(Maker, Call, Side.Sell, 50, 5)),
        (StartMs + 5, Order(Buyer, Call, Side.Buy, 45, 5)),
        (StartMs + 6, new RfqExecute(Buyer, "r", "q", Maker,
            [Leg(Call, Side.Buy, 2, 40), Leg(Later, Side.Sell, 3, 180)])),
        (StartMs + 7, new MarginModeUpdate(Buyer, MarginMode.Portfolio)),
        (StartMs + 8, Index(3_700)),
        (StartMs + 9, new Tick()),
        (StartMs + 70_000, new Tick()),
        (ExpiryMs, new Tick()),
        (ExpiryMs + 1, new TickExpiry([new SettlementPrice("ETH", 20_260_105, Price.FromUsdc(3_800))])),
        (ExpiryMs + 2, new TickExpiry([new SettlementPrice("ETH", 20_260_105, Price.FromUsdc(9_999))])),
        (ExpiryMs + 3, Order(Buyer, Call, Side.Buy, 1, 1)),
        (ExpiryMs + 4, Deposit(Seller, 1_000, 5)),
    ];

    private static PriceUpdate Index(long usdc) => new([new IndexPrice("ETH", Price.FromUsdc(usdc))]);

    private static IvUpdate Smile(int date) =>
        new("ETH", date, [new VolatilityPoint(Price.FromUsdc(3_000), 60_000_000)]);

    private static DepositUpdate Deposit(WalletAddress wallet, long usdc, long number) =>
        new(wallet, Cash.FromUsdc(usdc), "bank", number);

    private static PlaceOrder Order(WalletAddress wallet, string symbol, Side side, long price, int size) =>
        new(wallet, new OrderTerms(symbol, side, Price.FromUsdc(price), Quantity.FromContracts(size)));

    private static RfqLeg Leg(string symbol, Side side, int size, long price) =>
        new(symbol, side, Quantity.FromContracts(size), Price.FromUsdc(price));
}
