using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using static Hypercall.Engine.Tests.Liquidation.LiquidationVenue;
using static Hypercall.Engine.Tests.Margin.RiskVenue;

namespace Hypercall.Engine.Tests.Liquidation;

/// <summary>
/// Partial liquidation through the book (risk.md §B2), worked by hand: short 100 at a mark of 540 with cash of 81,000;
/// own equity is 27,000, the excess 81,000 − 100 × 1,095 = −28,500, a slice 25 contracts.
/// </summary>
public sealed class PartialLiquidationTests
{
    private readonly LiquidationVenue _venue = new(partialMaxPositions: 5);

    private void Begin()
    {
        _venue.Short("100", "80900");
        _venue.Venue.Deposit(Bidder, "500000");
    }

    private void Quote()
    {
        _venue.Accept(new PriceUpdate([new IndexPrice("ETH", Price("3700"))]));
        _venue.Accept(new IvUpdate("ETH", 20260110, [new VolatilityPoint(Price("3700"), 1_000)]));
    }

    [Fact]
    public void Slices_are_closed_step_by_step_until_the_excess_is_back()
    {
        Begin();
        _venue.Accept(Order(Other, Call, Side.Sell, "100", "540"));
        _venue.Liquidate();

        // 25 bought at 540 free 25 × 1,095 for 13,500 and a fee of min(1 % × 3,700 × 25, 12.5 % × 540 × 25): −15,550.
        Filled filled = Assert.Single(_venue.Told.OfType<Filled>());
        Assert.Equal(
            (FillSource.Liquidation, Size("25"), Price("540"), Cash("925")),
            (filled.Source, filled.Size, filled.Price, filled.TakerFee));
        Assert.Equal("925", _venue.Fund);
        LiquidationView stage = _venue.View(Trader).Liquidation!;
        Assert.Equal(
            (LiquidationMode.Partial, Start + 120_000, Start + 1_020_000, Start + 5_000, 1, 0),
            (stage.Mode, stage.EndsAtMs, stage.PauseUntilMs, stage.NextAtMs, stage.Step, stage.BonusPpm));
        Assert.Equal([new(Call, Size("100"))], stage.EntrySizes!);

        _venue.Pass(4_999);
        _venue.Accept(new Tick());
        Assert.Empty(_venue.Told);
        _venue.Pass(1);
        Quote();
        Assert.Equal("1850", _venue.Fund);
        _venue.Pass(5_000);
        Quote();
        Assert.Equal("2775", _venue.Fund);

        // −28,500 + 3 × 12,950 = 10,350.
        Assert.Equal(LiquidationState.Healthy, _venue.StateOf(Trader));
        Assert.Equal(Cash("10350"), _venue.View(Trader).Margin.Available);
        Assert.Null(_venue.View(Trader).Liquidation);
        Assert.Empty(_venue.View(Trader).OpenOrders);
    }

    /// <summary>
    /// The step asks for an excess, an examination also whether anything is left: the last option goes in the step, the
    /// perpetual's loss of 3,600 stays, and the state changes after what the command itself does.
    /// </summary>
    [Fact]
    public void Who_has_nothing_left_but_the_loss_of_a_perpetual_is_healthy_when_examined_and_not_before()
    {
        _venue.Venue.SetMode(Trader, MarginMode.Portfolio);
        LiquidationRules whole = _venue.Venue.Rules.Liquidation with { SlicePpm = 1_000_000 };
        _venue.Venue.Use(_venue.Venue.Rules with { Liquidation = whole });
        _venue.Short("1", "1000");
        _venue.Accept(new HypercorePositionUpdate(Trader, "ETH-PERP", Size("-1"), Price("100")));
        _venue.Accept(Order(Other, Call, Side.Sell, "1", "540"));
        _venue.Venue.TurnMarginOn();
        _venue.Accept(new PriceUpdate([new IndexPrice("ETH", Price("3700"))]));
        Assert.Equal(LiquidationState.PreLiquidation, _venue.StateOf(Trader));

        _venue.Accept(Order(Other, Call, Side.Sell, "1", "600"));
        Assert.Empty(_venue.View(Trader).Positions);
        Assert.Equal(Other, Assert.IsType<OrderUpdated>(_venue.Told[^2]).Wallet);
        Assert.Equal(
            new LiquidationStateChanged(Trader, LiquidationState.Healthy),
            Assert.IsType<LiquidationStateChanged>(_venue.Told[^1]));
    }

