using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>
/// The engine against its naive twin where streams drawn at random hardly come: a step of partial liquidation that
/// could cost more than the wallet has, and steps that end because liquidation orders have met enough makers. Wallets
/// are short 100 at a mark of 540, sold at 1.
/// </summary>
public sealed class DirectedLiquidationTests
{
    private const string Call = "ETH-20260110-3160-C";
    private const string Second = "ETH-20260110-3170-C";
    private static readonly long Start = CalendarDate.ToEpochMs(20260101);
    private static readonly WalletAddress Holder = WalletAddress.FromNumber(1);

    private static readonly RuleSet Rules = RuleSet.Default with
    {
        MaxPriceAgeMs = 0,
        MaxIndexMovePpm = 0,
        Fees = RuleSet.Default.Fees with { MakerPpm = 0, TakerPpm = 0 },
        Liquidation = new LiquidationRules(GraceMs: 0, ChecksPerCommand: 32),
    };

    private static RuleSet Coarse => Rules with
    {
        Trading = Rules.Trading with { Ticks = [new TickStep(new Price(0), Price.FromUsdc(100))] },
    };

    /// <summary>
    /// The least price at or above 540 is 600 by a tick of 100: 25 × 60 are lost, and the wallet has 540. With 1,500 it
    /// goes in.
    /// </summary>
    [Theory]
    [InlineData(54_440, true)]
    [InlineData(55_399, true)]
    [InlineData(55_400, false)]
    public void An_order_that_would_take_more_than_there_is_does_not_go_in(long deposit, bool isTooMuch)
    {
        HashSet<string> reached = TwinAgreement.RunCommands(Liquidate(Coarse, deposit, shorts: 1));

        Assert.Contains("partial entered", reached);
        Assert.Equal(isTooMuch, reached.Contains("liquidation order would take too much"));
        Assert.Equal(!isTooMuch, reached.Contains("liquidation order rests"));
    }

    /// <summary>
    /// Of an own equity of 2,000 the first order could take 1,500, the second 25 × 70 for a mark of 530: either is less
    /// than there is, both are more.
    /// </summary>
    [Fact]
    public void What_one_order_could_take_is_not_there_for_the_next()
    {
        HashSet<string> reached = TwinAgreement.RunCommands(Liquidate(Coarse, 108_800, shorts: 1, Sale(Second)));

        Assert.Contains("liquidation order rests", reached);
        Assert.Contains("liquidation order would take too much", reached);
    }

    /// <summary>The first wallet's order meets the one maker of a command; the other's step comes later.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Steps_end_once_liquidation_orders_have_met_enough_makers(int maxMakers, bool isEnd)
    {
        var quote = new OrderTerms(Call, Side.Sell, Price.FromUsdc(540), Quantity.FromContracts(30));
        HashSet<string> reached = TwinAgreement.RunCommands(Liquidate(
            Rules with { MaxMakers = maxMakers }, deposit: 80_900, shorts: 2, new PlaceOrder(Holder, quote)));

        Assert.Contains("liquidation order takes", reached);
        Assert.Equal(isEnd, reached.Contains("steps end with the makers met"));
    }

    private static (long AtMs, EngineCommand Command)[] Liquidate(
        RuleSet rules, long deposit, int shorts, params EngineCommand[] quotes) =>
    [
        .. Open(deposit, shorts).Select(command => (Start, command)),
        .. quotes.Select(command => (Start, command)),
        (Start, new SetRules(rules with { Version = 3 })),
        (Start, Index()),
        .. Enumerable.Range(0, 6).Select(number => (Start + 5_000 * number, (EngineCommand)new Tick())),
    ];

    private static IEnumerable<EngineCommand> Open(long deposit, int shorts)
    {
        yield return new SetRules(Rules with { Version = 2, MarginEnabled = false });
        yield return new MarketAction(MarketActionKind.Create, Call);
        yield return new MarketAction(MarketActionKind.Create, Second);
        yield return new DepositUpdate(Holder, Cash.FromUsdc(10_000), "bank", 1);
        yield return Index();
        yield return new IvUpdate("ETH", 20260110, [new VolatilityPoint(Price.FromUsdc(3_700), 1_000)]);
        for (int number = 2; number < 2 + shorts; number++)
        {
            WalletAddress wallet = WalletAddress.FromNumber((ulong)number);
            yield return new DepositUpdate(wallet, Cash.FromUsdc(deposit), "bank", number);
            yield return Sale(Call, number);
        }
    }

    private static RfqExecute Sale(string symbol, int number = 2) => new(
        WalletAddress.FromNumber((ulong)number), "rfq", "quote", Holder,
        [new RfqLeg(symbol, Side.Sell, Quantity.FromContracts(100), Price.FromUsdc(1))]);

    private static PriceUpdate Index() => new([new IndexPrice("ETH", Price.FromUsdc(3_700))], Force: true);
}
