using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using static Hypercall.Engine.Tests.Liquidation.LiquidationVenue;
using static Hypercall.Engine.Tests.Margin.RiskVenue;

namespace Hypercall.Engine.Tests.Liquidation;

/// <summary>Auto-deleveraging (risk.md §B4): prices, ranking, who pays, how it goes on.</summary>
public sealed class DeleveragingTests
{
    private const string Low = "ETH-20260110-3699-C";
    private const long Day = 86_400_000;
    private const long EightHours = 8 * 3_600_000;
    private readonly LiquidationVenue _venue = new();

    [Fact]
    public void A_short_that_cannot_pay_is_closed_at_what_it_has()
    {
        _venue.Short("100", "49900");
        _venue.Liquidate();

        // Own equity −4,000 of 54,000: λ 0.074074074075, 540 × (1 − λ) rounded down. No fund, so no auction.
        Assert.Equal(
            [
                new LiquidationStateChanged(Trader, LiquidationState.InLiquidation, LiquidationMode.Full),
                new Deleveraged(
                    2, Call, Size("100"), Price("499.99999999"), Trader, Other, Cash("-49899.999999"),
                    Cash("49899.999999")),
                new LiquidationStateChanged(Trader, LiquidationState.Liquidated),
            ],
            _venue.Told);
        Assert.Equal("0.000001", _venue.CashOf(Trader));
        Assert.Equal("59899.999999", _venue.CashOf(Other));
        Assert.Empty(_venue.View(Trader).Positions);
        Assert.Empty(_venue.View(Other).Positions);
    }

    [Fact]
    public void A_long_in_portfolio_mode_is_closed_above_the_mark_but_not_past_an_entry()
    {
        // 100 at a cost of 200 each, half of them from one who sold at 399, half from one who sold at 1; mark 1.
        _venue.Venue.SetMode(Trader, MarginMode.Portfolio);
        _venue.Venue.Trade(Low, "50", "399");
        _venue.Venue.Deposit(Third, "20000");
        _venue.Accept(Order(Third, Low, Side.Sell, "50", "1"));
        _venue.Accept(Order(Trader, Low, Side.Buy, "50", "1"));
        _venue.Venue.Deposit(Trader, "5000");
        _venue.Liquidate();

        // −14,900 of 100: λ 149, p* 150.
        List<Deleveraged> closed = [.. _venue.Told.OfType<Deleveraged>()];
        Assert.Equal([(Other, Price("150")), (Third, Price("1"))], closed.Select(c => (c.Counterparty, c.Price)));
        Assert.Equal("0", _venue.CashOf(Trader));
        Assert.Equal("7450", _venue.DebtOf(Trader));
        Assert.Equal(LiquidationState.Liquidated, _venue.StateOf(Trader));
    }

    [Fact]
    public void The_fund_comes_before_the_others_and_pays_what_their_entries_hold_back()
    {
        _venue.Accept(new InsuranceDeposit(Cash("2000"), "fund", 1));
        _venue.Short("100", "49900");

        _venue.Venue.Deposit(Third, "60000");

        // Other sold on at 530 what it had bought at 1: it is flat, Third is long at 530.
        _venue.Accept(Order(Other, Call, Side.Sell, "100", "530"));
        _venue.Accept(Order(Third, Call, Side.Buy, "100", "530"));
        _venue.Liquidate();

        // Own equity −4,000, a quarter of the fund is 500: λ 3,500 / 54,000, p* 504.99; the entry 530 holds 25 back.
        Deleveraged closed = Assert.Single(_venue.Told.OfType<Deleveraged>());
        Assert.Equal((Price("530"), Cash("0")), (closed.Price, closed.CounterpartyPnl));
        Assert.Equal("0", _venue.Fund);
        Assert.Equal("1000", _venue.DebtOf(Trader));
        Assert.Equal("0", _venue.CashOf(Trader));
        Assert.Equal(LiquidationState.Liquidated, _venue.StateOf(Trader));
    }