    /// <summary>
    /// The maintenance of 100 short at the mark is 85 % of 55,500; half of them are closed at their entry price.
    /// </summary>
    [Fact]
    public void Whom_a_fill_that_moves_no_cash_brings_back_is_healthy_at_once()
    {
        LiquidationRules graceful = _venue.Venue.Rules.Liquidation with { GraceMs = 60_000 };
        _venue.Venue.Use(_venue.Venue.Rules with { Liquidation = graceful });
        _venue.Venue.SetMode(Trader, MarginMode.Portfolio);
        _venue.Venue.Trade(Call, "-100", "540");
        _venue.Venue.Deposit(Trader, "40000");
        _venue.Venue.Deposit(Other, "100000");
        _venue.Venue.TurnMarginOn();
        _venue.Accept(new PriceUpdate([new IndexPrice("ETH", Price("3700"))]));
        Assert.Equal(LiquidationState.PreLiquidation, _venue.StateOf(Trader));

        _venue.Accept(Order(Other, Call, Side.Sell, "50", "540"));
        _venue.Accept(Order(Trader, Call, Side.Buy, "50", "540", TimeInForce.Ioc));

        Assert.Equal(("40000", LiquidationState.Healthy), (_venue.CashOf(Trader), _venue.StateOf(Trader)));
    }

    [Fact]
    public void Each_step_goes_further_from_the_mark_and_the_wallets_bonus_adds_to_it()
    {
        Begin();
        _venue.Accept(new LiquidationBonusUpdate(Trader, 1_000));
        _venue.Liquidate();

        // 540 × 1.001, then 1.006.
        OrderView first = Assert.Single(_venue.View(Trader).OpenOrders);
        Assert.Equal(
            (Side.Buy, Price("540.54"), Size("25"), TimeInForce.Gtc, OrderFlags.ReduceOnly, true),
            (first.Side, first.Price, first.Size, first.TimeInForce, first.Flags, first.Liquidation));
        _venue.Pass(5_000);
        Quote();
        OrderView second = Assert.Single(_venue.View(Trader).OpenOrders);
        Assert.Equal((first.OrderId + 1, Price("543.24")), (second.OrderId, second.Price));
    }

    [Fact]
    public void The_wallet_has_no_hand_in_its_liquidation_orders()
    {
        Begin();
        _venue.Liquidate();
        OrderUpdated placed = Assert.Single(_venue.Told.OfType<OrderUpdated>());
        Assert.True(placed.Liquidation);
        _venue.Refuse(new CancelOrder(Trader, OrderReference.ById(placed.OrderId)), RejectCode.UnknownOrder);
        _venue.Refuse(
            new ReplaceOrder(
                Trader, OrderReference.ById(placed.OrderId),
                new OrderTerms(Call, Side.Buy, Price("1"), Size("1"))),
            RejectCode.UnknownOrder);
        _venue.Accept(new CancelAll(Trader));
        _venue.Accept(new CancelAllAfter(Trader, 1));
        _venue.Pass(1);
        _venue.Accept(new Tick());
        Assert.Equal(placed.OrderId, Assert.Single(_venue.View(Trader).OpenOrders).OrderId);
        PlaceOrder own = Order(Trader, Call, Side.Buy, "1", "1", flags: OrderFlags.ReduceOnly);
        _venue.Refuse(own, RejectCode.LiquidationRestricted);
    }

    [Fact]
    public void A_resting_liquidation_order_is_a_maker_and_what_recovers_by_it_is_healthy_at_once()
    {
        Begin();
        _venue.Venue.Deposit(Trader, "16000");

        // Cash 97,000 is not below 81,750: at 3,850 the mark is 690 and maintenance 97,875.
        _venue.Venue.TurnMarginOn();
        _venue.Accept(new PriceUpdate([new IndexPrice("ETH", Price("3850"))]));
        _venue.Accept(new Tick());
        Assert.Equal(LiquidationMode.Partial, _venue.View(Trader).Liquidation!.Mode);
        _venue.Accept(new PriceUpdate([new IndexPrice("ETH", Price("3715"))]));

        // Mark 555, initial margin 1,112.25; 25 at 690 free 27,806.25 − 17,250 less a fee of 928.75: −14,225 + 9,627.5.
        _venue.Accept(Order(Other, Call, Side.Sell, "25", "690"));
        Filled filled = Assert.Single(_venue.Told.OfType<Filled>());
        Assert.Equal((Trader, Cash("928.75"), Cash("0")), (filled.MakerWallet, filled.MakerFee, filled.TakerFee));
        Assert.Equal(LiquidationState.InLiquidation, _venue.StateOf(Trader));
        _venue.Venue.Deposit(Trader, "4597.5");
        Assert.Equal(LiquidationState.Healthy, _venue.StateOf(Trader));
    }

