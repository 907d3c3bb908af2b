using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using static Hypercall.Engine.Tests.Margin.RiskVenue;

namespace Hypercall.Engine.Tests.Margin;

/// <summary>
/// What an audit took out of accounts by way of marks and margin (risk.md §A3, §A4), each hole with the figures that
/// close it. ETH at 3,200, options worth their intrinsic value: the call 3,000 is worth 200, the call 3,400 nothing.
/// </summary>
public sealed class AuditMarksTests
{
    private const string Call3000 = "ETH-20260120-3000-C";
    private const string Call3400 = "ETH-20260120-3400-C";
    private const string Dead = "SOL-20260120-100-C";

    /// <summary>
    /// A surface 61 s old had no mark, no band and no margin for what "reduces": two wallets with 1,000 each traded
    /// millions between them and withdrew them. The last marks band and judge such an order now.
    /// </summary>
    [Fact]
    public void Old_marks_still_band_and_judge_what_reduces()
    {
        RiskVenue venue = ShortOf("1000", "-1");
        venue.Use(venue.Rules with { Trading = venue.Rules.Trading with { PriceBand = RuleSet.Default.Trading.PriceBand } });
        venue.Pass(61_000);
        PlaceOrder absurd = Order(Trader, Call3000, Side.Buy, "1", "1000000", flags: OrderFlags.ReduceOnly);
        Assert.Equal(Price("300").Units, venue.Refuse(absurd, RejectCode.PriceOutOfBand).Second);
        venue.Use(venue.Rules with { Trading = venue.Rules.Trading with { PriceBand = null } });
        RejectArguments refused = venue.Refuse(absurd, RejectCode.InsufficientMargin);
        Assert.Equal(0, refused.First);
        Assert.Equal(Cash("-999000").Units, refused.Second);
        // 1,000 in cash, requirement 680: to give all of it away at the last mark's value leaves nothing, and no debt.
        venue.Accept(Order(Trader, Call3000, Side.Buy, "1", "1000", flags: OrderFlags.ReduceOnly));
        Assert.Equal(RejectCode.MissingMark, venue.Withdraw(Trader, "1").Rejection.Code);
    }

    /// <summary>
    /// A list that has expired stays for last marks until another comes; without any the cash less the debt is all that
    /// a reducing order is judged by.
    /// </summary>
    [Fact]
    public void The_last_list_stays_after_its_expiry_and_without_one_cash_decides()
    {
        RiskVenue venue = ShortOf("1000", "-1");
        // The list of 2026-01-10 has expired four days ago; the call of 2026-01-20 still has its last mark of 200.
        venue.Pass(13 * 86_400_000L);
        venue.Refuse(Order(Trader, Call3000, Side.Buy, "1", "1000.00000001"), RejectCode.InsufficientMargin);
        Assert.Equal(Cash("440"), venue.MarginOf(Trader).MaintenanceMargin);
        // An expired expiry's update ends it and brings nothing: a short counts its entry of 100, 7.5 % x 3,200 + 100.
        venue.Accept(new IvUpdate("ETH", 20260105, [new VolatilityPoint(Price("3000"), 1_000_000)]));
        Assert.Equal(Cash("340"), venue.MarginOf(Trader).MaintenanceMargin);
        Assert.Equal(
            Cash("-0.00000001").Units,
            venue.Refuse(Order(Trader, Call3000, Side.Buy, "1", "1000.00000001"), RejectCode.InsufficientMargin).Second);
        venue.Accept(Order(Trader, Call3000, Side.Buy, "1", "1000"));
    }

    /// <summary>
    /// Rules moved the time of expiry from 16:00 to 08:00 while an option lived that keeps its instant. At 08:00 an
    /// IvUpdate of its date took its list away: a long was worth nothing, or was marked by another date's list.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_list_lives_as_long_as_an_option_of_its_date_though_the_rules_expire_earlier(bool hasLaterList)
    {
        const string Call = "ETH-20260110-3000-C";
        const long Hour = 3_600_000;
        var venue = new RiskVenue();
        venue.Deposit(Trader, "1000");
        venue.Deposit(Other, "1000000000");
        venue.Use(venue.Rules with { ExpiryTimeMinutes = 16 * 60 });
        venue.Trade(Call, "-1", "100");
        venue.Use(venue.Rules with { ExpiryTimeMinutes = 8 * 60, MarginEnabled = true });
        venue.Pass(9 * 24 * Hour + 8 * Hour);
        if (hasLaterList)
            venue.Accept(new IvUpdate("ETH", 20260120, [new VolatilityPoint(Price("3000"), 10_000_000_000)]));
        // Just its intrinsic value of 200 by its own list: 7.5 % x 3,200 + 200, until the last millisecond.
        venue.Quote("ETH", "3200");
        Assert.Equal(Cash("440"), venue.MarginOf(Trader).MaintenanceMargin);
        venue.Pass(8 * Hour - 1);
        venue.Quote("ETH", "3200");
        Assert.Equal(Cash("440"), venue.MarginOf(Trader).MaintenanceMargin);
    }

