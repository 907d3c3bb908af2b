using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using static Hypercall.Engine.Tests.Liquidation.LiquidationVenue;
using static Hypercall.Engine.Tests.Margin.RiskVenue;

namespace Hypercall.Engine.Tests.Liquidation;

/// <summary>
/// Full liquidation by auction (risk.md §B1, §B3), worked by hand: the trader is short 100 at a mark of 540 and an
/// index of 3,700, so that its maintenance margin is 81,750, 27,750 of it without the mark.
/// </summary>
public sealed class AuctionTests
{
    private readonly LiquidationVenue _venue = new();

    /// <summary>Cash 81,000: own equity 27,000.</summary>
    private void StartAuction(string deposit = "80900")
    {
        _venue.Short("100", deposit);
        _venue.Venue.Deposit(Bidder, "500000");
        _venue.Liquidate();
    }

    [Fact]
    public void The_price_asked_falls_with_time_and_the_first_bid_that_is_enough_wins_at_it()
    {
        StartAuction();
        Assert.Equal(
            [
                new LiquidationStateChanged(Trader, LiquidationState.InLiquidation, LiquidationMode.Full),
                new LiquidationAuction(Trader, 1, AuctionStatus.Started, Cash("-56775"), Start + 300_000),
            ],
            _venue.Told);
        Assert.Equal(Cash("-56775"), _venue.View(Trader).Liquidation!.Asked);

        // Half way 10 % + 45 % of 27,750.
        _venue.Pass(150_000);
        RejectArguments low = _venue.Refuse(_venue.Bid("-69262.50000001"), RejectCode.BidTooLow);
        Assert.Equal(Cash("-69262.5"), new Cash(low.Second));
        _venue.Accept(_venue.Bid("-1"));

        // min(1 % × 3,700 × 100, 12.5 % × 540 × 100, 11,737.5): 3,700 of what the wallet keeps goes to the fund.
        Assert.Equal(
            [
                new LiquidationAuction(
                    Trader, 1, AuctionStatus.Won, Cash("-69262.5"), null, Bidder, Cash("3700")),
                new LiquidationStateChanged(Trader, LiquidationState.Healthy),
            ],
            _venue.Told);
        Assert.Equal("8037.5", _venue.CashOf(Trader));
        Assert.Equal("569262.5", _venue.CashOf(Bidder));
        Assert.Equal("3700", _venue.Fund);
        PositionView position = Assert.Single(_venue.View(Bidder).Positions);
        Assert.Equal((Size("-100"), Price("540")), (position.Size, position.EntryPrice));
        Assert.Empty(_venue.View(Trader).Positions);
        Assert.Equal(CalendarDate.ToEpochMs(20260110) + 8 * 3_600_000, _venue.Venue.Engine.NextDeadlineMs);
    }

    /// <summary>An auction and a grace end at the same instant.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_due_at_one_time_goes_on_by_address(bool isAuctionOfFirst)
    {
        (WalletAddress auctioned, WalletAddress warned) = isAuctionOfFirst ? (Trader, Third) : (Third, Trader);
        _venue.Venue.List(Call);
        foreach ((WalletAddress wallet, string deposit) in new[] { (auctioned, "80900"), (warned, "100000") })
        {
            _venue.Accept(Order(Other, Call, Side.Buy, "100", "1"));
            _venue.Accept(Order(wallet, Call, Side.Sell, "100", "1", TimeInForce.Ioc));
            _venue.Venue.Deposit(wallet, deposit);
        }

        _venue.Venue.TurnMarginOn();
        _venue.Accept(new PriceUpdate([new IndexPrice("ETH", Price("3700"))]));
        _venue.Accept(new Tick());
        _venue.Venue.Use(_venue.Venue.Rules with { Liquidation = new LiquidationRules(300_000, 32) });
        _venue.Accept(new PriceUpdate([new IndexPrice("ETH", Price("3900"))]));
        Assert.Equal(
            (LiquidationState.InLiquidation, LiquidationState.PreLiquidation),
            (_venue.StateOf(auctioned), _venue.StateOf(warned)));

        _venue.Pass(299_999);
        _venue.Accept(new Tick());
        Assert.Empty(_venue.Told);
        _venue.Pass(1);
        _venue.Accept(new Tick());

        int first = _venue.Told.FindIndex(told => $"{told}".Contains($"{Trader}", StringComparison.Ordinal));
        int second = _venue.Told.FindIndex(told => $"{told}".Contains($"{Third}", StringComparison.Ordinal));
        Assert.Equal(0, first);
        Assert.True(second > first, string.Join('\n', _venue.Told));
    }

