using Hypercall.Engine.Commands;
using Hypercall.Engine.Margin;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Rules;
using Hypercall.Engine.State;
using static Hypercall.Engine.Tests.Margin.RiskVenue;

namespace Hypercall.Engine.Tests.Margin;

/// <summary>
/// Portfolio margin worked out by hand under the default grid: ETH at 3,200, BTC at 100,000, options worth their
/// intrinsic value now and under every scenario. Moves and weights: ±4, ±8, ±12 % whole; ±25 % × 0.6 (T1, T2);
/// ±40 % × 0.35 (T3, T4). Floor 1.5 % of S and gamma 1 % of S per net short contract; maintenance 85 %.
/// </summary>
public sealed class PortfolioMarginTests
{
    [Theory]
    // Long call, mark 200: worthless from -8 % on, S8 is the first to lose all of it (S7: 3,072 - 3,000 - 200 = -128).
    [InlineData("ETH-20260120-3000-C:1", "200", "S8", "0", "0", "200")]
    // Long put, mark 200 (K 3,400): worthless from +8 % (3,456) on; S1 (+12 %) is the first to lose all of it.
    [InlineData("ETH-20260120-3400-P:1", "200", "S1", "0", "0", "200")]
    // Short call 3,400: +12 %: -184; T2 +25 %: -600 x 0.6 = -360; T4 +40 %: 4,480: -1,080 x 0.35 = -378. Floor 48.
    [InlineData("ETH-20260120-3400-C:-1", "378", "T4", "48", "0", "378")]
    // Short put 3,000: T1 -25 %: 2,400: -360; T3 -40 %: 1,920: -1,080 x 0.35 = -378.
    [InlineData("ETH-20260120-3000-P:-1", "378", "T3", "48", "0", "378")]
    // Short strangle: -378 on either side; the tie goes to T3, which stands first. Floor once for calls, once for puts.
    [InlineData("ETH-20260120-3400-C:-1 ETH-20260120-3000-P:-1", "378", "T3", "96", "0", "378")]
    // Short call no scenario reaches (4,480 at most): nothing is lost, the floor binds: 2 x 48.
    [InlineData("ETH-20260120-9000-C:-2", "0", "", "96", "0", "96")]
    // Call spread, short 3,400, long 3,600: whole weight at S1 +12 %: 3,584 - 3,400 = 184; T2: 200 x 0.6. Net calls 0.
    [InlineData("ETH-20260120-3400-C:-1 ETH-20260120-3600-C:1", "184", "S1", "0", "0", "184")]
    // The same spread the other way round can only gain.
    [InlineData("ETH-20260120-3400-C:1 ETH-20260120-3600-C:-1", "0", "", "0", "0", "0")]
    // Calendar spread: equal intrinsic values cancel.
    [InlineData("ETH-20260120-3300-C:-1 ETH-20260220-3300-C:1", "0", "", "0", "0", "0")]
    // Ratio: short 3, long 1 call 3,400: net 2 short: 2 x 378 at T4; floor 2 x 48.
    [InlineData("ETH-20260120-3400-C:-2 ETH-20260220-3400-C:1 ETH-20260130-3400-C:-1", "756", "T4", "96", "0", "756")]
    // Expiring within 48 hours: gamma 1 % of S = 32 on top.
    [InlineData("ETH-20260102-3400-C:-1", "378", "T4", "48", "32", "410")]
    // A later long takes away the floor, not the gamma: near and far options net apart. Scan: T4 cancels.
    [InlineData("ETH-20260102-3400-C:-1 ETH-20260120-3400-C:1", "0", "", "0", "32", "32")]
    // Calls do not net with puts: 1 near call and 1 near put short: 2 x 32, floor 2 x 48.
    [InlineData("ETH-20260102-9000-C:-1 ETH-20260102-1000-P:-1", "0", "", "96", "64", "160")]
    // Two underlyings move together: T4: ETH -378; BTC long call 100,000 at +40 % x 0.35 = +14,000 cover it. What is
    // left is the fall: the call is at the money and worth nothing, so nothing is lost, and the floor of 48 binds.
    [InlineData("ETH-20260120-3400-C:-1 BTC-20260120-101000-C:1", "0", "", "48", "0", "48")]
    // Both short: T4: 378 + (140,000 - 101,000) x 0.35 = 13,650; T2: 360 + 24,000 x 0.6 = 14,400: 14,760.
    // Floor 48 + 1,500.
    [InlineData("ETH-20260120-3400-C:-1 BTC-20260120-101000-C:-1", "14760", "T2", "1548", "0", "14760")]
    // Perpetual alone, 1 long: T1 -25 %: -800 x 0.6 = -480; T3: -1,280 x 0.35 = -448; -12 %: -384.
    [InlineData("ETH-PERP:1", "480", "T1", "0", "0", "480")]
    // Short call 3,000 (mark 200) hedged by a perpetual: down the call gains 200: T1: (200 - 800) x 0.6 = -360;
    // T3: (200 - 1,280) x 0.35 = -378. Up they cancel.
    [InlineData("ETH-20260120-3000-C:-1 ETH-PERP:1", "378", "T3", "48", "0", "378")]
    public void The_worst_scenario_the_floor_and_the_overlay_make_the_margin(
        string holdings, string scan, string worst, string floor, string gamma, string initial)
    {
        RiskVenue venue = Holding(holdings);
        RiskView risk = venue.Engine.ViewRisk(Trader)!;
        Assert.Equal(Cash(scan), risk.ScanRisk);
        Assert.Equal(worst, risk.WorstScenario ?? "");
        Assert.Equal(Cash(floor), risk.Floor);
        Assert.Equal(Cash(gamma), risk.Gamma);
        MarginView margin = venue.MarginOf(Trader);
        Assert.Equal(Cash(initial), margin.InitialMargin);
        Assert.Equal(worst, margin.WorstScenario ?? "");
        Assert.Equal(new Cash(Cash(initial).Units * 85 / 100), margin.MaintenanceMargin);
        Assert.Equal(margin.Equity - margin.InitialMargin, margin.Available);
    }

