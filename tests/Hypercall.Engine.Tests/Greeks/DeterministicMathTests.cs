using Hypercall.Engine.Pricing;

namespace Hypercall.Engine.Tests.Greeks;

public sealed class DeterministicMathTests
{
    [Fact]
    public void Exp_and_log_are_within_two_units_of_the_last_place()
    {
        int rows = 0;
        foreach ((string function, double x, double value) in ReferenceTable.Functions())
        {
            if (function == "cdf")
                continue;
            double actual = function == "exp" ? DeterministicMath.Exp(x) : PricingFunctions.Log(x);
            double unit = Math.BitIncrement(Math.Abs(value)) - Math.Abs(value);
            Demand.That(Math.Abs(actual - value) <= 2 * unit, $"{function}({x:R}) = {actual:R}, not {value:R}");
            rows++;
        }

        Assert.Equal(440, rows);
    }

    [Fact]
    public void The_normal_distribution_keeps_its_relative_accuracy_in_both_tails()
    {
        int rows = 0;
        foreach ((string function, double x, double value) in ReferenceTable.Functions())
        {
            if (function != "cdf")
                continue;
            double actual = PricingFunctions.Cumulative(x);

            // Subnormal results have fewer digits to be right in.
            double allowed = Math.Max(1e-15 * value, 2 * double.Epsilon);
            Demand.That(Math.Abs(actual - value) <= allowed, $"N({x:R}) = {actual:R}, not {value:R}");
            rows++;
        }

        Assert.Equal(259, rows);
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(710.0, double.PositiveInfinity)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(-746.0, 0.0)]
    [InlineData(double.NegativeInfinity, 0.0)]
    [InlineData(double.NaN, double.NaN)]
    public void Exp_has_a_value_at_its_edges(double x, double expected) =>
        Assert.Equal(expected, DeterministicMath.Exp(x));

    [Theory]
    [InlineData(double.NegativeInfinity, 0.0)]
    [InlineData(-40.0, 0.0)]
    [InlineData(0.0, 0.5)]
    [InlineData(40.0, 1.0)]
    [InlineData(double.PositiveInfinity, 1.0)]
    [InlineData(double.NaN, double.NaN)]
    public void The_normal_distribution_has_a_value_at_its_edges(double x, double expected) =>
        Assert.Equal(expected, PricingFunctions.Cumulative(x));

    [Theory]
    [InlineData(100_000_000L, 100_000_001L)]
    [InlineData(6_500_000_000_000L, 6_500_000_000_001L)]
    public void A_ratio_of_neighbours_has_a_logarithm_of_full_accuracy(long denominator, long numerator)
    {
        // ln(1 + x) = x - x²/2 + …; the next term is below 1e-24.
        double x = 1.0 / denominator;
        double expected = x - x * x / 2;
        Assert.Equal(1, DeterministicMath.LogRatio(numerator, denominator) / expected, 4e-16);
        Assert.Equal(
            -DeterministicMath.LogRatio(numerator, denominator), DeterministicMath.LogRatio(denominator, numerator));
    }
}