    /// <summary>
    /// A debtor gave its cash away at the end of the band: short of margin, buying back 50 % above the mark.
    /// </summary>
    [Fact]
    public void A_wallet_in_distress_trades_near_the_mark_and_loses_no_worth_it_has_not()
    {
        // Short 100 at a mark of 200, cash 19,000: short of margin by 49,000, worth -1,000.
        RiskVenue venue = ShortOf("19000", "-100");
        PriceBandRules? band = RuleSet.Default.Trading.PriceBand;
        venue.Use(venue.Rules with { Trading = venue.Rules.Trading with { PriceBand = band } });
        Assert.Equal(
            Price("220").Units,
            venue.Refuse(Order(Trader, Call3000, Side.Buy, "60", "300"), RejectCode.PriceOutOfBand).Second);
        venue.Refuse(Order(Trader, Call3000, Side.Buy, "60", "220"), RejectCode.InsufficientMargin);
        // At the mark the worth stays what it is.
        venue.Accept(Order(Trader, Call3000, Side.Buy, "60", "200"));
    }

    /// <summary>The same in portfolio mode, selling what is long for next to nothing.</summary>
    [Fact]
    public void A_long_is_not_given_away_below_the_mark()
    {
        // Cash 50, long 1 at a cost of 100, mark 200: equity 150, requirement 200, worth 150.
        RiskVenue venue = Portfolio("50", $"{Call3000}:1");
        venue.Refuse(Order(Trader, Call3000, Side.Sell, "1", "179.99999999"), RejectCode.PriceOutOfBand);
        venue.Use(venue.Rules with { Trading = venue.Rules.Trading with { Distress = null } });
        // Sold at 50 it would realize -50: nothing is left. Below, the worth would end below zero.
        venue.Refuse(Order(Trader, Call3000, Side.Sell, "1", "49.99999999"), RejectCode.InsufficientMargin);
        venue.Accept(Order(Trader, Call3000, Side.Sell, "1", "50"));
    }

    /// <summary>
    /// Pairs of deep bids that are neutral together asked for nothing; one side was hit: 41 times leverage. Each order
    /// stands for itself now: a call 2,000 at its mark of 1,200 loses 800 x 0.6 = 480 at T1, a put 4,400 the same at
    /// T2.
    /// </summary>
    [Fact]
    public void Pairs_of_deep_bids_that_are_neutral_together_are_margined_one_by_one()
    {
        RiskVenue venue = Portfolio("12000", "");
        venue.List("ETH-20260120-2000-C", "ETH-20260120-4400-P");
        for (int pair = 0; pair < 25; pair++)
        {
            venue.Accept(Order(Trader, "ETH-20260120-2000-C", Side.Buy, "1", "1200"));
            venue.Accept(Order(Trader, "ETH-20260120-4400-P", Side.Buy, "1", "1200"));
        }

        // 25 x 480 is all there is.
        RejectArguments refused = venue.Refuse(
            Order(Trader, "ETH-20260120-2000-C", Side.Buy, "1", "1200"), RejectCode.InsufficientMargin);
        Assert.Equal((Cash("12480").Units, Cash("12000").Units), (refused.First, refused.Second));
        Assert.Equal("{\"ETH\":\"T1\"}", refused.Name);
        // One side is hit: what was asked for is what is needed.
        venue.Accept(Order(Other, "ETH-20260120-2000-C", Side.Sell, "25", "1200", TimeInForce.Ioc));
        Assert.Equal(Cash("0"), venue.MarginOf(Trader).Available);
        venue.Accept(new CancelAll(Trader));
        Assert.Equal(Cash("12000"), venue.MarginOf(Trader).InitialMargin);
        Assert.Equal(Cash("0"), venue.MarginOf(Trader).Available);
    }

