using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Tests.Numerics;

public sealed class DecimalTextTests
{
    [Theory]
    [InlineData(0, 8, "0")]
    [InlineData(1, 8, "0.00000001")]
    [InlineData(-1, 8, "-0.00000001")]
    [InlineData(100_000_000, 8, "1")]
    [InlineData(-1_250_000_000, 8, "-12.5")]
    [InlineData(10, 0, "10")]
    [InlineData(1_000_001, 6, "1.000001")]
    [InlineData(long.MaxValue, 8, "92233720368.54775807")]
    [InlineData(long.MinValue, 8, "-92233720368.54775808")]
    public void Numbers_are_written_in_the_shortest_plain_form(long units, int decimals, string expected)
    {
        Assert.Equal(expected, DecimalText.Format(units, decimals));
        Assert.True(DecimalText.TryParse(expected, decimals, out long parsed));
        Assert.Equal(units, parsed);
    }

    [Fact]
    public void The_extremes_of_128_bits_can_be_written() => Assert.Multiple(
        () => Assert.Equal("-170141183460469231731687303715884105728", DecimalText.Format(Int128.MinValue, 0)),
        () => Assert.Equal("1.70141183460469231731687303715884105727", DecimalText.Format(Int128.MaxValue, 38)));

    [Theory]
    [InlineData("1.50", 2, 150)]
    [InlineData("1.500000000000000", 2, 150)]
    [InlineData("0.50", 1, 5)]
    [InlineData("0.000", 1, 0)]
    [InlineData("5.0", 0, 5)]
    [InlineData("-0.50", 2, -50)]
    public void Other_plain_forms_of_a_number_are_read(string text, int decimals, long expected)
    {
        Assert.True(DecimalText.TryParse(text, decimals, out long units));
        Assert.Equal(expected, units);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.")]
    [InlineData("1..")]
    [InlineData(".5")]
    [InlineData("-.5")]
    [InlineData("+1")]
    [InlineData("--1")]
    [InlineData("1-")]
    [InlineData("1.2.3")]
    [InlineData("1.2.0")]
    [InlineData("1e5")]
    [InlineData("1E-5")]
    [InlineData("0x10")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1,5")]
    [InlineData("1_000")]
    [InlineData("NaN")]
    [InlineData("1.-5")]
    [InlineData("٣")]
    [InlineData("01")]
    [InlineData("00")]
    [InlineData("00.5")]
    [InlineData("-01")]
    [InlineData("-0")]
    [InlineData("-0.0")]
    [InlineData("1.000000001")]
    [InlineData("92233720368.54775808")]
    [InlineData("-92233720368.54775809")]
    [InlineData("99999999999999999999999999999999999999999999")]
    public void What_is_no_plain_decimal_or_does_not_fit_is_refused(string text)
    {
        Assert.False(DecimalText.TryParse(text, Price.Decimals, out long units));
        Assert.Equal(0, units);
    }

    [Fact]
    public void The_greatest_number_that_is_read_leaves_room_for_any_digit()
    {
        Int128 greatest = (Int128.MaxValue - 9) / 10 * 10 + 9;

        Assert.True(DecimalText.TryParse($"{greatest}", 0, out Int128 read));
        Assert.Equal(greatest, read);
        Assert.False(DecimalText.TryParse($"{greatest + 1}", 0, out Int128 _));
    }

    [Theory]
    [InlineData(20_260_203, 100_000)]
    public void What_is_written_is_read_back(int seed, int cases)
    {
        var random = new Random(seed);
        Int128 bound = Int128.MaxValue / 10;
        for (int i = 0; i < cases; i++)
        {
            Int128 wide = new Int128(unchecked((ulong)random.NextInt64()), unchecked((ulong)random.NextInt64() * 2));
            Int128 units = (wide >> random.Next(127)) % bound * (random.Next(2) == 0 ? 1 : -1);
            int decimals = random.Next(20);

            string text = DecimalText.Format(units, decimals);

            bool read = DecimalText.TryParse(text, decimals, out Int128 parsed);
            Demand.That(read && parsed == units, $"seed {seed}, case {i}: {units}, {decimals} decimals, {text}");
        }
    }

    [Theory]
    [InlineData(20_260_205, 100_000)]
    public void Short_decimals_are_written_in_bytes_as_wide_ones_are_in_characters(int seed, int cases)
    {
        var random = new Random(seed);
        long[] edges = [0, 1, -1, 9, 10, -10, long.MaxValue, long.MinValue, 1_000_000_000_000_000_000];
        Span<byte> bytes = stackalloc byte[21];
        for (int i = 0; i < cases; i++)
        {
            long units = i < edges.Length
                ? edges[i]
                : random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(63);
            int decimals = random.Next(DecimalText.MaxShortDecimals + 1);

            int length = DecimalText.Format(units, decimals, bytes);

            string text = System.Text.Encoding.UTF8.GetString(bytes[..length]);
            string expected = DecimalText.Format((Int128)units, decimals);
            Demand.That(expected == text, $"seed {seed}, case {i}: {text} is not {expected}");
        }
    }

    [Theory]
    [InlineData(20_260_204, 20_000)]
    public void Prices_are_written_as_decimals_of_the_framework_are(int seed, int cases)
    {
        var random = new Random(seed);
        for (int i = 0; i < cases; i++)
        {
            long units = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(63);
            string expected = (units / (decimal)Price.UnitsPerUsdc).ToString("0.########", null);

            Demand.That(expected == new Price(units).ToString(), $"seed {seed}, case {i}: {units} is not {expected}");
        }
    }
}