    [Fact]
    public void The_discount_takes_no_more_than_own_equity()
    {
        StartAuction();
        _venue.Pass(299_999);

        // d is 0.999997 of 27,750: 27,749.91675; own equity is 27,000.
        RejectArguments low = _venue.Refuse(_venue.Bid("-81000.00000001"), RejectCode.BidTooLow);
        Assert.Equal(Cash("-81000"), new Cash(low.Second));
        _venue.Accept(_venue.Bid("-81000"));
        Assert.Equal("0", _venue.CashOf(Trader));
        Assert.Equal("0", _venue.Fund);
        Assert.Equal(LiquidationState.Healthy, _venue.StateOf(Trader));
    }

    [Fact]
    public void Without_own_equity_the_fund_pays_a_fifth_of_the_base_at_most()
    {
        _venue.Accept(new InsuranceDeposit(Cash("100000"), "fund", 1));
        StartAuction("49900");
        Assert.Equal(Cash("-56775"), ((LiquidationAuction)_venue.Told[1]).Asked);

        // Own equity −4,000; a quarter of the fund would do for 21,000, but 20 % of 27,750 is 5,550.
        _venue.Pass(299_999);
        _venue.Accept(_venue.Bid("-59550"));
        Assert.Equal("0", _venue.CashOf(Trader));
        Assert.Equal("90450", _venue.Fund);
        Assert.Equal("0", _venue.DebtOf(Trader));
        Assert.Equal(LiquidationState.Liquidated, _venue.StateOf(Trader));
    }

    [Fact]
    public void A_portfolio_wallet_owes_its_loss_since_entry()
    {
        // One scenario of 10 % at 2,900: 290 a contract. 100 short at 215, mark 540.
        const string call = "ETH-20260110-2360-C";
        PortfolioMarginRules portfolio = RuleSet.Default.Portfolio with
        {
            Scenarios = [new MarginScenario("up", 100_000, 0, 1_000_000)],
            FloorPpm = 0,
            GammaPpm = 0,
            MmPpm = 1_000_000,
        };
        _venue.Venue.Use(_venue.Venue.Rules with { Portfolio = portfolio });
        _venue.Venue.Quote("ETH", "2900");
        _venue.Venue.SetMode(Trader, MarginMode.Portfolio);
        _venue.Venue.Trade(call, "-100", "215");
        _venue.Venue.Deposit(Trader, "20000");
        _venue.Venue.Deposit(Bidder, "500000");
        _venue.Accept(new InsuranceDeposit(Cash("100000"), "fund", 1));
        _venue.Venue.TurnMarginOn();
        _venue.Accept(new PriceUpdate([new IndexPrice("ETH", Price("2900"))]));
        _venue.Accept(new Tick());

        // d 10 %: 2,900; from 20 % on 5,800.
        Assert.Equal(Cash("-56900"), ((LiquidationAuction)_venue.Told[1]).Asked);
        _venue.Pass(200_000);
        _venue.Accept(new Tick());
        Assert.Equal(Cash("-59800"), _venue.View(Trader).Liquidation!.Asked);
        _venue.Accept(_venue.Bid("-59800"));
        Assert.Equal("0", _venue.CashOf(Trader));
        Assert.Equal("81700", _venue.Fund);
        Assert.Equal("559800", _venue.CashOf(Bidder));
        Assert.Equal(LiquidationState.Liquidated, _venue.StateOf(Trader));
    }

