using System.Numerics;
using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Tests.Numerics;

public sealed class RoundingTests
{
    [Fact]
    public void Ppm_of_cash_is_what_unbounded_integers_say()
    {
        const int seed = 77;
        var random = new Random(seed);
        BigInteger grid = BigInteger.Pow(10, 12);
        for (int i = 0; i < 200_000; i++)
        {
            int bits = random.Next(1, 127);
            var value = (Int128)((UInt128)random.NextInt64() << 64 | (ulong)random.NextInt64()) >> (127 - bits);
            if (i % 3 == 0)
                value = value / 1_000_000_000_000 * 1_000_000_000_000 + 500_000_000_000;
            if (i % 2 == 0)
                value = -value;
            BigInteger quotient = BigInteger.DivRem(BigInteger.Abs((BigInteger)value), grid, out BigInteger rest);
            if (rest * 2 >= grid)
                quotient++;
            BigInteger expected = quotient * 1_000_000 * (value < 0 ? -1 : 1);
            Demand.That(expected == (BigInteger)Rounding.PpmToEightDecimals(value), $"seed {seed}, case {i}: {value}");
        }
    }

    [Theory]
    [InlineData(0, 3, 0)]
    [InlineData(1, 3, 0)]
    [InlineData(2, 3, 1)]
    [InlineData(5, 2, 3)]
    [InlineData(-5, 2, -3)]
    [InlineData(4, 2, 2)]
    [InlineData(-1, 3, 0)]
    [InlineData(-2, 3, -1)]
    [InlineData(1, long.MaxValue, 0)]
    public void Ratios_are_rounded_to_nearest_with_midpoints_away_from_zero(long value, long divisor, long expected) =>
        Assert.Equal(expected, Rounding.Divide(value, divisor));

    [Theory]
    [InlineData(20_260_201, 200_000)]
    public void Divide_is_what_unbounded_integers_say(int seed, int cases)
    {
        var random = new Random(seed);
        for (int i = 0; i < cases; i++)
        {
            Int128 value = NextInt128(random);
            Int128 divisor = Int128.Max(1, Int128.Abs(NextInt128(random)));

            BigInteger expected = Divide((BigInteger)value, (BigInteger)divisor);

            Demand.That(
                expected == (BigInteger)Rounding.Divide(value, divisor), $"seed {seed}, case {i}: {value} / {divisor}");
        }
    }

    [Theory]
    [InlineData(20_260_202, 200_000)]
    public void MultiplyDivide_is_what_unbounded_integers_say_or_overflows(int seed, int cases)
    {
        var random = new Random(seed);
        var largest = (BigInteger)Int128.MaxValue;
        int overflows = 0;
        for (int i = 0; i < cases; i++)
        {
            Int128 value = NextInt128(random);
            long multiplier = (long)(NextInt128(random) & long.MaxValue) >> random.Next(63);
            long divisor = Math.Max(1, (long)(NextInt128(random) & long.MaxValue) >> random.Next(63));
            string what = $"seed {seed}, case {i}: {value} × {multiplier} / {divisor}";

            BigInteger expected = Divide((BigInteger)value * multiplier, divisor);

            if (BigInteger.Abs(expected) > largest)
            {
                overflows++;
                Assert.True(Overflows(() => Rounding.MultiplyDivide(value, multiplier, divisor)), what);
            }
            else
            {
                Assert.True(expected == (BigInteger)Rounding.MultiplyDivide(value, multiplier, divisor), what);
            }
        }

        Assert.InRange(overflows, 1, cases - 1);
    }

    [Fact]
    public void The_largest_result_fits_and_one_more_overflows() => Assert.Multiple(
        () => Assert.Equal(Int128.MaxValue, Rounding.MultiplyDivide(Int128.MaxValue, long.MaxValue, long.MaxValue)),
        () => Assert.Throws<OverflowException>(() => Rounding.MultiplyDivide(Int128.MaxValue, 3, 2)));

    [Theory]
    [InlineData(20_260_203, 200_000)]
    public void An_amount_times_a_factor_is_what_unbounded_integers_say_or_overflows(int seed, int cases)
    {
        var random = new Random(seed);
        var largest = (BigInteger)Int128.MaxValue;
        int overflows = 0;
        for (int i = 0; i < cases; i++)
        {
            Int128 value = NextInt128(random);
            long factor = (long)(NextInt128(random) & long.MaxValue) >> random.Next(63);
            factor = random.Next(2) == 0 ? factor : -factor;
            string what = $"seed {seed}, case {i}: {value} × {factor}";

            BigInteger expected = (BigInteger)value * factor;

            if (BigInteger.Abs(expected) > largest)
            {
                overflows++;
                Assert.True(Overflows(() => Cash.Times(value, factor)), what);
            }
            else
            {
                Assert.True(expected == (BigInteger)Cash.Times(value, factor), what);
            }
        }

        Assert.InRange(overflows, 1, cases - 1);
    }

    private static bool Overflows(Func<Int128> compute)
    {
        try
        {
            compute();
            return false;
        }
        catch (OverflowException)
        {
            return true;
        }
    }

    private static BigInteger Divide(BigInteger value, BigInteger divisor)
    {
        BigInteger doubled = (BigInteger.Abs(value) * 2 + divisor) / (divisor * 2);
        return value.Sign < 0 ? -doubled : doubled;
    }

    /// <summary>Of any magnitude up to 127 bits, either sign, never the minimum; often near powers of two.</summary>
    private static Int128 NextInt128(Random random)
    {
        var bits = new UInt128(unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue)),
            unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue)));
        var magnitude = (Int128)((bits >> 1) >> random.Next(127));
        if (random.Next(4) == 0)
            magnitude = (Int128.One << random.Next(126)) + random.Next(-1, 2);
        return random.Next(2) == 0 ? magnitude : -magnitude;
    }
}
