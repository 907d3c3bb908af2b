using System.Collections.Immutable;

namespace Hypercall.Testing.Twin;

/// <summary>The risk members of random rule sets.</summary>
internal static class MarginMaker
{
    /// <summary>The rule set with margin, liquidation, averages and margin overrides of its own.</summary>
    public static RuleSet Add(SeededRandom random, StreamProfile profile, RuleSet rules)
    {
        PortfolioMarginRules portfolio = Portfolio(random, profile, Grid(random, profile));
        return rules with
        {
            Standard = Standard(random, profile),
            Portfolio = portfolio,
            Liquidation = new LiquidationRules(
                random.Pick(60_000, 60_000, 0, 1_000, 10),
                random.Pick(32, 32, 1, 1, 2),
                RepriceMs: random.Pick(5_000, 100),
                EscalationMs: random.Pick(120_000, 3_000, 500),
                AuctionMs: random.Pick(300_000, 4_000, 500),
                InsuranceSharePpm: random.Pick(250_000, 1_000_000),
                MaxPauseMs: random.Pick(900_000, 900_000, 0, 700, 5_000, 61_000)),
            TwapMs = random.Pick(1_800_000, 1_800_000, 60_000, 1, 0),
            Overrides = [.. rules.Overrides.Select(o => Override(random, profile, portfolio, o))],
        };
    }

    /// <summary>An override whose grid names other scenarios than the general one.</summary>
    public static RuleSet BreakScenarios(SeededRandom random, RuleSet rules)
    {
        ImmutableArray<MarginScenario> grid = rules.Portfolio.Scenarios;
        ImmutableArray<MarginScenario> other = random.PerMille(500)
            ? grid.Add(new MarginScenario("X", 0, 0, 0))
            : grid.SetItem(0, grid[0] with { Id = "X" });
        return rules with
        {
            Overrides =
            [
                new UnderlyingOverride { Underlying = "BTC", Portfolio = rules.Portfolio with { Scenarios = other } },
            ],
        };
    }

    public static PriceBandRules? Band(SeededRandom random, StreamProfile profile)
    {
        if (random.PerMille(200))
            return null;
        if (!profile.NearTheMoney)
            return RuleSet.Default.Trading.PriceBand;
        Price floor = random.Pick(Price.FromUsdc(50), Price.FromUsdc(2), new Price(7), new Price(0));
        return new PriceBandRules(random.Pick(500_000, 500_000, 1_500_000, 33_333), floor);
    }

    public static DistressRules? Distress(SeededRandom random)
    {
        if (random.PerMille(150))
            return null;
        Price floor = random.Pick(Price.FromUsdc(5), new Price(0), new Price(20_000_000));
        return new DistressRules(random.Pick(100_000, 0, 33_333, 1_000_000), floor);
    }

    private static StandardMarginRules Standard(SeededRandom random, StreamProfile profile) => profile.UsualMargin
        ? RuleSet.Default.Standard
        : random.Pick(
            RuleSet.Default.Standard,
            new StandardMarginRules(333_333, 123_457, 77_777),
            new StandardMarginRules(0, 0, 0),
            new StandardMarginRules(100_000, 10_000, 400_001));

    private static ImmutableArray<MarginScenario> Grid(SeededRandom random, StreamProfile profile)
    {
        ImmutableArray<MarginScenario> usual = RuleSet.Default.Portfolio.Scenarios;
        if (profile.UsualMargin || random.PerMille(300))
            return usual;
        int count = (int)random.Between(1, 6);
        return [.. Enumerable.Range(1, count).Select(i => Scenario(random, $"R{i}"))];
    }

    private static MarginScenario Scenario(SeededRandom random, string id) => new(
        id,
        random.Pick(0, 100_000, -100_000, -333_333, 543_210, -999_999, 10_000_000),
        random.Pick(0, 0, 250_000, -150_000, -999_999, 1_234_567),
        random.Pick(1_000_000, 1_000_000, 600_000, 333_333, 0));

    private static PortfolioMarginRules Portfolio(
        SeededRandom random, StreamProfile profile, ImmutableArray<MarginScenario> grid)
    {
        if (profile.UsualMargin)
        {
            return RuleSet.Default.Portfolio with
            {
                Scenarios = grid,
                FloorPpm = random.Pick(15_000, 15_000, 150_000),
                PerpProfitPpm = random.Pick(0, 0, 500_000),
            };
        }

        return new PortfolioMarginRules(
            grid,
            random.Pick(15_000, 0, 111_111, 400_000),
            random.Pick(10_000, 0, 33_333),
            random.Pick(48, 0, 20, 1),
            random.Pick(850_000, 850_000, 1_000_000, 123_456),
            random.Pick(200_000, 0, 1_000_000, 77_777),
            random.Pick(0, 1_000_000, 333_333),
            Tenor(random));
    }

    private static VolTenorRules? Tenor(SeededRandom random) => random.PerMille(300)
        ? null
        : new VolTenorRules(
            random.Pick(30, 1, 365),
            random.Pick(300_000, 0, 1_000_000, 123_457),
            random.Pick(400_000, 1, 1_000_000),
            random.Pick(2_000_000, 1_000_000, 10_000_000));

    private static UnderlyingOverride Override(
        SeededRandom random, StreamProfile profile, PortfolioMarginRules general, UnderlyingOverride item)
    {
        ImmutableArray<MarginScenario> grid = general.Scenarios;
        if (random.PerMille(600))
            grid = [.. grid.Select(s => random.PerMille(500) ? Scenario(random, s.Id) : s)];
        return item with
        {
            OverridesPriceBand = random.PerMille(300),
            PriceBand = Band(random, profile),
            OverridesDistress = random.PerMille(300),
            Distress = Distress(random),
            Standard = random.PerMille(400) ? Standard(random, profile) : null,
            Portfolio = random.PerMille(500) ? Portfolio(random, profile, grid) : null,
        };
    }
}
