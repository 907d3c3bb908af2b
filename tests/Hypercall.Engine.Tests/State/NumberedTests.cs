using Hypercall.Engine.Domain.Collections;

namespace Hypercall.Engine.Tests.State;

public sealed class NumberedTests
{
    private readonly Numbered<int> _values = new();

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(100_000)]
    public void A_value_is_default_until_it_is_set_and_touches_no_other(int number)
    {
        Assert.Equal(0, _values.Find(number));
        Assert.Equal(0, _values[number]);
        _values[number] = 7;
        Assert.Equal(7, _values[number]);
        Assert.Equal(7, _values.Find(number));
        Assert.Equal(0, _values[number + 1]);
        Assert.Equal(0, _values.Find(number + 256));
    }

    [Fact]
    public void A_reference_stays_good_while_greater_numbers_come()
    {
        ref int first = ref _values[0];
        _values[1_000_000] = 1;
        first = 5;
        Assert.Equal(5, _values[0]);
    }

    [Fact]
    public void Looking_makes_no_room()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        int found = _values.Find(1_000_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, found);
    }
}