    [Fact]
    public void It_never_gives_away_more_than_the_wallet_has()
    {
        // Own equity 540 of 54,000 is one hundredth: ρ is 1 % at most whatever the bonus.
        _venue.Short("100", "54440");
        _venue.Accept(new LiquidationBonusUpdate(Trader, 90_000));
        _venue.Liquidate();
        Assert.Equal(Price("545.4"), Assert.Single(_venue.View(Trader).OpenOrders).Price);
        _venue.Accept(Order(Other, Call, Side.Sell, "25", "540"));

        // 25 × 5.4 = 135 of 540 are lost; the fee takes no more than the rest.
        Assert.Equal(Cash("405"), Assert.Single(_venue.Told.OfType<Filled>()).MakerFee);
    }

    /// <summary>
    /// Own equity 1,070 of 107,000: ρ is 1 %. 25 bought at 545.4 lose 135 and a fee of 925, so that 10 are left, not 935:
    /// 25 of the other at 535.3 would lose 132.5.
    /// </summary>
    [Fact]
    public void What_a_fill_has_paid_in_fees_is_not_given_away_once_more_in_its_step()
    {
        const string second = "ETH-20260110-3170-C";
        _venue.Venue.Trade(second, "-100", "1");
        _venue.Short("100", "107870");
        _venue.Accept(new LiquidationBonusUpdate(Trader, 90_000));
        _venue.Accept(Order(Other, Call, Side.Sell, "25", "545.4"));
        _venue.Accept(Order(Other, second, Side.Sell, "25", "535.3"));
        _venue.Liquidate();

        Filled filled = Assert.Single(_venue.Told.OfType<Filled>());
        Assert.Equal((Call, Cash("925")), (filled.Symbol, filled.TakerFee));
        Assert.Equal(LiquidationMode.Partial, _venue.View(Trader).Liquidation!.Mode);
    }

    /// <summary>
    /// With a short of one more at 530, the excess is 82,095 − 100 × 1,095 − 1,085 = −28,490. 55 bought at 540 free 55
    /// × 1,095 for 29,700 and a fee of 2,035: nothing is missing, and the second option is left alone.
    /// </summary>
    [Fact]
    public void An_excess_of_nothing_is_enough_and_no_further_order_goes_in()
    {
        LiquidationRules large = _venue.Venue.Rules.Liquidation with { SlicePpm = 550_000 };
        _venue.Venue.Use(_venue.Venue.Rules with { Liquidation = large });
        _venue.Venue.Trade("ETH-20260110-3170-C", "-1", "1");
        _venue.Short("100", "81994");
        _venue.Accept(Order(Other, Call, Side.Sell, "100", "540"));
        _venue.Liquidate();

        Assert.Equal(Size("55"), Assert.Single(_venue.Told.OfType<Filled>()).Size);
        Assert.Equal([Call], _venue.Told.OfType<OrderUpdated>()
            .Where(order => order.Liquidation).Select(order => order.Symbol).Distinct());
        Assert.Equal(Cash("0"), _venue.View(Trader).Margin.Available);
        Assert.Equal(LiquidationState.Healthy, _venue.StateOf(Trader));
    }

    [Fact]
    public void What_has_nothing_of_its_own_left_or_has_taken_too_long_goes_to_auction()
    {
        Begin();
        _venue.Liquidate();
        for (int step = 0; step < 23; step++)
        {
            _venue.Pass(5_000);
            _venue.Accept(new Tick());
        }

        Assert.Equal(24, _venue.View(Trader).Liquidation!.Step);
        _venue.PassTo(120_000);
        _venue.Accept(new Tick());
        Assert.Equal(
            [LiquidationMode.Full], _venue.Told.OfType<LiquidationStateChanged>().Select(change => change.Mode));
        Assert.Equal(1, Assert.Single(_venue.Told.OfType<LiquidationAuction>()).AuctionId);
        Assert.Empty(_venue.View(Trader).OpenOrders);
    }