    [Fact]
    public void What_the_fund_bears_is_not_taken_from_the_holders()
    {
        _venue.Accept(new InsuranceDeposit(Cash("8000"), "fund", 1));
        _venue.Short("100", "49900");
        _venue.Liquidate();

        // Own equity −4,000, a quarter of the fund is 2,000, no auction: λ 2,000 / 54,000 = 0.037037037038 rounded up.
        Assert.Equal(Price("519.99999999"), Assert.Single(_venue.Told.OfType<Deleveraged>()).Price);
        Assert.Equal("6000.000001", _venue.Fund);
        Assert.Equal("0", _venue.DebtOf(Trader));
        Assert.Equal(LiquidationState.Liquidated, _venue.StateOf(Trader));
    }

    /// <summary>
    /// A debt from before is nobody's to pay: a call sold at 1 settled at 1,000 with a fee of 0.555. 100 sold at 500 lose
    /// 4,000 at the mark of 540: λ is 4,000 / 54,000, and not 4,999.555 / 54,000.
    /// </summary>
    [Fact]
    public void What_a_wallet_owed_before_is_not_taken_from_the_holders()
    {
        const string Early = "ETH-20260102-2700-C";
        _venue.Venue.SetMode(Trader, MarginMode.Portfolio);
        _venue.Venue.Trade(Early, "-1", "1");
        _venue.PassTo(Day + EightHours);
        _venue.Accept(new TickExpiry([new SettlementPrice("ETH", 20260102, Price("3700"))], Force: true));
        Assert.Equal("999.555", _venue.DebtOf(Trader));

        // Third has bought at 1 what closes the trader's short.
        _venue.Venue.List(Call);
        _venue.Venue.Deposit(Bidder, "500000");
        _venue.Venue.Deposit(Third, "200");
        _venue.Venue.Deposit(Other, "60000");
        _venue.Accept(Order(Bidder, Call, Side.Sell, "100", "1"));
        _venue.Accept(Order(Third, Call, Side.Buy, "100", "1"));
        _venue.Venue.Trade(Call, "-100", "500");
        _venue.Venue.Quote("ETH", "3700");
        _venue.Liquidate();

        Deleveraged closed = Assert.Single(_venue.Told.OfType<Deleveraged>());
        Assert.Equal((Third, Price("499.99999999")), (closed.Counterparty, closed.Price));
        Assert.Equal("999.554999", _venue.DebtOf(Trader));
        Assert.Equal("0", _venue.CashOf(Trader));
        Assert.Equal(LiquidationState.Liquidated, _venue.StateOf(Trader));
    }

    /// <summary>The second option is worth nothing and closes at its mark, the first one did not.</summary>
    [Fact]
    public void One_price_off_its_mark_is_enough_to_end_as_liquidated()
    {
        const string Worthless = "ETH-20260110-4000-C";
        _venue.Venue.Trade(Worthless, "1", "0.00000001");
        _venue.Short("100", "49900");
        _venue.Liquidate();

        Assert.Equal(
            [(Call, Price("499.99999999")), (Worthless, Price("0"))],
            _venue.Told.OfType<Deleveraged>().Select(closed => (closed.Symbol, closed.Price)));
        Assert.Equal("0.00000099", _venue.CashOf(Trader));
        Assert.Equal(LiquidationState.Liquidated, _venue.StateOf(Trader));
    }

    [Fact]
    public void The_largest_gain_goes_first_and_ties_by_address()
    {
        // Of 100 that the trader sold at 1, Third has 20 at 100, Bidder 30 at 100, and Other is left with 50 at 1.
        _venue.Short("100", "40");
        (WalletAddress Wallet, string Size)[] buyers = [(Bidder, "30"), (Third, "20")];
        foreach ((WalletAddress buyer, string size) in buyers)
        {
            _venue.Venue.Deposit(buyer, "5000");
            _venue.Accept(Order(Other, Call, Side.Sell, size, "100"));
            _venue.Accept(Order(buyer, Call, Side.Buy, size, "100"));
        }

        _venue.Liquidate();

        // Own equity −53,860 of 54,000: p* 1.39999999.
        Assert.Equal(
            [
                (Other, Size("50"), Price("1.39999999")),
                (Third, Size("20"), Price("100")),
                (Bidder, Size("30"), Price("100")),
            ],
            _venue.Told.OfType<Deleveraged>().Select(c => (c.Counterparty, c.Size, c.Price)));
    }

