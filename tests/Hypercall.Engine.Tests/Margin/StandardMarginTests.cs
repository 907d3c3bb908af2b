using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using static Hypercall.Engine.Tests.Margin.RiskVenue;

namespace Hypercall.Engine.Tests.Margin;

/// <summary>
/// Standard margin worked out by hand: S = 3,200; initial 15 % of S less out-of-the-money, at least 10 %; maintenance
/// 7.5 %; the mark on top of both. But for the row at the money every option is worth its intrinsic value.
/// </summary>
public sealed class StandardMarginTests
{
    private const string Call3000 = "ETH-20260110-3000-C";
    private const string Call3400 = "ETH-20260110-3400-C";

    [Theory]
    // Call in the money: mark 200, not out of the money: 480 + 200; 240 + 200.
    [InlineData("ETH-20260110-3000-C", AlmostNone, "680", "440")]
    // Call out by 50: 480 - 50; 240.
    [InlineData("ETH-20260110-3250-C", AlmostNone, "430", "240")]
    // Call out by 160: 480 - 160 = 320 = 10 %, both sides of the max alike.
    [InlineData("ETH-20260110-3360-C", AlmostNone, "320", "240")]
    // Call out by 800: 480 - 800 < 320.
    [InlineData("ETH-20260110-4000-C", AlmostNone, "320", "240")]
    // Put in the money by 200: 480 + 200; max(7.5 % S = 240, 7.5 % of the mark = 15) + 200.
    [InlineData("ETH-20260110-3400-P", AlmostNone, "680", "440")]
    // Put out by 50: 480 - 50; 240.
    [InlineData("ETH-20260110-3150-P", AlmostNone, "430", "240")]
    // Put out by 1,000: 10 % = 320; 240.
    [InlineData("ETH-20260110-2200-P", AlmostNone, "320", "240")]
    // Deep put: mark 5,800 > S: maintenance 7.5 % of the mark = 435 + 5,800; initial 480 + 5,800 is more.
    [InlineData("ETH-20260110-9000-P", AlmostNone, "6280", "6235")]
    // Deeper: mark 6,800: maintenance 510 + 6,800 = 7,310 is more than 480 + 6,800, and a put's initial is at least that.
    [InlineData("ETH-20260110-10000-P", AlmostNone, "7310", "7310")]
    // At the money, 50 %, T = 9 d 8 h / 365.25 d: s = 0.5 sqrt(T) = 0.07992697, mark = S (2 N(s/2) - 1) = 102.00882293.
    [InlineData("ETH-20260110-3200-C", "0.5", "582.00882293", "342.00882293")]
    public void A_short_contract_needs_initial_and_maintenance_margin(
        string symbol, string volatility, string initial, string maintenance)
    {
        RiskVenue venue = Short(symbol, "-1", volatility);
        AssertMargin(venue, cash: "10000", initial, maintenance);
    }

    [Theory]
    // 2.5 contracts of the first row.
    [InlineData("-2.5", "1700", "1100")]
    // A long option is fully paid and needs nothing.
    [InlineData("7", "0", "0")]
    public void Margin_is_that_of_a_contract_times_the_short_size(string size, string initial, string maintenance) =>
        AssertMargin(Short(Call3000, size, AlmostNone), cash: "10000", initial, maintenance);

    /// <summary>1,000 of premium and min(0.05 % × 3,200 × 100, 12.5 % × 1,000) of fee leave 0.5 of 1,125.5.</summary>
    [Fact]
    public void The_fees_of_the_other_open_buys_are_not_there_for_a_further_order()
    {
        var venue = new RiskVenue(RuleSet.Default.Fees);
        venue.Quote("ETH", "3200");
        venue.List(Call3400);
        venue.Deposit(Trader, "1125.5");
        venue.TurnMarginOn();
        venue.Accept(Order(Trader, Call3400, Side.Buy, "100", "10"));
        venue.Refuse(Order(Trader, Call3400, Side.Buy, "1", "1"), RejectCode.InsufficientMargin);
        venue.Accept(Order(Trader, Call3400, Side.Buy, "1", "0.4"));
    }

    [Fact]
    public void Every_position_stands_for_itself()
    {
        // Short 2 calls 3000 (680; 440) and 1 put 3400 (680; 440), long 5 calls 3400 (0): the long covers nothing.
        RiskVenue venue = Short(Call3000, "-2", AlmostNone);
        venue.Use(venue.Rules with { MarginEnabled = false });
        venue.Trade("ETH-20260110-3400-P", "-1", "0.00000001");
        venue.Trade(Call3400, "5", "0.00000001");
        venue.TurnMarginOn();
        MarginView margin = venue.MarginOf(Trader);
        Assert.Equal(Cash("2040"), margin.InitialMargin);
        Assert.Equal(Cash("1320"), margin.MaintenanceMargin);
    }

    [Fact]
    public void Open_sells_need_initial_margin_beyond_what_a_long_position_covers()
    {
        RiskVenue venue = Short(Call3000, "3", AlmostNone);
        venue.Accept(Order(Trader, Call3000, Side.Sell, "2", "300"));
        // 2 of 3 are covered.
        Assert.Equal(Cash("0"), venue.MarginOf(Trader).InitialMargin);
        venue.Accept(Order(Trader, Call3000, Side.Sell, "1.5", "310"));
        // 3.5 - 3 = 0.5 are not: 0.5 x 680.
        Assert.Equal(Cash("340"), venue.MarginOf(Trader).InitialMargin);
        // Maintenance is of positions only.
        Assert.Equal(Cash("0"), venue.MarginOf(Trader).MaintenanceMargin);
    }

