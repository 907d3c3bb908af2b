using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using static Hypercall.Engine.Tests.Margin.RiskVenue;

namespace Hypercall.Engine.Tests.Margin;

/// <summary>
/// Check 12: the excess after an order against the lesser of zero and the excess before, at equality and one unit
/// beyond. ETH at 3,200; the call 3,000 is worth 200 and one short needs 680, of the call 3,400 worth 0 it needs 320.
/// </summary>
public sealed class MarginAdmissionTests
{
    private const string Call3000 = "ETH-20260110-3000-C";
    private const string Call3400 = "ETH-20260110-3400-C";
    private const string Later3400 = "ETH-20260120-3400-C";

    [Fact]
    public void A_sell_that_takes_the_whole_excess_is_admitted_and_one_unit_more_is_not()
    {
        // Resting 1: requirement 680 of 680. Filled at 300 it would leave 300 more: resting is the worse.
        RiskVenue venue = StandardMarginTests.Funded("680");
        venue.List(Call3000);
        RejectArguments refused = venue.Refuse(Order(Trader, Call3000, Side.Sell, "1.01", "300"), RejectCode.InsufficientMargin);
        Assert.Equal(Cash("686.8").Units, refused.First);
        Assert.Equal(Cash("680").Units, refused.Second);
        Assert.Null(refused.Name);
        venue.Accept(Order(Trader, Call3000, Side.Sell, "1", "300"));
        venue.Refuse(Order(Trader, Call3000, Side.Sell, "0.01", "300"), RejectCode.InsufficientMargin);
    }

    [Fact]
    public void A_position_covers_open_sells_once_even_the_first_of_the_venue()
    {
        // The trader's entry of the position table is the first. All 100 bought are sold by an open order already.
        RiskVenue venue = StandardMarginTests.Funded("30000");
        venue.List(Call3000);
        venue.Use(venue.Rules with { MarginEnabled = false });
        venue.Accept(Order(Trader, Call3000, Side.Buy, "100", "300"));
        venue.Accept(Order(Other, Call3000, Side.Sell, "100", "300", TimeInForce.Ioc));
        venue.TurnMarginOn();
        venue.Accept(Order(Trader, Call3000, Side.Sell, "100", "300"));
        venue.Refuse(Order(Trader, Call3000, Side.Sell, "1", "300"), RejectCode.InsufficientMargin);
    }

    [Fact]
    public void A_sell_below_the_mark_is_judged_as_filled_too()
    {
        // Filled at 0.00000001: cash hardly grows and 680 are needed either way; cash 680 is just enough.
        RiskVenue venue = StandardMarginTests.Funded("680");
        venue.List(Call3000);
        venue.Accept(Order(Trader, Call3000, Side.Sell, "1", "0.00000001"));
    }

    [Fact]
    public void A_buy_needs_premium_and_fee()
    {
        // 2 x 150 + 3.2 of fee: 303.2.
        RiskVenue venue = StandardMarginTests.Funded("303.2", RuleSet.Default.Fees);
        venue.List(Call3000);
        RejectArguments refused = venue.Refuse(Order(Trader, Call3000, Side.Buy, "2", "150.00000001"), RejectCode.InsufficientMargin);
        // Filled: cash 303.2 - 300.00000002 - 3.2 and nothing required; resting comes to the same, and filled is named.
        Assert.Equal(0, refused.First);
        Assert.Equal(Cash("-0.00000002").Units, refused.Second);
        venue.Accept(Order(Trader, Call3000, Side.Buy, "2", "150"));
    }

    [Fact]
    public void The_fee_of_a_fill_is_the_larger_of_both()
    {
        // Maker 0.1 %: 1 x 3,200 x 0.1 % = 3.2 on 100; the taker's 1.6 is what rests.
        var fees = RuleSet.Default.Fees with { MakerPpm = 1_000, TakerPpm = 500 };
        RiskVenue venue = StandardMarginTests.Funded("103.2", fees);
        venue.List(Call3000);
        venue.Refuse(Order(Trader, Call3000, Side.Buy, "1", "100.00000001"), RejectCode.InsufficientMargin);
        venue.Accept(Order(Trader, Call3000, Side.Buy, "1", "100"));
    }

