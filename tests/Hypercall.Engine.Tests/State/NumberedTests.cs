using Hypercall.Engine.Domain.Collections;

namespace Hypercall.Engine.Tests.State;

public sealed class NumberedTests
{
    private readonly Numbered<int> _values = new();

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(16_639)]
    [InlineData(16_640)]
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
    public void Values_stay_what_they_are_while_others_come()
    {
        int[] numbers = [0, 255, 256, 511, 16_383, 16_384, 16_640, 1_000_000, 20_000, 16_639];
        foreach (int number in numbers)
            _values[number] = number + 1;
        Assert.All(numbers, number => Assert.Equal(number + 1, _values[number]));
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