    [Fact]
    public void A_bid_is_checked_in_the_order_of_its_codes()
    {
        StartAuction();
        _venue.Refuse(new LiquidationBid(Trader, Trader, 1, Cash("0")), RejectCode.InvalidBid);
        _venue.Refuse(_venue.Bid("0", auctionId: 2), RejectCode.InvalidBid);
        _venue.Refuse(new LiquidationBid(Bidder, Other, 1, Cash("0")), RejectCode.InvalidBid);
        _venue.Accept(new LiquidationStateUpdate(Bidder, LiquidationState.InLiquidation));
        _venue.Refuse(_venue.Bid("1000000000000001"), RejectCode.LiquidationRestricted);
        _venue.Accept(new LiquidationStateUpdate(Bidder, LiquidationState.Healthy));
        _venue.Accept(new MarketAction(MarketActionKind.Halt, Call));
        _venue.Refuse(_venue.Bid("1000000000000000.00000001"), RejectCode.Overflow);
        _venue.Refuse(_venue.Bid("-1000000000000000"), RejectCode.MissingMark);
        _venue.Accept(new MarketAction(MarketActionKind.Resume, Call));
        _venue.Refuse(_venue.Bid("-56775.00000001"), RejectCode.BidTooLow);
        var poor = new LiquidationBid(Third, Trader, 1, Cash("0"));

        // 56,775 against an initial margin of 100 × (15 % × 3,700 + 540).
        RejectArguments arguments = _venue.Refuse(poor, RejectCode.InsufficientMargin);
        Assert.Equal((Cash("109500").Units, Cash("56775").Units), (arguments.First, arguments.Second));
        _venue.Venue.Deposit(Third, "52725");
        _venue.Accept(poor);
    }

    /// <summary>
    /// 1e9 contracts are the most: 5 long of his own less the 100 short that are sold are 95 short, and what he has
    /// open on both sides counts besides.
    /// </summary>
    [Theory]
    [InlineData("999999895", "10", false)]
    [InlineData("999999895", "10.01", true)]
    [InlineData("999999895.01", "10", true)]
    public void What_a_bidder_has_open_counts_in_the_most_that_he_may_hold(string bought, string sold, bool isTooMuch)
    {
        RuleSet rules = _venue.Venue.Rules;
        Quantity most = Quantity.FromContracts(1_000_000_000);
        _venue.Venue.Use(rules with { Trading = rules.Trading with { MaxSize = most } });
        _venue.Venue.Trade(Call, "-5", "1");
        _venue.Accept(Order(Other, Call, Side.Sell, "5", "1"));
        _venue.Accept(Order(Bidder, Call, Side.Buy, "5", "1"));
        _venue.Accept(Order(Bidder, Call, Side.Buy, bought, "0.00000001"));
        _venue.Accept(Order(Bidder, Call, Side.Sell, sold, "1000"));
        _venue.Short("95", "80900");
        _venue.Venue.Deposit(Bidder, "500000");
        _venue.Liquidate();

        if (isTooMuch)
            _venue.Refuse(_venue.Bid("0"), RejectCode.Overflow);
        else
            _venue.Accept(_venue.Bid("0"));
    }

    [Fact]
    public void A_bid_at_the_end_comes_too_late()
    {
        StartAuction();
        _venue.Pass(300_000);
        _venue.Refuse(_venue.Bid("0"), RejectCode.InvalidBid);
        Assert.Equal(new LiquidationAuction(Trader, 1, AuctionStatus.Expired), _venue.Told[0]);
    }

    /// <summary>One command deleverages for one wallet; the other's auction is over all the same.</summary>
    [Fact]
    public void A_bid_for_an_auction_that_waits_for_its_end_comes_too_late()
    {
        _venue.Short("100", "80900");
        _venue.Accept(Order(Third, Call, Side.Sell, "100", "1"));
        _venue.Accept(Order(Other, Call, Side.Buy, "100", "1"));
        _venue.Venue.Deposit(Third, "80900");
        _venue.Venue.Deposit(Bidder, "500000");
        _venue.Liquidate();
        _venue.Pass(300_000);

        _venue.Refuse(new LiquidationBid(Bidder, Third, 2, Cash("0")), RejectCode.InvalidBid);
        Assert.Equal(new LiquidationAuction(Trader, 1, AuctionStatus.Expired), _venue.Told[0]);
        Assert.Equal(LiquidationState.InLiquidation, _venue.StateOf(Third));
        _venue.Accept(new Tick());
        Assert.Equal(new LiquidationAuction(Third, 2, AuctionStatus.Expired), _venue.Told[0]);
    }

