using Hypercall.Engine.Domain;
using Hypercall.Engine.Modules.Margin;

namespace Hypercall.Engine.Tests.Margin;

/// <summary>What is finer than the unit of cash is carried, not lost.</summary>
public sealed class FineCashTests
{
    private const long HalfContract = Quantity.UnitsPerContract / 2;

    [Theory]
    [InlineData(0, 2)]
    // As much in whole units is not less: the half unit beside it stays.
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    public void Raising_a_sum_takes_nothing_from_one_that_is_not_less(long leastUnits, long expectedUnits)
    {
        var sum = default(FineCash);
        sum.Add(3, HalfContract);
        sum.RaiseTo(leastUnits);
        sum.Add(1, HalfContract);
        Assert.Equal((Int128)expectedUnits, sum.WholeUnits);
    }
}