    [Fact]
    public void Every_scenario_stands_in_the_grid()
    {
        // Short call 3,400: what 3,200 x (1 + move) is above 3,400.
        RiskView risk = Holding("ETH-20260120-3400-C:-1").Engine.ViewRisk(Trader)!;
        string[] expected =
        [
            "S1 -184 -184", "S2 -56 -56", "S3 0 0", "S4 0 0", "S5 0 0", "S6 0 0", "S7 0 0", "S8 0 0", "S9 0 0",
            "S10 -184 -184", "S11 0 0", "S12 -56 -56", "S13 0 0", "T1 0 0", "T2 -600 -360", "T3 0 0", "T4 -1080 -378",
        ];
        Assert.Equal(expected, risk.Scenarios.Select(s => $"{s.Id} {s.Pnl} {s.Weighted}"));
    }

    [Theory]
    // Expiry 2026-01-03 08:00, two days after 2026-01-01 08:00: at 48 hours to the millisecond the overlay is there.
    [InlineData(8 * 3_600_000 - 1, "0")]
    [InlineData(8 * 3_600_000, "32")]
    [InlineData(8 * 3_600_000 + 1, "32")]
    public void The_overlay_begins_at_its_hours_to_the_millisecond(long laterMs, string gamma)
    {
        RiskVenue venue = Holding("ETH-20260103-3400-C:-1");
        venue.Use(venue.Rules with { MaxPriceAgeMs = 0 });
        venue.Pass(laterMs);
        venue.Accept(new Tick());
        Assert.Equal(Cash(gamma), venue.Engine.ViewRisk(Trader)!.Gamma);
    }

    [Fact]
    public void A_scenario_moves_the_volatility_too()
    {
        // At the money, 50 %: mark 102.00882293; S4 (0, +35 %): 67.5 %: 137.68177363; S1 (+12 %, +35 %): 411.61267799.
        var venue = new RiskVenue();
        venue.Deposit(Trader, "10000");
        venue.Deposit(Other, "1000000000");
        venue.SetMode(Trader, MarginMode.Portfolio);
        venue.Trade("ETH-20260110-3200-C", "-1", "100");
        venue.Quote("ETH", "3200", "0.5");
        venue.TurnMarginOn();
        RiskView risk = venue.Engine.ViewRisk(Trader)!;
        Assert.Equal(Cash("-35.6729507"), risk.Scenarios.Single(s => s.Id == "S4").Pnl);
        Assert.Equal(Cash("-309.60385506"), risk.Scenarios.Single(s => s.Id == "S1").Pnl);
        Assert.Equal(Cash("0"), risk.Scenarios.Single(s => s.Id == "S5").Pnl);
    }

    [Fact]
    public void Equity_is_cash_profit_of_the_options_and_profit_of_the_perpetuals()
    {
        // 100,000 + 2 x (200 - 150) for the calls; -1.5 x (3,200 - 3,100) for the perpetual.
        RiskVenue venue = Holding("");
        venue.Use(venue.Rules with { MarginEnabled = false });
        venue.Trade("ETH-20260120-3000-C", "2", "150");
        Perp(venue, "ETH-PERP", "-1.5", "3100");
        venue.TurnMarginOn();
        Assert.Equal(Cash("99950"), venue.MarginOf(Trader).Equity);
    }

