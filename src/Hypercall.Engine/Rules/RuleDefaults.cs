using Hypercall.Engine.Commands;
using Hypercall.Engine.Numerics;

namespace Hypercall.Engine.Rules;

/// <summary>The default rule set (wire.md §Rules) with its scenario grid (engine.md §10).</summary>
internal static class RuleDefaults
{
    public static RuleSet Create() => new()
    {
        Version = 1,
        Semantics = RuleSet.ImplementedSemantics,
        MarginEnabled = true,
        DefaultStp = StpMode.CancelMaker,
        VenueSigners = [],
        Builders = [],
        OutcomeCache = 262_144,
        OutcomeCacheBytes = 67_108_864,
        MaxSources = 1024,
        MaxAgents = 16,
        MaxAgentRecords = 64,
        MaxMakers = 2000,
        MaxMmpIntervalMs = 3_600_000,
        MaxMmpRecords = 4096,
        MaxPriceAgeMs = 60_000,
        MaxIndexMovePpm = 500_000,
        ExpiryTimeMinutes = 8 * 60,
        SignificantFigures = 5,
        Trading = new TradingRules(
            Ticks: [new TickStep(new Price(0), new Price(Price.UnitsPerUsdc / 100))],
            SizeStep: new Quantity(Quantity.UnitsPerContract / 100),
            MinSize: new Quantity(Quantity.UnitsPerContract / 100),
            MaxSize: Quantity.FromContracts(1_000_000),
            PriceBand: new PriceBandRules(500_000, Price.FromUsdc(50)),
            Distress: new DistressRules(100_000, Price.FromUsdc(5))),
        Fees = new FeeRules(
            MakerPpm: 200,
            TakerPpm: 500,
            CapPpm: 125_000,
            SettlementPpm: 150,
            SettlementCapPpm: 125_000,
            BuilderPpm: 500_000),
        Tier = new TierRules(MaxOpenOrders: 100, MaxOpenPositions: 50),
        Mmp = new MmpRules(MmpBreach.Exceeds, MmpWindow.Rolling),
        Standard = new StandardMarginRules(ImPpm: 150_000, ImFloorPpm: 100_000, MmPpm: 75_000),
        Portfolio = new PortfolioMarginRules(
            Scenarios:
            [
                new("S1", 120_000, 350_000, 1_000_000),
                new("S2", 80_000, 0, 1_000_000),
                new("S3", 40_000, -150_000, 1_000_000),
                new("S4", 0, 350_000, 1_000_000),
                new("S5", 0, 0, 1_000_000),
                new("S6", 0, -150_000, 1_000_000),
                new("S7", -40_000, -150_000, 1_000_000),
                new("S8", -80_000, 0, 1_000_000),
                new("S9", -120_000, 450_000, 1_000_000),
                new("S10", 120_000, 0, 1_000_000),
                new("S11", -120_000, 0, 1_000_000),
                new("S12", 80_000, 250_000, 1_000_000),
                new("S13", -80_000, 350_000, 1_000_000),
                new("T1", -250_000, 700_000, 600_000),
                new("T2", 250_000, 550_000, 600_000),
                new("T3", -400_000, 900_000, 350_000),
                new("T4", 400_000, 700_000, 350_000),
            ],
            FloorPpm: 15_000,
            GammaPpm: 10_000,
            GammaHours: 48,
            MmPpm: 850_000,
            CoverPpm: 200_000,
            PerpProfitPpm: 0,
            VolTenor: new VolTenorRules(30, 300_000, 400_000, 2_000_000)),
        Liquidation = new LiquidationRules(GraceMs: 60_000, ChecksPerCommand: 32, MaxPauseMs: 900_000),
        TwapMs = 1_800_000,
        MaxSettlementMovePpm = 100_000,
        MinTwapCoveragePpm = 500_000,
        Overrides = [],
    };
}