    [Fact]
    public void Open_sells_beside_a_short_need_it_for_all_of_them()
    {
        RiskVenue venue = Short(Call3000, "-1", AlmostNone);
        venue.Accept(Order(Trader, Call3000, Side.Sell, "2", "300"));
        // (1 + 2) x 680; maintenance 1 x 440.
        AssertMargin(venue, cash: "10000", "2040", "440");
    }

    [Fact]
    public void Open_buys_reserve_premium_and_taker_fee()
    {
        RiskVenue venue = Funded("10000", RuleSet.Default.Fees);
        venue.List(Call3000);
        venue.Accept(Order(Trader, Call3000, Side.Buy, "2", "150"));
        // 2 x 150, fee min(0.05 % x 2 x 3200 = 3.2, 12.5 % x 300 = 37.5).
        Assert.Equal(Cash("303.2"), venue.MarginOf(Trader).InitialMargin);
        venue.Accept(Order(Trader, Call3000, Side.Buy, "1", "1"));
        // 1, fee min(1.6, 0.125).
        Assert.Equal(Cash("304.325"), venue.MarginOf(Trader).InitialMargin);
        venue.Quote("ETH", "6400");
        // The fee follows the index: min(6.4, 37.5), min(3.2, 0.125); the premium does not.
        Assert.Equal(Cash("307.525"), venue.MarginOf(Trader).InitialMargin);
        venue.Accept(new CancelAll(Trader));
        Assert.Equal(Cash("0"), venue.MarginOf(Trader).InitialMargin);
    }

    [Fact]
    public void The_reserve_follows_a_partial_fill()
    {
        RiskVenue venue = Funded("10000", RuleSet.Default.Fees);
        venue.List(Call3000);
        venue.Accept(Order(Trader, Call3000, Side.Buy, "2", "150"));
        Assert.Equal(Cash("303.2"), venue.MarginOf(Trader).InitialMargin);
        venue.Accept(Order(Other, Call3000, Side.Sell, "0.5", "150", TimeInForce.Ioc));
        // 1.5 x 150, fee 0.0005 x 1.5 x 3200 = 2.4.
        Assert.Equal(Cash("227.4"), venue.MarginOf(Trader).InitialMargin);
    }

    [Fact]
    public void A_stale_index_reserves_the_fee_of_the_last_one()
    {
        RiskVenue venue = Funded("10000", RuleSet.Default.Fees);
        venue.List(Call3000);
        venue.Accept(Order(Trader, Call3000, Side.Buy, "2", "150"));
        venue.Pass(venue.Rules.MaxPriceAgeMs + 1);
        venue.Accept(new Tick());
        Assert.Equal(Cash("303.2"), venue.MarginOf(Trader).InitialMargin);
    }

    [Fact]
    public void Equity_is_cash_and_the_marks()
    {
        // 10,000 + 3 x 200.
        Assert.Equal(Cash("10600"), Short(Call3000, "3", AlmostNone).MarginOf(Trader).Equity);
        Assert.Equal(Cash("9600"), Short(Call3000, "-2", AlmostNone).MarginOf(Trader).Equity);
    }

    [Fact]
    public void An_option_that_awaits_its_price_needs_its_intrinsic_value()
    {
        RiskVenue venue = Short(Call3000, "-2", AlmostNone);
        venue.Use(venue.Rules with { MaxPriceAgeMs = 0 });
        venue.Accept(new MarketAction(MarketActionKind.Expire, Call3000));
        // 2 x 200 for both, no percentages.
        AssertMargin(venue, cash: "10000", "400", "400");
    }

    [Fact]
    public void An_override_holds_for_its_underlying()
    {
        RiskVenue venue = Short(Call3000, "-1", AlmostNone);
        var half = new StandardMarginRules(ImPpm: 500_000, ImFloorPpm: 400_000, MmPpm: 250_000);
        venue.Use(venue.Rules with { Overrides = [new UnderlyingOverride { Underlying = "ETH", Standard = half }] });
        // 1,600 + 200; 800 + 200.
        AssertMargin(venue, cash: "10000", "1800", "1000");
    }

    internal static RiskVenue Funded(string cash, FeeRules? fees = null)
    {
        var venue = new RiskVenue(fees);
        venue.Deposit(Trader, cash);
        venue.Deposit(Other, "1000000000");
        venue.Quote("ETH", "3200");
        venue.TurnMarginOn();
        return venue;
    }

    /// <summary>A trader with 10,000 and a position that cost next to nothing.</summary>
    private static RiskVenue Short(string symbol, string size, string volatility)
    {
        var venue = new RiskVenue();
        venue.Deposit(Trader, "10000");
        venue.Deposit(Other, "1000000000");
        venue.Trade(symbol, size, "100");
        bool buys = size[0] != '-';
        Cash paid = Hypercall.Engine.Domain.Cash.Notional(Price("100"), Size(size.TrimStart('-')));
        if (buys)
            venue.Deposit(Trader, paid.ToString());
        else
            Assert.True(venue.Withdraw(Trader, paid.ToString()).Accepted);
        venue.Quote("ETH", "3200", volatility);
        venue.TurnMarginOn();
        return venue;
    }

    private static void AssertMargin(RiskVenue venue, string cash, string initial, string maintenance)
    {
        MarginView margin = venue.MarginOf(Trader);
        Assert.Equal(Cash(initial), margin.InitialMargin);
        Assert.Equal(Cash(maintenance), margin.MaintenanceMargin);
        Assert.Equal(Cash(cash) - Cash(initial), margin.Available);
        Assert.Null(margin.WorstScenario);
    }
}