    /// <summary>0.01 long of an option that was never marked hid a wallet from liquidation.</summary>
    [Theory]
    [InlineData(MarginMode.Standard)]
    [InlineData(MarginMode.Portfolio)]
    public void A_dead_option_hides_nobody_from_liquidation(MarginMode mode)
    {
        var venue = new RiskVenue();
        venue.Deposit(Trader, "1000");
        venue.Deposit(Other, "1000000000");
        venue.SetMode(Trader, mode);
        venue.Trade(Call3000, "-1", "100");
        venue.Trade(Dead, "0.01", "100");
        venue.Quote("ETH", "3200");
        venue.TurnMarginOn();
        Assert.Empty(Changes(venue.Apply(new Tick())));
        // Standard: 1,099 against 4,000 - 3,000 + 300. Portfolio: 999 + 99 - 1,000 against 85 % of the worst.
        ApplyOutput output = venue.Apply(new PriceUpdate([new IndexPrice("ETH", Price("4000"))], Force: true));
        Assert.Equal([(Trader, LiquidationState.PreLiquidation)], Changes(output));
        // Nor do old marks.
        venue.Accept(new LiquidationStateUpdate(Trader, LiquidationState.Healthy));
        venue.Pass(61_000);
        output = venue.Apply(new PriceUpdate([new IndexPrice("SOL", Price("100"))]));
        Assert.Equal([(Trader, LiquidationState.PreLiquidation)], Changes(output));
    }

    /// <summary>
    /// Worthless wings took floor and gamma away: net of calls was zero. Beyond 20 % of the strike none covers.
    /// </summary>
    [Theory]
    // 20 % beyond 3,400 is 4,080. T4: 1,080 x 0.35 = 378.
    [InlineData("9000", "410", "48", "32")]
    // T2 (4,000) loses 600 x 0.6 = 360 whatever lies above it.
    [InlineData("4080.01", "392", "48", "32")]
    // Near enough, but it lies 680 beyond: no less than the 48 and 32 of an uncovered contract.
    [InlineData("4080", "392", "48", "32")]
    // 10 beyond: 10 of each, and the 10 between them at S1.
    [InlineData("3410", "20", "10", "10")]
    public void Worthless_wings_take_neither_floor_nor_gamma_away(
        string strike, string initial, string floor, string gamma)
    {
        RiskVenue venue = Portfolio("100000", $"ETH-20260102-3400-C:-1 ETH-20260120-{strike}-C:1");
        UnderlyingRiskView risk = venue.Engine.ViewRisk(Trader)!.Underlyings.Single();
        Assert.Equal((Cash(floor), Cash(gamma)), (risk.Floor, risk.Gamma));
        Assert.Equal(Cash(initial), venue.MarginOf(Trader).InitialMargin);
    }

    /// <summary>
    /// An ETH hedge took a BTC short's margin away: one scenario over all, and gains paid for losses.
    /// </summary>
    [Fact]
    public void A_hedge_on_another_underlying_pays_for_nothing()
    {
        // Short call 101,000 at 100,000: T2 (125,000 - 101,000) x 0.6 = 14,400, alone and beside 40 long ETH calls, which
        // would gain 40 x 800 x 0.6 at T2; they lose 40 x 200 at S8.
        Assert.Equal(Cash("14400"), Portfolio("100000", "BTC-20260120-101000-C:-1").MarginOf(Trader).InitialMargin);
        RiskVenue hedged = Portfolio("100000", $"BTC-20260120-101000-C:-1 {Call3000}:40");
        Assert.Equal(Cash("22400"), hedged.MarginOf(Trader).InitialMargin);
        Assert.Equal("{\"BTC\":\"T2\",\"ETH\":\"S8\"}", hedged.MarginOf(Trader).WorstScenario!.ToString());
    }

    /// <summary>Profit of a perpetual, which lies elsewhere, was withdrawn here.</summary>
    [Fact]
    public void Profit_of_a_perpetual_does_not_leave()
    {
        // Entered at 2,200, now 3,200: 1,000 of profit, all of it counting for orders; scan 480 at T1.
        RiskVenue venue = Portfolio("1000", "");
        venue.Use(venue.Rules with { Portfolio = venue.Rules.Portfolio with { PerpProfitPpm = 1_000_000 } });
        venue.Accept(new HypercorePositionUpdate(Trader, "ETH-PERP", Size("1"), Price("2200")));
        Assert.Equal(Cash("1520"), venue.MarginOf(Trader).Available);
        Rejection refused = venue.Withdraw(Trader, "520.00000001").Rejection;
        Assert.Equal(RejectCode.InsufficientMargin, refused.Code);
        Assert.Equal(Cash("480").Units, refused.Arguments.First);
        Assert.Equal(Cash("479.99999999").Units, refused.Arguments.Second);
        Assert.True(venue.Withdraw(Trader, "520").Accepted);
    }