    [Fact]
    public void A_wallet_without_excess_may_do_what_does_not_make_it_worse()
    {
        // Short 2 calls 3,000 on 700: requirement 1,360, excess -660; worth 700 - 2 x 200 = 300.
        RiskVenue venue = ShortOfMargin("2", "700");
        venue.Use(venue.Rules with { Trading = venue.Rules.Trading with { Distress = null } });
        // Buying back 1 at 500 frees 680, but leaves a worth of 200 - 200: nothing.
        venue.Refuse(Order(Trader, Call3000, Side.Buy, "1", "500.00000001"), RejectCode.InsufficientMargin);
        venue.Accept(Order(Trader, Call3000, Side.Buy, "1", "500"));
    }

    [Fact]
    public void A_wallet_without_excess_and_worth_may_not_lose_more_of_either()
    {
        // Short 2 calls 3,000 on 300: excess -1,060, worth -100. At the mark the worth stays, above it falls.
        RiskVenue venue = ShortOfMargin("2", "300");
        venue.Refuse(Order(Trader, Call3000, Side.Buy, "1", "200.00000001"), RejectCode.InsufficientMargin);
        venue.Accept(Order(Trader, Call3000, Side.Buy, "1", "200"));
    }

    [Fact]
    public void The_band_of_distress_is_narrower_than_the_band()
    {
        // Short 2 calls 3,000 on 700: short of margin; mark 200: 10 % of it is 20, more than the floor of 5.
        RiskVenue venue = ShortOfMargin("2", "700");
        RejectArguments refused = venue.Refuse(
            Order(Trader, Call3000, Side.Buy, "1", "220.00000001"), RejectCode.PriceOutOfBand);
        Assert.Equal(Price("220").Units, refused.Second);
        venue.Accept(Order(Trader, Call3000, Side.Buy, "1", "220"));
        venue.Accept(new CancelAll(Trader));
        // It stays when the marks are old, and an order that does not reduce meets it first too.
        venue.Pass(venue.Rules.MaxPriceAgeMs + 1);
        venue.Refuse(Order(Trader, Call3000, Side.Buy, "1", "220.00000001"), RejectCode.PriceOutOfBand);
        venue.Refuse(Order(Trader, Call3000, Side.Sell, "1", "179.99999999"), RejectCode.PriceOutOfBand);
        venue.Refuse(Order(Trader, Call3000, Side.Sell, "1", "180"), RejectCode.MissingMark);
    }

    [Fact]
    public void Buying_back_at_an_absurd_price_is_refused_even_reduce_only()
    {
        RiskVenue venue = ShortOfMargin("1", "1000000");
        // Excess 999,320. Filled at 2,000,000 it would end at -1,000,000.
        RejectArguments refused = venue.Refuse(
            Order(Trader, Call3000, Side.Buy, "1", "2000000", flags: OrderFlags.ReduceOnly), RejectCode.InsufficientMargin);
        Assert.Equal(0, refused.First);
        Assert.Equal(Cash("-1000000").Units, refused.Second);
        // 1,000,000 - 999,320 of it would be left at this price: just nothing.
        venue.Accept(Order(Trader, Call3000, Side.Buy, "1", "1000000", flags: OrderFlags.ReduceOnly));
    }

    [Fact]
    public void A_reducing_order_is_judged_as_filled_only()
    {
        // Excess 0: a resting buy would reserve its premium, but filled it frees more than it costs.
        RiskVenue venue = ShortOfMargin("1", "680");
        venue.Accept(Order(Trader, Call3000, Side.Buy, "1", "680"));
        // What goes beyond the position is not reducing: resting, 0.01 x 1 more than there is.
        venue.Accept(new CancelAll(Trader));
        venue.Refuse(Order(Trader, Call3000, Side.Buy, "1.01", "1"), RejectCode.InsufficientMargin);
    }

    [Fact]
    public void A_replaced_order_is_out_of_the_excess_before()
    {
        RiskVenue venue = StandardMarginTests.Funded("680");
        venue.List(Call3000);
        venue.Accept(Order(Trader, Call3000, Side.Sell, "1", "300"));
        OrderTerms larger = Order(Trader, Call3000, Side.Sell, "1.01", "310").Order;
        venue.Refuse(new ReplaceOrder(Trader, OrderReference.ById(1), larger), RejectCode.InsufficientMargin);
        OrderTerms equal = larger with { Size = Size("1") };
        venue.Accept(new ReplaceOrder(Trader, OrderReference.ById(1), equal));
    }

    [Fact]
    public void The_actions_of_a_bulk_share_one_excess()
    {
        RiskVenue venue = StandardMarginTests.Funded("680");
        venue.List(Call3000);
        BulkAction sell = new BulkPlace(Order(Trader, Call3000, Side.Sell, "0.6", "300").Order);
        ApplyOutput output = venue.Apply(new BulkOrders(Trader, [sell, sell]));
        Assert.Equal(
            [RejectCode.None, RejectCode.InsufficientMargin], output.Results.ToArray().Select(r => r.Rejection.Code));
    }