    [Fact]
    public void Where_own_equity_is_gone_the_auction_begins_at_once()
    {
        _venue.Accept(new InsuranceDeposit(Cash("100000"), "fund", 1));
        Begin();
        _venue.Liquidate();

        // At 3,971 the mark is 811: 81,000 − 81,100.
        _venue.Accept(new PriceUpdate([new IndexPrice("ETH", Price("3971"))]));
        Assert.Equal(
            [OrderReason.Liquidation], _venue.Told.OfType<OrderUpdated>().Select(order => order.Reason));
        Assert.Equal(LiquidationMode.Full, _venue.View(Trader).Liquidation!.Mode);
        Assert.Equal(AuctionStatus.Started, Assert.Single(_venue.Told.OfType<LiquidationAuction>()).Status);
    }

    /// <summary>Without a fund nobody could be paid for an auction; an examination is no step.</summary>
    [Fact]
    public void Where_there_is_no_fund_either_the_next_step_deleverages_and_not_the_examination()
    {
        Begin();
        _venue.Liquidate();

        _venue.Accept(new PriceUpdate([new IndexPrice("ETH", Price("3971"))]));
        Assert.Equal(LiquidationMode.Full, _venue.View(Trader).Liquidation!.Mode);
        Assert.Empty(_venue.Told.OfType<Deleveraged>());
        _venue.Accept(new Tick());
        Assert.NotEmpty(_venue.Told.OfType<Deleveraged>());
    }

    [Fact]
    public void What_cannot_trade_or_has_no_current_mark_is_passed_over()
    {
        Begin();
        _venue.Accept(new MarketAction(MarketActionKind.Halt, Call));
        _venue.Venue.Use(_venue.Venue.Rules with
        {
            Liquidation = _venue.Venue.Rules.Liquidation with { MaxPauseMs = 0 },
        });
        _venue.Liquidate();
        Assert.Equal(LiquidationMode.Partial, _venue.View(Trader).Liquidation!.Mode);
        Assert.Empty(_venue.View(Trader).OpenOrders);
        _venue.Accept(new MarketAction(MarketActionKind.Resume, Call));
        _venue.Pass(60_001);
        _venue.Accept(new Tick());
        Assert.Empty(_venue.View(Trader).OpenOrders);
        Assert.Equal(2, _venue.View(Trader).Liquidation!.Step);
        _venue.Pass(5_000);
        _venue.Accept(new PriceUpdate([new IndexPrice("ETH", Price("3700"))]));
        _venue.Pass(5_000);
        _venue.Accept(new IvUpdate("ETH", 20260110, [new VolatilityPoint(Price("3700"), 1_000)]));
        _venue.Pass(5_000);
        _venue.Accept(new Tick());
        Assert.Single(_venue.View(Trader).OpenOrders);
    }

    [Fact]
    public void An_expiry_takes_liquidation_orders_with_it_and_settlement_ends_the_stage()
    {
        Begin();
        _venue.Liquidate();
        _venue.Accept(new MarketAction(MarketActionKind.Expire, Call));
        Assert.Equal(
            [OrderReason.InstrumentExpired], _venue.Told.OfType<OrderUpdated>().Select(order => order.Reason));
        _venue.Accept(new TickExpiry([new SettlementPrice("ETH", 20260110, Price("3700"))]));
        Assert.Equal([new LiquidationStateChanged(Trader, LiquidationState.Healthy)], _venue.Told);
        Assert.Null(_venue.Venue.Engine.NextDeadlineMs);
    }

    [Fact]
    public void A_stage_is_the_same_after_a_snapshot()
    {
        Begin();
        _venue.Liquidate();
        byte[] snapshot = _venue.Venue.Engine.Snapshot();
        ExchangeEngine? restored = ExchangeEngine.Restore(snapshot, null, out string? error);
        Assert.Null(error);
        Assert.Equal(snapshot, restored!.Snapshot());
        Assert.True(Assert.Single(restored.View().Wallets.Single(w => w.Address == Trader).OpenOrders).Liquidation);
    }
}