    /// <summary>A request for quote sold a worthless call for 99,000: the taker's side alone was banded.</summary>
    [Fact]
    public void A_request_for_quote_is_banded_above_and_below()
    {
        RiskVenue venue = Portfolio("100000", "");
        venue.List(Call3000, Call3400);
        PriceBandRules? band = RuleSet.Default.Trading.PriceBand;
        venue.Use(venue.Rules with { Trading = venue.Rules.Trading with { PriceBand = band } });
        Assert.Equal(
            Price("50").Units, venue.Refuse(Quote(Call3400, Side.Sell, "1", "99000"), RejectCode.PriceOutOfBand).Second);
        Assert.Equal(
            Price("100").Units, venue.Refuse(Quote(Call3000, Side.Buy, "1", "99"), RejectCode.PriceOutOfBand).Second);
        venue.Accept(Quote(Call3400, Side.Sell, "1", "50"));
    }

    [Fact]
    public void A_request_for_quote_needs_current_marks_of_all_that_its_parties_excess_and_worth_use()
    {
        RiskVenue venue = Portfolio("100000", "");
        venue.List(Call3000, Dead);
        venue.Refuse(Quote(Dead, Side.Buy, "1", "1"), RejectCode.MissingMark);
        venue.Accept(Quote(Call3000, Side.Buy, "1", "200"));
        venue.Pass(61_000);
        venue.Refuse(Quote(Call3000, Side.Sell, "1", "200"), RejectCode.MissingMark);
        // The standard party's long of a dead option is part of its worth, though not of its excess.
        venue.Quote("ETH", "3200");
        venue.Use(venue.Rules with { MarginEnabled = false });
        venue.Accept(Order(WalletAddress.FromNumber(3), Dead, Side.Sell, "1", "1"));
        venue.Accept(Order(Other, Dead, Side.Buy, "1", "1"));
        venue.TurnMarginOn();
        Assert.NotNull(venue.MarginOf(Other).Available);
        venue.Refuse(Quote(Call3000, Side.Sell, "1", "200"), RejectCode.MissingMark);
    }

    [Fact]
    public void A_request_for_quote_needs_current_marks_of_open_orders_too()
    {
        // The standard party only bids for a dead option: its excess reserves the premium, its worth needs the mark.
        RiskVenue venue = Portfolio("100000", "");
        venue.List(Call3000, Dead);
        venue.Accept(Order(Other, Dead, Side.Buy, "1", "1"));
        Assert.NotNull(venue.MarginOf(Other).Available);
        venue.Refuse(Quote(Call3000, Side.Buy, "1", "200"), RejectCode.MissingMark);
        venue.Accept(new CancelAll(Other));
        venue.Accept(Quote(Call3000, Side.Buy, "1", "200"));
    }

    [Fact]
    public void A_request_for_quote_leaves_each_party_excess_and_worth()
    {
        // Cash 50, long 1 at a cost of 100, mark 200: requirement 200, equity 150: short of margin.
        RiskVenue venue = Portfolio("50", $"{Call3000}:1");
        Assert.Equal(
            Price("180").Units, venue.Refuse(Quote(Call3000, Side.Sell, "1", "179"), RejectCode.PriceOutOfBand).Second);
        venue.Use(venue.Rules with { Trading = venue.Rules.Trading with { Distress = null } });
        RejectArguments refused = venue.Refuse(Quote(Call3000, Side.Sell, "1", "49"), RejectCode.InsufficientMargin);
        Assert.Equal((0, Cash("-1").Units), (refused.First, refused.Second));
        venue.Accept(Quote(Call3000, Side.Sell, "1", "50"));
    }

    [Fact]
    public void Only_what_increases_risk_needs_an_index_price_and_without_any_the_cap_alone_is_the_fee()
    {
        var venue = new RiskVenue();
        venue.Deposit(Trader, "1000");
        venue.Deposit(Other, "1000");
        venue.Trade(Dead, "2", "100");
        venue.Use(venue.Rules with { Fees = venue.Rules.Fees with { MakerPpm = -100, TakerPpm = 500 } });
        venue.Refuse(Order(Trader, Dead, Side.Buy, "1", "100"), RejectCode.MissingIndexPrice);
        venue.Refuse(Quote(Dead, Side.Buy, "1", "100"), RejectCode.MissingIndexPrice);
        // Both reduce. Taker 12.5 % of 100; the maker's rebate needs an index price that never was.
        venue.Accept(Order(Other, Dead, Side.Buy, "1", "100"));
        ApplyOutput output = venue.Apply(Order(Trader, Dead, Side.Sell, "1", "100", TimeInForce.Ioc));
        Assert.Equal((Cash("12.5"), default), FeesOf(output));
        output = venue.Apply(Quote(Dead, Side.Sell, "1", "8"));
        Assert.True(output.Accepted);
        Assert.Equal((Cash("1"), default), FeesOf(output));
    }