    [Fact]
    public void A_plain_buy_needs_no_mark_and_a_sell_does()
    {
        var venue = new RiskVenue();
        venue.Deposit(Trader, "1000");
        venue.List(Call3000);
        venue.TurnMarginOn();
        venue.Accept(Order(Trader, Call3000, Side.Buy, "1", "100"));
        venue.Refuse(Order(Trader, Call3000, Side.Sell, "1", "100"), RejectCode.MissingMark);
    }

    [Fact]
    public void Without_a_mark_that_a_short_needs_only_reducing_orders_pass()
    {
        RiskVenue venue = ShortOfMargin("2", "10000");
        venue.List(Call3400);
        venue.Pass(venue.Rules.MaxPriceAgeMs + 1);
        // The short's mark is gone: even a plain buy elsewhere cannot be weighed.
        venue.Refuse(Order(Trader, Call3400, Side.Buy, "1", "1"), RejectCode.MissingMark);
        venue.Refuse(Order(Trader, Call3000, Side.Buy, "2.01", "1"), RejectCode.MissingMark);
        // By the last marks 2 x 5,000 take all that there is.
        venue.Refuse(Order(Trader, Call3000, Side.Buy, "2", "5000.00000001"), RejectCode.InsufficientMargin);
        venue.Accept(Order(Trader, Call3000, Side.Buy, "2", "5000"));
    }

    [Fact]
    public void Portfolio_margin_names_the_worst_scenario_and_its_loss()
    {
        RiskVenue venue = PortfolioMarginTests.Holding("");
        Assert.True(venue.Withdraw(Trader, "99622").Accepted);
        venue.List(Later3400);
        RejectArguments refused = venue.Refuse(Order(Trader, Later3400, Side.Sell, "1.01", "1"), RejectCode.InsufficientMargin);
        // 378 a contract at T4; resting it is no loss to sell above the mark of 0, filled it brings 1.01.
        Assert.Equal(Cash("381.78").Units, refused.First);
        Assert.Equal(Cash("378").Units, refused.Second);
        Assert.Equal("{\"ETH\":\"T4\"}", refused.Name);
        venue.Accept(Order(Trader, Later3400, Side.Sell, "1", "1"));
    }

    [Fact]
    public void Portfolio_margin_counts_the_loss_of_a_fill_above_the_mark()
    {
        RiskVenue venue = PortfolioMarginTests.Holding("");
        Assert.True(venue.Withdraw(Trader, "99900").Accepted);
        venue.List(Later3400);
        // Worth 0: what is paid is lost, in either hypothesis; the option itself can lose nothing more.
        venue.Refuse(Order(Trader, Later3400, Side.Buy, "1", "100.00000001"), RejectCode.InsufficientMargin);
        venue.Accept(Order(Trader, Later3400, Side.Buy, "1", "100"));
    }

    [Fact]
    public void Portfolio_margin_needs_the_mark_of_every_option_quoted_or_held()
    {
        RiskVenue venue = PortfolioMarginTests.Holding("BTC-20260120-101000-C:1");
        venue.List("SOL-20260120-100-C", Later3400);
        venue.Refuse(Order(Trader, "SOL-20260120-100-C", Side.Buy, "1", "1"), RejectCode.MissingMark);
        venue.Accept(Order(Trader, Later3400, Side.Buy, "1", "1"));
        venue.Pass(venue.Rules.MaxPriceAgeMs + 1);
        venue.Quote("ETH", "3200");
        venue.Refuse(Order(Trader, Later3400, Side.Buy, "1", "1"), RejectCode.MissingMark);
    }

    [Fact]
    public void What_leaves_a_wallet_must_leave_it_an_excess()
    {
        RiskVenue venue = ShortOfMargin("1", "1000");
        ApplyOutput tooMuch = venue.Withdraw(Trader, "320.00000001");
        Assert.Equal(RejectCode.InsufficientMargin, tooMuch.Rejection.Code);
        Assert.Equal(Cash("680").Units, tooMuch.Rejection.Arguments.First);
        Assert.Equal(Cash("679.99999999").Units, tooMuch.Rejection.Arguments.Second);
        Assert.True(venue.Withdraw(Trader, "320").Accepted);
        venue.Pass(venue.Rules.MaxPriceAgeMs + 1);
        Assert.Equal(RejectCode.MissingMark, venue.Withdraw(Trader, "1").Rejection.Code);
    }