    [Fact]
    public void A_deposit_that_brings_the_excess_back_ends_the_auction()
    {
        StartAuction();
        _venue.Venue.Deposit(Trader, "28499.99999999");
        Assert.Equal(LiquidationState.InLiquidation, _venue.StateOf(Trader));
        _venue.Accept(new DepositUpdate(Trader, Cash("0.00000001"), "chain", 1));
        Assert.Equal(
            [
                new LiquidationAuction(Trader, 1, AuctionStatus.Recovered),
                new LiquidationStateChanged(Trader, LiquidationState.Healthy),
            ],
            _venue.Told);
        Assert.Null(_venue.View(Trader).Liquidation);
        _venue.Refuse(_venue.Bid("0"), RejectCode.InvalidBid);
    }

    [Fact]
    public void A_halt_of_half_puts_the_end_off_and_begins_anew_for_a_while()
    {
        StartAuction();
        _venue.Accept(new MarketAction(MarketActionKind.Halt, Call));
        for (int times = 1; times <= 2; times++)
        {
            _venue.Pass(300_000);
            _venue.Accept(new Tick());
            Assert.Equal(
                [new LiquidationAuction(
                    Trader, 1, AuctionStatus.Started, Cash("-56775"), Start + (times + 1) * 300_000)],
                _venue.Told);
        }

        // 300,000 + 900,000 and no further.
        _venue.Pass(300_000);
        _venue.Accept(new Tick());
        _venue.Pass(299_999);
        _venue.Accept(new Tick());
        Assert.Empty(_venue.Told);
        _venue.Pass(1);
        _venue.Accept(new Tick());
        Assert.Equal(new LiquidationAuction(Trader, 1, AuctionStatus.Expired), _venue.Told[0]);
    }

    [Theory]
    [InlineData(LiquidationState.Healthy)]
    [InlineData(LiquidationState.InLiquidation)]
    [InlineData(LiquidationState.Liquidated)]
    public void An_operator_ends_what_runs(LiquidationState next)
    {
        StartAuction();
        _venue.Accept(new LiquidationStateUpdate(Trader, next));
        Assert.Equal(
            [new LiquidationAuction(Trader, 1, AuctionStatus.Stopped), new LiquidationStateChanged(Trader, next)],
            _venue.Told);
        Assert.Null(_venue.View(Trader).Liquidation);

        // Held: nothing is due, nothing examined; the same word again is no change.
        _venue.Accept(new LiquidationStateUpdate(Trader, next));
        Assert.Empty(_venue.Told);
        _venue.Pass(1_000_000);
        _venue.Accept(new Tick());
        Assert.Empty(_venue.Told);
    }

    [Fact]
    public void An_operator_may_begin_with_a_grace_again()
    {
        StartAuction();
        _venue.Accept(new LiquidationStateUpdate(Trader, LiquidationState.PreLiquidation));
        Assert.Equal(
            [
                new LiquidationAuction(Trader, 1, AuctionStatus.Stopped),
                new LiquidationStateChanged(Trader, LiquidationState.PreLiquidation),
            ],
            _venue.Told);
        _venue.Accept(new LiquidationStateUpdate(Trader, LiquidationState.PreLiquidation));

        // The grace of no time is over with the next command: a new auction, a new id.
        Assert.Equal(2, ((LiquidationAuction)_venue.Told[1]).AuctionId);
    }

    [Fact]
    public void Without_margin_no_bid_is_valid_and_nothing_is_due()
    {
        StartAuction();
        _venue.Venue.Use(_venue.Venue.Rules with { MarginEnabled = false });
        _venue.Refuse(_venue.Bid("0"), RejectCode.InvalidBid);
        _venue.Pass(400_000);
        _venue.Accept(new Tick());
        Assert.Empty(_venue.Told);
        Assert.Equal(LiquidationState.InLiquidation, _venue.StateOf(Trader));
    }
}