    [Fact]
    public void An_auction_that_nobody_wins_ends_at_the_marks_where_the_wallet_can_pay()
    {
        _venue.Short("100", "80900");
        _venue.Liquidate();
        _venue.Pass(300_000);
        _venue.Accept(new Tick());
        Assert.Equal(
            [
                new LiquidationAuction(Trader, 1, AuctionStatus.Expired),
                new Deleveraged(
                    2, Call, Size("100"), Price("540"), Trader, Other, Cash("-53900"), Cash("53900")),
                new LiquidationStateChanged(Trader, LiquidationState.Healthy),
            ],
            _venue.Told);
        Assert.Equal("27000", _venue.CashOf(Trader));
    }

    [Fact]
    public void Of_a_holders_orders_those_stay_that_only_reduce()
    {
        _venue.Short("100", "49900");
        _venue.Accept(Order(Other, Call, Side.Sell, "10", "800"));
        _venue.Accept(Order(Other, Call, Side.Sell, "10", "801", flags: OrderFlags.ReduceOnly));
        _venue.Accept(Order(Other, Call, Side.Buy, "5", "2"));
        _venue.Liquidate();
        Assert.Equal(
            [(Side.Sell, Price("800")), (Side.Buy, Price("2"))],
            _venue.Told.OfType<OrderUpdated>().Where(order => order.Reason == OrderReason.Deleveraged)
                .Select(order => (order.Side, order.Price)));
        Assert.Equal(Price("801"), Assert.Single(_venue.View(Other).OpenOrders).Price);
    }

    /// <summary>
    /// Of 100 that Other holds 60 are closed: with 40 left, sells stay by id as long as they sell no more than those
    /// together; reduce-only ones stay and count.
    /// </summary>
    [Fact]
    public void Of_a_holder_who_is_left_with_some_orders_stay_that_together_sell_no_more()
    {
        _venue.Short("60", "29900");
        _venue.Venue.Deposit(Third, "60000");
        _venue.Accept(Order(Other, Call, Side.Buy, "40", "1"));
        _venue.Accept(Order(Third, Call, Side.Sell, "40", "1"));
        _venue.Accept(Order(Other, Call, Side.Sell, "5", "800", flags: OrderFlags.ReduceOnly));
        (string Size, string Price)[] sells =
            [("40", "801"), ("30", "802"), ("5.01", "803"), ("5", "804"), ("0.01", "805")];
        foreach ((string size, string price) in sells)
            _venue.Accept(Order(Other, Call, Side.Sell, size, price));
        _venue.Accept(Order(Other, Call, Side.Buy, "1", "2"));
        _venue.Liquidate();

        Assert.Equal((Other, Size("60")), Assert.Single(
            _venue.Told.OfType<Deleveraged>().Select(closed => (closed.Counterparty, closed.Size))));
        Assert.Equal(Size("40"), Assert.Single(_venue.View(Other).Positions).Size);
        Assert.Equal(
            [Price("801"), Price("803"), Price("805"), Price("2")],
            _venue.Told.OfType<OrderUpdated>().Where(order => order.Reason == OrderReason.Deleveraged)
                .Select(order => order.Price));
        Assert.Equal(
            [Price("800"), Price("802"), Price("804")],
            _venue.View(Other).OpenOrders.Select(order => order.Price));
    }

