using Hypercall.Node.Hosting;

namespace Hypercall.Node.Tests;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentiles_are_exact_to_a_sixteenth()
    {
        var histogram = new LatencyHistogram();
        for (long value = 1; value <= 100_000; value++)
            histogram.Record(value);

        Assert.Equal(100_000, histogram.Count);
        Assert.Equal(100_000, histogram.Max);
        Assert.Equal(50_000.5, histogram.Mean);
        foreach (double fraction in new[] { 0.01, 0.5, 0.9, 0.99, 0.999 })
            Assert.InRange(histogram.Percentile(fraction), 100_000 * fraction, (100_000 * fraction * 17 / 16) + 1);
        Assert.Equal(100_000, histogram.Percentile(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(long.MaxValue)]
    public void A_single_value_is_every_percentile(long value)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(value);

        Assert.Equal(value, histogram.Percentile(0.5));
        Assert.Equal(value, histogram.Percentile(0.99));
    }

    [Fact]
    public void Without_values_everything_is_zero()
    {
        var histogram = new LatencyHistogram();

        Assert.Equal(0, histogram.Percentile(0.99));
        Assert.Equal(0, histogram.Mean);
        Assert.Equal(0, histogram.Max);
    }
}