    [Fact]
    public void A_reduce_only_order_is_judged_at_what_it_can_fill()
    {
        // Short 1, cash 1,000, excess 320: 100 contracts at 1,000 would cost 100,000, but only 1 can be bought.
        RiskVenue venue = ShortOf("1000", "-1");
        venue.Accept(Order(Trader, Call3000, Side.Buy, "100", "1000", flags: OrderFlags.ReduceOnly));
        venue.Accept(new CancelAll(Trader));
        venue.Refuse(
            Order(Trader, Call3000, Side.Buy, "100", "1000.00000001", flags: OrderFlags.ReduceOnly),
            RejectCode.InsufficientMargin);
    }

    [Fact]
    public void Debt_counts_against_margin()
    {
        // Short 1 call settles at 1,200 above the strike against 100 of cash; 0.015 % of 4,200 = 0.63 is the fee.
        RiskVenue venue = ShortOf("100", "-1");
        venue.Accept(new MarketAction(MarketActionKind.Expire, Call3000));
        venue.Accept(new TickExpiry([new SettlementPrice("ETH", 20260120, Price("4200"))], Force: true));
        MarginView margin = venue.MarginOf(Trader);
        Assert.Equal((Cash("-1100.63"), Cash("-1100.63")), (margin.Equity!.Value, margin.Available!.Value));
        venue.List(Call3400);
        RejectArguments refused = venue.Refuse(Order(Trader, Call3400, Side.Buy, "1", "1"), RejectCode.InsufficientMargin);
        Assert.Equal((0, Cash("-1101.63").Units), (refused.First, refused.Second));
    }

    private static RfqExecute Quote(string symbol, Side side, string size, string price) =>
        new(Trader, "request", "quote", Other, [new RfqLeg(symbol, side, Size(size), Price(price))]);

    private static (Cash Taker, Cash Maker) FeesOf(ApplyOutput output)
    {
        int index = Enumerable.Range(0, output.Events.Count).Single(i => output.Events.KindAt(i) == EventKind.Filled);
        Filled filled = output.Events.At<Filled>(index);
        return (filled.TakerFee, filled.MakerFee);
    }

    private static List<(WalletAddress, LiquidationState)> Changes(ApplyOutput output)
    {
        var changes = new List<(WalletAddress, LiquidationState)>();
        for (int i = 0; i < output.Events.Count; i++)
        {
            if (output.Events.KindAt(i) != EventKind.LiquidationStateChanged)
                continue;
            LiquidationStateChanged changed = output.Events.At<LiquidationStateChanged>(i);
            changes.Add((changed.Wallet, changed.State));
        }

        return changes;
    }

    /// <summary>A standard trader with so much cash who sold calls 3,000 at 100, the premium taken out.</summary>
    private static RiskVenue ShortOf(string cash, string signedSize)
    {
        var venue = new RiskVenue();
        venue.Deposit(Trader, cash);
        venue.Deposit(Other, "1000000000");
        venue.Trade(Call3000, signedSize, "100");
        Cash premium = Hypercall.Engine.Domain.Cash.Notional(Price("100"), Size(signedSize.TrimStart('-')));
        Assert.True(venue.Withdraw(Trader, premium.ToString()).Accepted);
        venue.Quote("ETH", "3200");
        venue.TurnMarginOn();
        return venue;
    }

    /// <summary>A portfolio trader with so much cash; options entered at 100.</summary>
    private static RiskVenue Portfolio(string cash, string holdings)
    {
        var venue = new RiskVenue();
        venue.Deposit(Trader, cash);
        venue.Deposit(Other, "1000000000");
        venue.SetMode(Trader, MarginMode.Portfolio);
        venue.Quote("ETH", "3200");
        venue.Quote("BTC", "100000");
        foreach (string holding in holdings.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            venue.Trade(holding.Split(':')[0], holding.Split(':')[1], "100");
        venue.TurnMarginOn();
        return venue;
    }
}
