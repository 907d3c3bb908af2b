using Hypercall.Engine.Domain;
using Hypercall.Engine.Pricing;

namespace Hypercall.Engine.Tests.Greeks;

public sealed class FillGreeksTests
{
    private const long Now = 1_700_000_000_000;
    private const long Quarter = Now + 7_889_400_000;

    [Fact]
    public void Greeks_come_out_at_eight_decimals()
    {
        // Spot 100, strike 110, a quarter of a year, volatility 0.5; the values are those of a 40-digit evaluation.
        Assert.True(FillGreeks.TryCompute(
            OptionType.Call, Usdc(100), Usdc(110), 0.5, Quarter, Now, out FillGreeks call));
        Assert.Equal(
            new FillGreeks(619_042_641, 39_888_248, 1_544_231, 19_302_890, -5_284_843), call);
        Assert.True(FillGreeks.TryCompute(
            OptionType.Put, Usdc(100), Usdc(110), 0.5, Quarter, Now, out FillGreeks put));
        Assert.Equal(call.MarkUnits + Usdc(10), put.MarkUnits);
        Assert.Equal(call.DeltaUnits - 100_000_000, put.DeltaUnits);
    }

    [Theory]
    [InlineData(0, 100, 50_000_000, 1)]
    [InlineData(-1, 100, 50_000_000, 1)]
    [InlineData(100, 100, 0, 1)]
    [InlineData(100, 100, 50_000_000, 0)]
    [InlineData(100, 100, 50_000_000, -1)]
    public void Edges_have_no_value(long index, long strike, long volatilityUnits, long millisecondsLeft)
    {
        Assert.False(FillGreeks.TryCompute(
            OptionType.Call, Usdc(index), Usdc(strike), DecimalUnits.ToDouble(volatilityUnits), Now + millisecondsLeft,
            Now, out FillGreeks none));
        Assert.Equal(default, none);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 1, long.MaxValue)]
    [InlineData(1, Price.MaxUnits, 50_000_000)]
    [InlineData(Price.MaxUnits, 1, 50_000_000)]
    [InlineData(Price.MaxUnits, Price.MaxUnits, 1)]
    [InlineData(Price.MaxUnits, Price.MaxUnits, 18_000_000_000_000)]
    [InlineData(Price.MaxUnits, Price.MaxUnits, long.MaxValue)]
    public void Nothing_overflows_from_a_millisecond_to_ten_thousand_years(long index, long strike, long volatility)
    {
        long[] times = [1, 1_000, 86_400_000, 31_557_600_000, 315_576_000_000_000];
        foreach (long time in times)
        {
            foreach (OptionType type in new[] { OptionType.Call, OptionType.Put })
            {
                Assert.True(FillGreeks.TryCompute(
                    type, index, strike, DecimalUnits.ToDouble(volatility), Now + time, Now, out FillGreeks greeks));
                Assert.InRange(greeks.MarkUnits, 0, Math.Max(index, strike));
                Assert.InRange(Math.Abs(greeks.DeltaUnits), 0, 100_000_000);
                Assert.True(greeks.GammaUnits >= 0 && greeks.VegaUnits >= 0 && greeks.ThetaUnits <= 0);
            }
        }
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.5e-8, 1)]
    [InlineData(-0.5e-8, -1)]
    [InlineData(0.001953125, 195_313)]
    [InlineData(-0.001953125, -195_313)]
    [InlineData(0.49e-8, 0)]
    [InlineData(-0.49e-8, 0)]
    [InlineData(2.5, 250_000_000)]
    [InlineData(1e9, 100_000_000_000_000_000)]
    [InlineData(1e300, long.MaxValue)]
    [InlineData(-1e300, long.MinValue)]
    [InlineData(double.PositiveInfinity, long.MaxValue)]
    [InlineData(9.2233720368547758e10, long.MaxValue)]
    public void Units_are_rounded_half_away_from_zero_and_limited(double value, long units) =>
        Assert.Equal(units, DecimalUnits.FromDouble(value));

    private static long Usdc(long amount) => amount * Price.UnitsPerUsdc;
}
