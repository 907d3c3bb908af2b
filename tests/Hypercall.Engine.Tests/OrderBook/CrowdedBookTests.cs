using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Tests.Margin;

namespace Hypercall.Engine.Tests.OrderBook;

/// <summary>Books so full that legal orders could stop the engine, or keep it busy for nothing.</summary>
public sealed class CrowdedBookTests
{
    private const string Symbol = "ETH-20260110-3400-C";
    private const int LargestOrders = 9_000;

    private readonly RiskVenue _venue = new();

    public CrowdedBookTests()
    {
        _venue.Quote("ETH", "3200");
        _venue.List(Symbol);
    }

    /// <summary>
    /// Whoever can pay for them may rest the largest orders at the smallest price; a level sums them up in 64 bits,
    /// which ended the engine when it had to take the 9,224th.
    /// </summary>
    [Fact]
    public void An_instrument_takes_no_more_open_contracts_than_can_be_summed_up()
    {
        _venue.Use(_venue.Rules with { Trading = _venue.Rules.Trading with { MaxSize = new(Quantity.MaxExposureUnits) } });
        for (ulong number = 1; number <= LargestOrders; number++)
            Assert.Equal(RejectCode.None, Code(Largest(number, Side.Buy, "0.00000001")));

        Assert.Equal(RejectCode.Overflow, Code(Largest(LargestOrders + 1, Side.Buy, "0.00000001")));
        Assert.Equal(RejectCode.Overflow, Code(Largest(LargestOrders + 1, Side.Sell, "1")));
        Assert.Equal(
            RejectCode.Overflow, Code(RiskVenue.Order(Wallet(LargestOrders + 1), Symbol, Side.Buy, "0.01", "0.5")));
        _venue.Engine.CheckInvariants();

        Assert.Equal(RejectCode.None, Code(new CancelAll(Wallet(7))));
        ExchangeEngine restored = ExchangeEngine.Restore(_venue.Engine.Snapshot(), null, out string? error)
            ?? throw new InvalidOperationException(error);
        foreach (EngineCommand command in (EngineCommand[])
            [Largest(7, Side.Buy, "0.00000001"), Largest(LargestOrders + 1, Side.Sell, "1")])
        {
            ApplyOutput told = _venue.Apply(command);
            ApplyOutput same = restored.Apply(CommandEnvelope.Trusted(
                restored.Sequence + 1, told.TimestampMs, command));
            Assert.Equal((told.Rejection.Code, told.Hash), (same.Rejection.Code, same.Hash));
        }
    }

    /// <summary>
    /// A refused fill-or-kill order costs its sender nothing, not even money that he would need: it passes over 10,000
    /// orders that protection would have taken out before their turn, and no more.
    /// </summary>
    [Fact]
    public void A_fill_or_kill_order_passes_over_a_bounded_number_of_orders()
    {
        const int ofEach = 100;
        for (ulong number = 1; number <= 103; number++)
        {
            Assert.Equal(
                RejectCode.None,
                Code(new MmpConfigUpdate(Wallet(number), "ETH", true, 1_000, 0, new Quantity(0), null, null, 1)));
            for (int order = 0; order < ofEach; order++)
            {
                Assert.Equal(RejectCode.None, Code(RiskVenue.Order(
                    Wallet(number), Symbol, Side.Buy, "0.01", "1", flags: OrderFlags.Mmp)));
            }
        }

        // Each wallet fills once and leaves 99: before the 102nd one 9,999 are passed over, before the 103rd 10,098.
        Assert.Equal(RejectCode.FillOrKillUnfillable, Code(FillOrKill("1.03")));
        Assert.Equal(RejectCode.None, Code(FillOrKill("1.02")));
    }

    private static WalletAddress Wallet(ulong number) => WalletAddress.FromNumber(number);

    private static PlaceOrder Largest(ulong number, Side side, string price) =>
        RiskVenue.Order(Wallet(number), Symbol, side, "1000000000", price);

    private static PlaceOrder FillOrKill(string size) =>
        RiskVenue.Order(Wallet(1_000), Symbol, Side.Sell, size, "1", TimeInForce.Fok);

    private RejectCode Code(EngineCommand command) => _venue.Apply(command).Rejection.Code;
}
