using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using Hypercall.Engine.Tests.Margin;
using static Hypercall.Engine.Tests.Margin.RiskVenue;

namespace Hypercall.Engine.Tests.Liquidation;

/// <summary>
/// A venue where a trader is short or long one call at an index of 3,700, so that what liquidation does can be worked
/// out by hand: marks are intrinsic values, trades cost no fee, a grace takes no time.
/// </summary>
internal sealed class LiquidationVenue
{
    public const string Call = "ETH-20260110-3160-C";

    public LiquidationVenue(int partialMaxPositions = 0, FeeRules? fees = null)
    {
        Venue = new RiskVenue(fees);
        Venue.Use(Venue.Rules with
        {
            Liquidation = new LiquidationRules(0, 32, PartialMaxPositions: partialMaxPositions),
        });
        Venue.Quote("ETH", "3700");

        // Who takes the other side has cash for it: only the trader gets into distress.
        Venue.Deposit(Other, "10000");
    }

    public RiskVenue Venue { get; }

    public long Now { get; private set; } = Start;

    public static WalletAddress Bidder { get; } = WalletAddress.FromNumber(9);

    public static WalletAddress Third { get; } = WalletAddress.FromNumber(3);

    /// <summary>Every auction event, deleveraging and change of state of the last command, as it is told.</summary>
    public List<object> Told { get; } = [];

    /// <summary>Trader is short so many contracts, sold at 1, and has so much cash besides.</summary>
    public void Short(string size, string deposit, string symbol = Call)
    {
        Venue.Trade(symbol, "-" + size, "1");
        Venue.Deposit(Trader, deposit);
    }

    /// <summary>Has margin count, and the trader in liquidation: its grace ends with the second command.</summary>
    public void Liquidate()
    {
        Venue.TurnMarginOn();
        Accept(new PriceUpdate([new IndexPrice("ETH", Price("3700"))]));
        Assert.Equal(LiquidationState.PreLiquidation, StateOf(Trader));
        Accept(new Tick());
    }

    public void Pass(long milliseconds)
    {
        Now += milliseconds;
        Venue.Pass(milliseconds);
    }

    public void PassTo(long milliseconds) => Pass(Start + milliseconds - Now);

    public void Accept(EngineCommand command)
    {
        ApplyOutput output = Venue.Apply(command);
        Assert.True(output.Accepted, $"{command}: {output.Rejection.Code}: {RejectText.Describe(output.Rejection)}");
        Listen(output);
    }

    public RejectArguments Refuse(EngineCommand command, RejectCode code)
    {
        ApplyOutput output = Venue.Apply(command);
        Assert.True(output.Rejection.Code == code, $"{command}: {output.Rejection.Code}");
        Listen(output);
        return output.Rejection.Arguments;
    }

    public LiquidationBid Bid(string amount, long auctionId = 1) => new(Bidder, Trader, auctionId, Cash(amount));

    public WalletView View(WalletAddress wallet) =>
        Venue.Engine.View().Wallets.Single(view => view.Address == wallet);

    public LiquidationState StateOf(WalletAddress wallet) => View(wallet).LiquidationState;

    public string CashOf(WalletAddress wallet) => View(wallet).Cash.ToString();

    public string Fund => Venue.Engine.View().Venue.Insurance.ToString();

    public string DebtOf(WalletAddress wallet) => Venue.Engine.View().Venue.Debts
        .Where(debt => debt.Key == wallet).Select(debt => debt.Value.ToString()).SingleOrDefault() ?? "0";

    private void Listen(ApplyOutput output)
    {
        Told.Clear();
        for (int i = 0; i < output.Events.Count; i++)
        {
            switch (output.Events.KindAt(i))
            {
                case EventKind.LiquidationAuction: Told.Add(output.Events.At<LiquidationAuction>(i)); break;
                case EventKind.Deleveraged: Told.Add(output.Events.At<Deleveraged>(i)); break;
                case EventKind.LiquidationStateChanged: Told.Add(output.Events.At<LiquidationStateChanged>(i)); break;
                case EventKind.OrderUpdated: Told.Add(output.Events.At<OrderUpdated>(i)); break;
                case EventKind.Filled: Told.Add(output.Events.At<Filled>(i)); break;
                default: break;
            }
        }

        Venue.Engine.CheckInvariants();
    }
}
