namespace Hypercall.Testing.Twin;

/// <summary>What a stream of liquidations is heavy on, and its rules; drawn from its seed.</summary>
internal sealed class LiquidationProfile(SeededRandom random)
{
    public bool HasTwoUnderlyings { get; } = random.PerMille(300);

    /// <summary>Options per underlying, at most.</summary>
    public int Options { get; } = (int)random.Between(1, 5);

    /// <summary>Chances of a thousand.</summary>
    public int NearExpiry { get; } = random.Pick(0, 300, 900);

    public int Portfolio { get; } = random.Pick(0, 500, 500, 1_000);

    public int LongJump { get; } = random.Pick(0, 5, 30);

    /// <summary>USDC.</summary>
    public long Fund { get; } = random.Pick(0, 10, 300, 5_000);

    public long LeastWealth { get; } = random.Pick(5, 60, 200, 500);

    public int Trades { get; } = (int)random.Between(4, 14);

    /// <summary>Weights among commands.</summary>
    public int Crash { get; } = random.Pick(15, 40, 120);

    public int Slide { get; } = random.Pick(0, 60, 150);

    public int Refresh { get; } = random.Pick(0, 60, 120);

    public int Bid { get; } = random.Pick(20, 120, 250);

    public int Halt { get; } = random.Pick(0, 15, 60);

    /// <summary>Minutes before the near options expire, so that they do in the middle of what follows.</summary>
    public bool BeginsBeforeExpiry { get; } = random.PerMille(400);

    public int Withdrawals { get; } = random.Pick(0, 0, 6);

    public int Quotes { get; } = random.Pick(0, 0, 25);

    private readonly bool _growsOld = random.PerMille(400);

    public RuleSet Rules(SeededRandom draw) => RuleSet.Default with
    {
        MaxPriceAgeMs = _growsOld ? 60_000 : 0,
        MaxIndexMovePpm = 0,
        MaxMakers = draw.Pick(2_000, 2_000, 1, 1, 2, 3),
        MinTwapCoveragePpm = 0,
        MaxSettlementMovePpm = 0,
        TwapMs = draw.Pick(1_800_000L, 0L),
        SignificantFigures = draw.Pick(5, 3, 0),
        Trading = RuleSet.Default.Trading with
        {
            PriceBand = null,
            Distress = draw.PerMille(300) ? null : RuleSet.Default.Trading.Distress,
            Ticks = draw.Pick<Ticks>(new(1), new(7), new(1_000_000), new(50_000_000, 40), new(100_000_000)).ToSteps(),
            SizeStep = new Quantity(draw.Pick(10_000, 10_000, 1_000, 50_000)),
            MinSize = new Quantity(1_000),
        },
        Fees = RuleSet.Default.Fees with
        {
            MakerPpm = draw.Pick(200, -100, 0),
            TakerPpm = draw.Pick(500, 500, -50),
            CapPpm = draw.Pick(125_000, 125_000, 5_000),
        },
        Portfolio = RuleSet.Default.Portfolio with { PerpProfitPpm = draw.Pick(0, 0, 500_000) },
        Liquidation = Liquidation(draw),
    };

    private static LiquidationRules Liquidation(SeededRandom draw) => new(
        GraceMs: draw.Pick(60_000, 5_000, 0),
        ChecksPerCommand: draw.Pick(32, 32, 1, 2),
        PartialMaxPositions: draw.Pick(5, 5, 1, 0),
        RepriceMs: draw.Pick(5_000, 1_000, 50_000),
        SlicePpm: draw.Pick(250_000, 333_333, 1_000_000, 1),
        BonusStepPpm: draw.Pick(5_000, 70_000, 400_000, 0),
        BonusMaxPpm: draw.Pick(100_000, 100_000, 1_000_000, 0),
        EscalationMs: draw.Pick(120_000, 20_000, 1),
        AuctionMs: draw.Pick(300_000, 30_000, 7),
        AuctionStartPpm: draw.Pick(100_000, 0, 1_000_000),
        AuctionMinPpm: draw.Pick(20_000, 0, 300_000),
        FeePpm: draw.Pick(10_000, 10_000, 500_000, 0),
        InsuranceSharePpm: draw.Pick(250_000, 1_000_000, 0, 333_333),
        FundBonusPpm: draw.Pick(200_000, 1_000_000, 0),
        MaxPauseMs: draw.Pick(900_000, 0, 45_000));

    /// <summary>One tick, or a coarse one from a price on.</summary>
    private readonly record struct Ticks(long Units, long CoarseFrom = 0)
    {
        private const long FineUnits = 1_000_000;

        public System.Collections.Immutable.ImmutableArray<TickStep> ToSteps() => CoarseFrom == 0
            ? [new TickStep(new Price(0), new Price(Units))]
            :
            [
                new TickStep(new Price(0), new Price(FineUnits)),
                new TickStep(Price.FromUsdc(CoarseFrom), new Price(Units)),
            ];
    }
}