    [Fact]
    public void Open_orders_are_margined_by_the_worse_side_filled_whole()
    {
        RiskVenue venue = Holding("ETH-20260120-3400-C:-1");
        venue.Accept(Order(Trader, "ETH-20260120-3400-C", Side.Sell, "2", "10"));
        // Sells filled: 3 short: 3 x 378; sold above the mark of 0, which is no loss.
        Assert.Equal(Cash("1134"), venue.MarginOf(Trader).InitialMargin);
        venue.Accept(Order(Trader, "ETH-20260120-3400-C", Side.Buy, "1", "5"));
        // Buys filled: flat, a loss of 5 against the mark: less than the other side needs.
        Assert.Equal(Cash("1134"), venue.MarginOf(Trader).InitialMargin);
        venue.Accept(new CancelAll(Trader));
        venue.Accept(Order(Trader, "ETH-20260120-3400-C", Side.Buy, "1", "500"));
        // Buys filled: flat but 500 paid for nothing; sells: none, the short's 378.
        Assert.Equal(Cash("500"), venue.MarginOf(Trader).InitialMargin);
        Assert.Null(venue.MarginOf(Trader).WorstScenario);
        Assert.Equal(Cash("321.3"), venue.MarginOf(Trader).MaintenanceMargin);
    }

    [Fact]
    public void A_sell_below_the_mark_loses_the_difference()
    {
        RiskVenue venue = Holding("");
        venue.List("ETH-20260120-3000-C");
        venue.Accept(Order(Trader, "ETH-20260120-3000-C", Side.Sell, "1", "180"));
        // 20 below the mark; short call 3,000: +12 %: 584 - 200 = 384; T2: (1,000 - 200) x 0.6 = 480; T4: 1,280 x 0.35 = 448.
        Assert.Equal(Cash("500"), venue.MarginOf(Trader).InitialMargin);
        Assert.Equal("T2", venue.MarginOf(Trader).WorstScenario);
    }

    [Fact]
    public void An_option_that_awaits_its_price_counts_at_intrinsic_value_and_bears_no_risk()
    {
        RiskVenue venue = Holding("ETH-20260120-3000-C:-2");
        venue.Use(venue.Rules with { MaxPriceAgeMs = 0 });
        venue.Accept(new MarketAction(MarketActionKind.Expire, "ETH-20260120-3000-C"));
        MarginView margin = venue.MarginOf(Trader);
        // 100,000 + 2 x 100 of cost - 2 x 200.
        Assert.Equal(Cash("99800"), margin.Equity);
        Assert.Equal(Cash("0"), margin.InitialMargin);
        Assert.Equal(Cash("0"), margin.MaintenanceMargin);
    }

    [Fact]
    public void An_underlyings_own_grid_moves_it_in_the_same_scenario()
    {
        RiskVenue venue = Holding("ETH-20260120-3400-C:-1 BTC-20260120-101000-C:-1");
        PortfolioMarginRules general = venue.Rules.Portfolio;
        PortfolioMarginRules calm = general with
        {
            Scenarios = [.. general.Scenarios.Select(s => s with { SpotPpm = s.SpotPpm / 2, WeightPpm = 1_000_000 })],
            FloorPpm = 100_000,
            MmPpm = 900_000,
        };
        venue.Use(venue.Rules with { Overrides = [new UnderlyingOverride { Underlying = "BTC", Portfolio = calm }] });
        // T4: ETH +40 % x 0.35 = 378; BTC +20 % whole: 120,000 - 101,000 = 19,000. Floor 48 + 10,000.
        MarginView margin = venue.MarginOf(Trader);
        Assert.Equal(Cash("19378"), margin.InitialMargin);
        Assert.Equal("T4", margin.WorstScenario);
        // The greater ratio of what is held: 0.9.
        Assert.Equal(Cash("17440.2"), margin.MaintenanceMargin);
    }

    [Fact]
    public void A_perpetual_without_index_leaves_no_figures()
    {
        RiskVenue venue = Holding("ETH-PERP:1");
        venue.Pass(venue.Rules.MaxPriceAgeMs + 1);
        venue.Accept(new Tick());
        MarginView margin = venue.MarginOf(Trader);
        Assert.Equal(new MarginView(null, null, null, null, null), margin);
        Assert.Empty(venue.Engine.ViewRisk(Trader)!.Scenarios);
    }

    /// <summary>A portfolio trader with 100,000; options bought or sold at 100, perpetuals entered at the index.</summary>
    internal static RiskVenue Holding(string holdings)
    {
        var venue = new RiskVenue();
        venue.Deposit(Trader, "100000");
        venue.Deposit(Other, "1000000000");
        venue.SetMode(Trader, MarginMode.Portfolio);
        venue.Quote("ETH", "3200");
        venue.Quote("BTC", "100000");
        foreach (string holding in holdings.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = holding.Split(':');
            if (parts[0].EndsWith("-PERP", StringComparison.Ordinal))
                Perp(venue, parts[0], parts[1], "3200");
            else
                venue.Trade(parts[0], parts[1], "100");
        }

        venue.TurnMarginOn();
        return venue;
    }

    private static void Perp(RiskVenue venue, string symbol, string size, string entry) =>
        venue.Accept(new HypercorePositionUpdate(Trader, symbol, Size(size), Price(entry)));
}
