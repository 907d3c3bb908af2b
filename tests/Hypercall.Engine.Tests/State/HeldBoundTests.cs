using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Tests.State;

/// <summary>What the venue holds of an instrument can be brought to its bound, not beyond (engine.md §6).</summary>
public sealed class HeldBoundTests
{
    private const long SizeUnits = 500_000;

    private readonly RichEngine _rich = new();

    [Fact]
    public void Options_leave_until_the_venue_holds_all_it_may()
    {
        Instrument call = InvariantTests.StateOf(_rich.Engine).Markets.Find(RichEngine.Call)!;
        call.HeldUnits = Quantity.MaxHeldUnits - SizeUnits;
        Assert.Equal(RejectCode.None, Withdraw(SizeUnits, 90));
        Assert.Equal(Quantity.MaxHeldUnits, call.HeldUnits);
        Assert.Equal(RejectCode.Overflow, Withdraw(1, 91));
    }

    private RejectCode Withdraw(long units, long transfer) => _rich.Apply(
        new OptionWithdrawalUpdate(RichEngine.Taker, RichEngine.Call, new Quantity(units), "chain", transfer))
        .Rejection.Code;
}
