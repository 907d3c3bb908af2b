using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.Modules.Margin;
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
    private const long Hour = 3_600_000;
    private const long Day = 24 * Hour;

    [Fact]
    public void Open_orders_are_kept_count_of_from_the_first_millisecond_on()
    {
        var venue = new RiskVenue(startMs: 0);
        venue.Quote("ETH", "3200");
        venue.List("ETH-20260120-3400-C");
        venue.Deposit(Trader, "1000");
        venue.SetMode(Trader, MarginMode.Portfolio);
        venue.TurnMarginOn();
        for (int i = 0; i < 2; i++)
            venue.Accept(Order(Trader, "ETH-20260120-3400-C", Side.Sell, "1", "100"));
        venue.Refuse(Order(Trader, "ETH-20260120-3400-C", Side.Sell, "2", "100"), RejectCode.InsufficientMargin);
    }

    /// <summary>
    /// 85 % of 1.5 % of 1,000 and of 3,000: a strike stands for the index price that there never was, and nothing is
    /// lost under a scenario without a mark.
    /// </summary>
    [Theory]
    [InlineData("51", LiquidationState.Healthy)]
    [InlineData("50.99999999", LiquidationState.PreLiquidation)]
    public void Where_there_never_was_an_index_price_each_short_asks_by_its_strike(
        string cash, LiquidationState expected)
    {
        var venue = new RiskVenue();
        venue.SetMode(Trader, MarginMode.Portfolio);
        venue.Trade("ETH-20260120-1000-C", "-1", "1");
        venue.Trade("ETH-20260120-3000-C", "-1", "1");
        venue.Deposit(Trader, cash);
        venue.Deposit(Other, "10");
        venue.TurnMarginOn();
        venue.Accept(new IvUpdate("ETH", 20260120, [new VolatilityPoint(Price("1000"), 1_000)]));
        Assert.Equal(
            expected, venue.Engine.View().Wallets.Single(wallet => wallet.Address == Trader).LiquidationState);
    }

    /// <summary>T4 moves 3,200.00000001 to 4,480.000000014: more decimals than a price has, which count.</summary>
    [Fact]
    public void The_index_under_a_scenario_is_not_rounded()
    {
        RiskVenue venue = Holding("ETH-20260120-3400-C:-1000");
        venue.Quote("ETH", "3200.00000001");
        Assert.Equal(Cash("378000.0000049"), venue.MarginOf(Trader).InitialMargin);
    }

    [Theory]
    // Long call, mark 200: worthless from -8 % on, S8 is the first to lose all of it (S7: 3,072 - 3,000 - 200 = -128).
    [InlineData("ETH-20260120-3000-C:1", "200", "ETH S8", "0", "0", "200")]
    // Long put, mark 200 (K 3,400): worthless from +8 % (3,456) on; S1 (+12 %) is the first to lose all of it.
    [InlineData("ETH-20260120-3400-P:1", "200", "ETH S1", "0", "0", "200")]
    // Short call 3,400: +12 %: -184; T2 +25 %: -600 x 0.6 = -360; T4 +40 %: 4,480: -1,080 x 0.35 = -378. Floor 48.
    [InlineData("ETH-20260120-3400-C:-1", "378", "ETH T4", "48", "0", "378")]
    // Short put 3,000: T1 -25 %: 2,400: -360; T3 -40 %: 1,920: -1,080 x 0.35 = -378.
    [InlineData("ETH-20260120-3000-P:-1", "378", "ETH T3", "48", "0", "378")]
    // Short strangle: -378 on either side; the tie goes to T3, which stands first. Floor once for calls, once for puts.
    [InlineData("ETH-20260120-3400-C:-1 ETH-20260120-3000-P:-1", "378", "ETH T3", "96", "0", "378")]
    // Short call no scenario reaches (4,480 at most): nothing is lost, the floor binds: 2 x 48.
    [InlineData("ETH-20260120-9000-C:-2", "0", "ETH", "96", "0", "96")]
    // Call spread, short 3,400, long 3,600: whole weight at S1 +12 %: 3,584 - 3,400 = 184; T2: 200 x 0.6. The long lies
    // 200 beyond, more than the 48 that a contract costs.
    [InlineData("ETH-20260120-3400-C:-1 ETH-20260120-3600-C:1", "184", "ETH S1", "48", "0", "184")]
    // The same spread the other way round can only gain.
    [InlineData("ETH-20260120-3400-C:1 ETH-20260120-3600-C:-1", "0", "ETH", "0", "0", "0")]
    // A long 30 beyond: a covered contract costs 30 instead of 48. At +8 % (3,456) already all 30 are lost.
    [InlineData("ETH-20260120-3400-C:-1 ETH-20260120-3430-C:1", "30", "ETH S1", "30", "0", "30")]
    // Calendar spread: equal intrinsic values cancel.
    [InlineData("ETH-20260120-3300-C:-1 ETH-20260220-3300-C:1", "0", "ETH", "0", "0", "0")]
    // A long that expires before its short covers nothing.
    [InlineData("ETH-20260120-3300-C:1 ETH-20260220-3300-C:-1", "0", "ETH", "48", "0", "48")]
    // Ratio: short 3, long 1 call 3,400: the latest short takes the long: 2 x 378 at T4; floor 2 x 48.
    [InlineData("ETH-20260120-3400-C:-2 ETH-20260220-3400-C:1 ETH-20260130-3400-C:-1", "756", "ETH T4", "96", "0", "756")]
    // Expiring within 48 hours: gamma 1 % of S = 32 on top.
    [InlineData("ETH-20260102-3400-C:-1", "378", "ETH T4", "48", "32", "410")]
    // A later long takes away floor and gamma. Scan: T4 cancels.
    [InlineData("ETH-20260102-3400-C:-1 ETH-20260120-3400-C:1", "0", "ETH", "0", "0", "0")]
    // A later long 20 beyond: floor and gamma are 20 each. Scan: the 20 between.
    [InlineData("ETH-20260102-3400-C:-1 ETH-20260120-3420-C:1", "20", "ETH S1", "20", "20", "40")]
    // Calls do not cover puts: 1 near call and 1 near put short: 2 x 32, floor 2 x 48.
    [InlineData("ETH-20260102-9000-C:-1 ETH-20260102-1000-P:-1", "0", "ETH", "96", "64", "160")]
    // A gain on one underlying does not pay for another: T4 costs 378 on ETH whatever BTC gains there.
    [InlineData("ETH-20260120-3400-C:-1 BTC-20260120-101000-C:1", "378", "BTC ETH T4", "48", "0", "378")]
    // Both short: ETH T4 378; BTC T4 (140,000 - 101,000) x 0.35 = 13,650, T2 24,000 x 0.6 = 14,400. Floor 48 + 1,500.
    [InlineData("ETH-20260120-3400-C:-1 BTC-20260120-101000-C:-1", "14778", "BTC T2 ETH T4", "1548", "0", "14778")]
    // Perpetual alone, 1 long: T1 -25 %: -800 x 0.6 = -480; T3: -1,280 x 0.35 = -448; -12 %: -384.
    [InlineData("ETH-PERP:1", "480", "ETH T1", "0", "0", "480")]
    // Short call 3,000 (mark 200) hedged by a perpetual: down the call gains 200: T1: (200 - 800) x 0.6 = -360;
    // T3: (200 - 1,280) x 0.35 = -378. Up they cancel.
    [InlineData("ETH-20260120-3000-C:-1 ETH-PERP:1", "378", "ETH T3", "48", "0", "378")]
    public void The_worst_scenario_the_floor_and_the_overlay_make_the_margin(
        string holdings, string scan, string worst, string floor, string gamma, string initial)
    {
        RiskVenue venue = Holding(holdings);
        IReadOnlyList<UnderlyingRiskView> risks = venue.Engine.ViewRisk(Trader)!.Underlyings;
        Assert.Equal(Cash(scan), Sum(risks, risk => risk.ScanRisk));
        Assert.Equal(Cash(floor), Sum(risks, risk => risk.Floor));
        Assert.Equal(Cash(gamma), Sum(risks, risk => risk.Gamma));
        Assert.Equal(worst, string.Join(' ', risks.Select(risk => $"{risk.Underlying} {risk.WorstScenario}".Trim())));
        MarginView margin = venue.MarginOf(Trader);
        Assert.Equal(Cash(initial), margin.InitialMargin);
        Assert.Equal(
            risks.Select(risk => KeyValuePair.Create(risk.Underlying, risk.WorstScenario)), margin.WorstScenario);
        Assert.Equal(new Cash(Cash(initial).Units * 85 / 100), margin.MaintenanceMargin);
        Assert.Equal(margin.Equity - margin.InitialMargin, margin.Available);
    }

    private static Cash Sum(IEnumerable<UnderlyingRiskView> risks, Func<UnderlyingRiskView, Cash> figure) =>
        risks.Aggregate(default(Cash), (sum, risk) => sum + figure(risk));

    [Fact]
    public void Every_scenario_stands_in_the_grid()
    {
        // Short call 3,400: what 3,200 x (1 + move) is above 3,400.
        UnderlyingRiskView risk = Holding("ETH-20260120-3400-C:-1").Engine.ViewRisk(Trader)!.Underlyings.Single();
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
        Assert.Equal(Cash(gamma), venue.Engine.ViewRisk(Trader)!.Underlyings.Single().Gamma);
    }

    [Fact]
    public void A_scenario_moves_the_volatility_too()
    {
        // At the money, 50 %: mark 102.00882293; S4 (0, +35 %): 67.5 %: 137.68177363; S1 (+12 %, +35 %): 411.61267799.
        UnderlyingRiskView risk = ShortAtTheMoney(tenor: null).Engine.ViewRisk(Trader)!.Underlyings.Single();
        Assert.Equal(Cash("-35.6729507"), risk.Scenarios.Single(s => s.Id == "S4").Pnl);
        Assert.Equal(Cash("-309.60385506"), risk.Scenarios.Single(s => s.Id == "S1").Pnl);
        Assert.Equal(Cash("0"), risk.Scenarios.Single(s => s.Id == "S5").Pnl);
    }

    [Fact]
    public void Near_expiries_move_more_than_far_ones()
    {
        // 9 1/3 days to expiry against a reference of 30, power 0.3: (30 / 9.3333)^0.3 = 1.419467.
        // S4: 40 % x (1 + 0.35 x 1.419467) = 59.872538 %: worth what the call is worth at that volatility.
        RiskVenue venue = ShortAtTheMoney(new VolTenorRules(30, 300_000, 400_000, 2_000_000));
        Assert.Equal(1_419_467, VolatilityTenor.FactorPpm(venue.Rules.Portfolio.VolTenor, 9 * Day + 8 * Hour));
        venue.Quote("ETH", "3200", "0.59872538");
        Cash moved = venue.MarginOf(Trader).Equity!.Value;
        venue.Quote("ETH", "3200", "0.4");
        ScenarioView risk = venue.Engine.ViewRisk(Trader)!.Underlyings.Single().Scenarios.Single(s => s.Id == "S4");
        Assert.Equal(moved - venue.MarginOf(Trader).Equity!.Value, risk.Pnl);
    }

    [Theory]
    // No tenor: every expiry moves alike. A day is the least; bounds hold; the reference itself is 1.
    [InlineData(1, 300_000, 1_000_000, 1_000_000, 1, 1_000_000)]
    [InlineData(30, 300_000, 400_000, 2_000_000, 30 * Day, 1_000_000)]
    [InlineData(30, 300_000, 400_000, 2_000_000, 1, 2_000_000)]
    [InlineData(30, 300_000, 400_000, 3_000_000, Day, 2_774_191)]
    [InlineData(30, 300_000, 400_000, 3_000_000, 1, 2_774_191)]
    [InlineData(30, 300_000, 400_000, 2_000_000, 120 * Day, 659_754)]
    [InlineData(30, 300_000, 400_000, 2_000_000, 3_650 * Day, 400_000)]
    [InlineData(30, 1_000_000, 1, 10_000_000, 60 * Day, 500_000)]
    [InlineData(30, 0, 1, 10_000_000, 60 * Day, 1_000_000)]
    public void The_factor_of_the_tenor_is_a_power_within_bounds(
        long days, long power, long least, long most, long remainingMs, long expected) =>
        Assert.Equal(expected, VolatilityTenor.FactorPpm(new VolTenorRules(days, power, least, most), remainingMs));

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

    [Theory]
    // Entered at 3,000, now 3,200: a gain of 200 counts not at all, or in part; a loss counts whole.
    [InlineData("1", "3000", 0, "100000")]
    [InlineData("1", "3000", 333_333, "100066.6666")]
    [InlineData("1", "3000", 1_000_000, "100200")]
    [InlineData("-1", "3000", 333_333, "99800")]
    public void A_gain_of_a_perpetual_counts_in_part_and_a_loss_whole(string size, string entry, long ppm, string equity)
    {
        RiskVenue venue = Holding("");
        venue.Use(venue.Rules with { Portfolio = venue.Rules.Portfolio with { PerpProfitPpm = ppm } });
        Perp(venue, "ETH-PERP", size, entry);
        Assert.Equal(Cash(equity), venue.MarginOf(Trader).Equity);
    }

    [Fact]
    public void Every_open_order_is_margined_under_every_scenario()
    {
        RiskVenue venue = Holding("ETH-20260120-3400-C:-1");
        venue.Accept(Order(Trader, "ETH-20260120-3400-C", Side.Sell, "2", "10"));
        // Held 378 and sold 2 x 378 more at T4; to sell above the mark of 0 is no loss, and the gain does not count.
        Assert.Equal(Cash("1134"), venue.MarginOf(Trader).InitialMargin);
        venue.Accept(Order(Trader, "ETH-20260120-3400-C", Side.Buy, "1", "5"));
        // Bought it gains at T4, which pays for no other order: still 1,134.
        Assert.Equal(Cash("1134"), venue.MarginOf(Trader).InitialMargin);
        venue.Accept(new CancelAll(Trader));
        venue.Accept(Order(Trader, "ETH-20260120-3400-C", Side.Buy, "1", "500"));
        // Under every scenario what is bought back at 500 leaves a loss of 500, S1 the first. The floor asks for more:
        // 48 for the short, which an open buy does not cover, and the 500 that the order would lose against the mark.
        Assert.Equal(Cash("548"), venue.MarginOf(Trader).InitialMargin);
        Assert.Equal("{\"ETH\":\"S1\"}", venue.MarginOf(Trader).WorstScenario!.ToString());
        Assert.Equal(Cash("321.3"), venue.MarginOf(Trader).MaintenanceMargin);
    }

    [Fact]
    public void An_open_order_reserves_the_larger_fee_too()
    {
        // Maker 0.2 %, taker 0.1 %: 6.4 a contract, cap 12.5 % of 100 = 12.5. Buy a call worth 0 at 100: 106.4 are lost.
        RiskVenue venue = Holding("");
        venue.List("ETH-20260120-3400-C");
        venue.Use(venue.Rules with { Fees = venue.Rules.Fees with { MakerPpm = 2_000, TakerPpm = 1_000 } });
        venue.Accept(Order(Trader, "ETH-20260120-3400-C", Side.Buy, "1", "100"));
        Assert.Equal(Cash("106.4"), venue.MarginOf(Trader).InitialMargin);
        Assert.Equal(Cash("100000"), venue.MarginOf(Trader).Equity);
    }

    [Fact]
    public void A_sell_below_the_mark_loses_the_difference()
    {
        RiskVenue venue = Holding("");
        venue.List("ETH-20260120-3000-C");
        venue.Accept(Order(Trader, "ETH-20260120-3000-C", Side.Sell, "1", "180"));
        // 20 below the mark; short call 3,000: +12 %: 584 - 200 = 384; T2: (1,000 - 200) x 0.6 = 480; T4: 1,280 x 0.35 = 448.
        Assert.Equal(Cash("500"), venue.MarginOf(Trader).InitialMargin);
        Assert.Equal("{\"ETH\":\"T2\"}", venue.MarginOf(Trader).WorstScenario!.ToString());
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
        // T4: ETH +40 % x 0.35 = 378; BTC +20 % whole: 120,000 - 101,000 = 19,000. Floors 48 and 10,000.
        MarginView margin = venue.MarginOf(Trader);
        Assert.Equal(Cash("19378"), margin.InitialMargin);
        Assert.Equal("{\"BTC\":\"T4\",\"ETH\":\"T4\"}", margin.WorstScenario!.ToString());
        // To each its own ratio: 0.85 x 378 + 0.9 x 19,000.
        Assert.Equal(Cash("17421.3"), margin.MaintenanceMargin);
    }

    [Fact]
    public void A_perpetual_without_current_index_leaves_only_what_does_not_wait()
    {
        RiskVenue venue = Holding("ETH-PERP:1");
        venue.Pass(venue.Rules.MaxPriceAgeMs + 1);
        venue.Accept(new Tick());
        MarginView margin = venue.MarginOf(Trader);
        // 85 % of 480.
        Assert.Equal(new MarginView(null, null, Cash("408"), null, null), margin);
        Assert.False(venue.Engine.ViewRisk(Trader)!.Underlyings.Single().HasCurrentMarks);
    }

    private static RiskVenue ShortAtTheMoney(VolTenorRules? tenor)
    {
        var venue = new RiskVenue();
        venue.Deposit(Trader, "10000");
        venue.Deposit(Other, "1000000000");
        venue.SetMode(Trader, MarginMode.Portfolio);
        venue.Trade("ETH-20260110-3200-C", "-1", "100");
        venue.Use(venue.Rules with { Portfolio = venue.Rules.Portfolio with { VolTenor = tenor } });
        venue.Quote("ETH", "3200", "0.5");
        venue.TurnMarginOn();
        return venue;
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