    [Fact]
    public void What_one_command_may_not_finish_the_next_goes_on_with_at_the_same_price()
    {
        _venue.Short("100", "49900");
        foreach (WalletAddress buyer in (ReadOnlySpan<WalletAddress>)[Third, Bidder])
        {
            _venue.Venue.Deposit(buyer, "100");
            _venue.Accept(Order(Other, Call, Side.Sell, "30", "1"));
            _venue.Accept(Order(buyer, Call, Side.Buy, "30", "1"));
        }

        _venue.Venue.Use(_venue.Venue.Rules with { MaxMakers = 1 });
        _venue.Liquidate();
        Assert.Equal(Other, Assert.Single(_venue.Told.OfType<Deleveraged>()).Counterparty);
        Assert.Equal(LiquidationState.InLiquidation, _venue.StateOf(Trader));
        Assert.Equal(Start + 10, _venue.Venue.Engine.NextDeadlineMs);
        Restore();

        // The index moves; p* does not. One who holds the other side meanwhile has no auction to bid for.
        _venue.Accept(new PriceUpdate([new IndexPrice("ETH", Price("3690"))]));
        Assert.Equal((Third, Price("499.99999999")), Closed());
        _venue.Refuse(_venue.Bid("0"), RejectCode.InvalidBid);
        Assert.Equal((Bidder, Price("499.99999999")), Closed());
        Assert.Equal(new LiquidationStateChanged(Trader, LiquidationState.Liquidated), _venue.Told[^1]);

        (WalletAddress, Price) Closed()
        {
            Deleveraged closed = Assert.Single(_venue.Told.OfType<Deleveraged>());
            return (closed.Counterparty, closed.Price);
        }

        void Restore()
        {
            byte[] snapshot = _venue.Venue.Engine.Snapshot();
            var restored = ExchangeEngine.Restore(snapshot, null, out string? error);
            Assert.Null(error);
            Assert.Equal(snapshot, restored!.Snapshot());
        }
    }

    [Fact]
    public void One_command_deleverages_one_wallet()
    {
        _venue.Short("100", "49900");
        _venue.Accept(Order(Other, Call, Side.Buy, "10", "1"));
        _venue.Accept(Order(Third, Call, Side.Sell, "10", "1"));
        _venue.Liquidate();
        Assert.Equal([Trader], _venue.Told.OfType<Deleveraged>().Select(c => c.Wallet));
        Assert.Equal(LiquidationState.InLiquidation, _venue.StateOf(Third));
        _venue.Accept(new Tick());
        Assert.Equal([Third], _venue.Told.OfType<Deleveraged>().Select(c => c.Wallet));
        Assert.Equal(LiquidationState.Liquidated, _venue.StateOf(Third));
    }

    [Fact]
    public void What_the_venue_holds_takes_no_part_and_a_position_stays_and_settles()
    {
        _venue.Short("100", "49900");
        _venue.Accept(new OptionWithdrawalUpdate(Other, Call, Size("40"), "chain", 1));
        _venue.Liquidate();
        Assert.Equal(Size("60"), Assert.Single(_venue.Told.OfType<Deleveraged>()).Size);
        Assert.Equal(LiquidationState.Liquidated, _venue.StateOf(Trader));
        Assert.Equal(Size("-40"), Assert.Single(_venue.View(Trader).Positions).Size);
        _venue.Accept(new MarketAction(MarketActionKind.Expire, Call));
        _venue.Accept(new TickExpiry([new SettlementPrice("ETH", 20260110, Price("3700"))]));
        Assert.Empty(_venue.View(Trader).Positions);
    }

    /// <summary>Two positions are read, the trader's and the one that it is closed against.</summary>
    [Fact]
    public void Who_holds_other_options_of_the_underlying_is_not_looked_at()
    {
        _venue.Short("100", "49900");
        for (ulong number = 100; number < 130; number++)
        {
            var holder = WalletAddress.FromNumber(number);
            _venue.Venue.Deposit(holder, "10");
            _venue.Venue.List(Low);
            _venue.Accept(Order(Other, Low, Side.Sell, "0.01", "1"));
            _venue.Accept(Order(holder, Low, Side.Buy, "0.01", "1"));
        }

        _venue.Liquidate();
        Assert.Equal(Other, Assert.Single(_venue.Told.OfType<Deleveraged>()).Counterparty);
        Assert.Equal(2, _venue.Venue.Engine.HoldersRead);
    }
}
