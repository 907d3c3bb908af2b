using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using static Hypercall.Engine.Tests.Liquidation.LiquidationVenue;
using static Hypercall.Engine.Tests.Margin.RiskVenue;

namespace Hypercall.Engine.Tests.Liquidation;

/// <summary>
/// What an owner's second wallet gets for the portfolio of his first (risk.md §B3), worked by hand: short 100 at a mark
/// of 540. With own equity the discount is his own money; without any the fund pays a bonus to whoever bids, and the
/// step from one to the other lies at an equity of zero, which he can reach by a trade with himself. The venue's
/// operator bounds it by fundBonusPpm; 0 takes it away.
/// </summary>
public sealed class SelfBidTests
{
    private readonly LiquidationVenue _venue = new();

    /// <summary>
    /// Equity 0.5: he buys one contract of himself at 0.5 above the mark, and nothing is left. B is then 99 × 277.5 =
    /// 27,472.5, of which the fund may add a fifth: 5,494.5, with 25,000 of 100,000 at hand.
    /// </summary>
    [Theory]
    [InlineData(200_000, "5494.5")]
    [InlineData(0, "0")]
    public void The_last_of_a_wallets_own_money_stands_before_the_funds_bonus(long fundBonusPpm, string bonus)
    {
        Begin("53900.5", fundBonusPpm);
        _venue.Accept(Order(Bidder, Call, Side.Sell, "1", "540.5"));
        _venue.Accept(Order(Trader, Call, Side.Buy, "1", "540.5", TimeInForce.Ioc, OrderFlags.ReduceOnly));
        Cash before = OwnWorth(open: 99);
        SellToBidder();

        Assert.Equal(Cash("1000000.5"), before);
        Assert.Equal(Cash(bonus), OwnWorth(open: 0) - before);
        Assert.Equal(Cash(bonus), Cash("100000") - Cash(_venue.Fund));
    }

    /// <summary>With the equity of 0.5 kept, the discount is those 0.5, and nobody else pays anything.</summary>
    [Fact]
    public void With_own_equity_the_discount_is_the_owners_own_money()
    {
        Begin("53900.5", fundBonusPpm: 200_000);
        Cash before = OwnWorth(open: 100);
        SellToBidder();

        Assert.Equal(before, OwnWorth(open: 0));
        Assert.Equal("100000", _venue.Fund);
    }

    /// <summary>The trader has so much and the 100 for what he sold, the bidder a million, the fund 100,000.</summary>
    private void Begin(string deposit, long fundBonusPpm)
    {
        LiquidationRules rules = _venue.Venue.Rules.Liquidation;
        _venue.Venue.Use(_venue.Venue.Rules with
        {
            Liquidation = rules with { GraceMs = 60_000, FundBonusPpm = fundBonusPpm },
        });
        _venue.Short("100", deposit);
        _venue.Venue.Deposit(Bidder, "1000000");
        _venue.Accept(new InsuranceDeposit(Cash("100000"), "fund", 1));
        _venue.Venue.TurnMarginOn();
        _venue.Accept(new PriceUpdate([new IndexPrice("ETH", Price("3700"))]));
        Assert.Equal(LiquidationState.PreLiquidation, _venue.StateOf(Trader));
    }

    /// <summary>The second wallet takes the portfolio when the discount has grown whole, a ms before the end.</summary>
    private void SellToBidder()
    {
        _venue.Pass(60_000);
        _venue.Accept(new Tick());
        _venue.Pass(299_999);
        Quote();
        _venue.Accept(_venue.Bid("1000000"));
        Assert.Empty(_venue.View(Trader).Positions);
    }

    private void Quote()
    {
        _venue.Accept(new PriceUpdate([new IndexPrice("ETH", Price("3700"))]));
        _venue.Accept(new IvUpdate("ETH", 20260110, [new VolatilityPoint(Price("3700"), 1_000)]));
    }

    /// <summary>What both of his wallets are worth at the mark of 540, a debt counted.</summary>
    /// <param name="open">Contracts that the trader is short.</param>
    private Cash OwnWorth(int open)
    {
        long held = _venue.View(Bidder).Positions.Sum(position => position.Size.Units) / Quantity.UnitsPerContract;
        return Cash(_venue.CashOf(Trader)) + Cash(_venue.CashOf(Bidder)) - Cash(_venue.DebtOf(Trader))
            + Hypercall.Engine.Domain.Cash.FromUsdc(540 * (held - open));
    }
}