    [Fact]
    public void A_wallet_changes_into_a_mode_that_it_can_margin()
    {
        // Standard: 680 for the short call. Portfolio: cost comes back: 680 - 100 of cash, equity 680 - 100 - 200 + 100
        // = 480; T2: (1,000 - 200) x 0.6 = 480: just enough.
        RiskVenue venue = ShortOfMargin("1", "680");
        venue.Accept(new MarginModeUpdate(Trader, MarginMode.Portfolio));
        Assert.Equal(Cash("480"), venue.MarginOf(Trader).Equity);
        Assert.Equal(Cash("0"), venue.MarginOf(Trader).Available);
        // Back again: cash 580 + 100 = 680.
        venue.Accept(new MarginModeUpdate(Trader, MarginMode.Standard));
        venue.Use(venue.Rules with { MarginEnabled = false });
        Assert.True(venue.Withdraw(Trader, "0.00000001").Accepted);
        venue.TurnMarginOn();
        RejectArguments refused = venue.Refuse(
            new MarginModeUpdate(Trader, MarginMode.Portfolio), RejectCode.InsufficientMargin);
        Assert.Equal("{\"ETH\":\"T2\"}", refused.Name);
        Assert.Equal(MarginMode.Standard, venue.Engine.View().Wallets[0].Mode);
        venue.Pass(venue.Rules.MaxPriceAgeMs + 1);
        venue.Refuse(new MarginModeUpdate(Trader, MarginMode.Portfolio), RejectCode.MissingMark);
    }

    [Theory]
    // Mark 200: the width is the larger of 50 % = 100 and 50.
    [InlineData(Call3000, Side.Buy, "300", "300.01", "300")]
    [InlineData(Call3000, Side.Sell, "100", "99.99", "100")]
    // Mark 0: the floor of 50; a sell cannot be below -50.
    [InlineData(Call3400, Side.Buy, "50", "50.01", "50")]
    public void A_price_far_from_the_mark_is_refused(string symbol, Side side, string last, string beyond, string bound)
    {
        RiskVenue venue = StandardMarginTests.Funded("1000000");
        PriceBandRules band = new(500_000, Price("50"));
        venue.Use(venue.Rules with { Trading = venue.Rules.Trading with { PriceBand = band } });
        venue.List(symbol);
        RejectArguments refused = venue.Refuse(Order(Trader, symbol, side, "1", beyond), RejectCode.PriceOutOfBand);
        Assert.Equal(Price(beyond).Units, refused.First);
        Assert.Equal(Price(bound).Units, refused.Second);
        venue.Accept(Order(Trader, symbol, side, "1", last));
        // Only what is worse for the trader is refused, and around the last mark when there is no current one.
        venue.Accept(Order(Trader, symbol, side, "1", side == Side.Buy ? "0.01" : "100000"));
        venue.Accept(new CancelAll(Trader));
        venue.Pass(venue.Rules.MaxPriceAgeMs + 1);
        venue.Refuse(Order(Trader, symbol, side, "1", beyond), RejectCode.PriceOutOfBand);
        RejectCode code = venue.Apply(Order(Trader, symbol, side, "1", last)).Rejection.Code;
        Assert.Equal(side == Side.Buy ? RejectCode.None : RejectCode.MissingMark, code);
    }

    [Fact]
    public void Margin_off_means_no_band_and_no_margin()
    {
        RiskVenue venue = StandardMarginTests.Funded("1");
        PriceBandRules band = new(0, Price("0.01"));
        venue.Use(venue.Rules with
        {
            MarginEnabled = false,
            Trading = venue.Rules.Trading with { PriceBand = band },
        });
        venue.List(Call3000);
        venue.Accept(Order(Trader, Call3000, Side.Buy, "100", "1000000"));
    }

    /// <summary>A standard trader with so much cash and so many short calls 3,000, sold at 100 that were taken out.</summary>
    private static RiskVenue ShortOfMargin(string size, string cash)
    {
        var venue = new RiskVenue();
        venue.Deposit(Trader, cash);
        venue.Deposit(Other, "1000000000");
        venue.Trade(Call3000, "-" + size, "100");
        Assert.True(venue.Withdraw(Trader, Hypercall.Engine.Domain.Cash.Notional(Price("100"), Size(size)).ToString()).Accepted);
        venue.Quote("ETH", "3200");
        venue.TurnMarginOn();
        return venue;
    }
}
