using Hypercall.Engine.Domain;
using Hypercall.Engine.Pricing;

namespace Hypercall.Engine.Tests.Greeks;

public sealed class ImpliedVolatilityTests
{
    private const int Cases = 4_000;

    [Theory]
    [InlineData(71)]
    [InlineData(72)]
    public void The_volatility_found_gives_the_price_again(int seed)
    {
        var random = new Random(seed);
        int found = 0;
        for (int i = 0; i < Cases; i++)
        {
            double spot = 0.01 * Math.Pow(1e8, random.NextDouble());
            double strike = spot * Math.Pow(i % 2 == 0 ? 100 : 1.3, 2 * random.NextDouble() - 1);
            double years = 1e-5 * Math.Pow(1e6, random.NextDouble());
            double volatility = 1e-4 * Math.Pow(1.2e5, random.NextDouble()) / Math.Sqrt(years);
            OptionType type = random.Next(2) == 0 ? OptionType.Call : OptionType.Put;
            string what = $"seed {seed}, case {i}: {type} {spot:R} {strike:R} {years:R} {volatility:R}";
            Assert.True(BlackScholes.TryCompute(type, spot, strike, years, volatility, out OptionGreeks greeks), what);
            if (ImpliedVolatility.Solve(type, greeks.Price, spot, strike, years) is not { } implied)
            {
                // Only where nothing is left of the time value or of its distance to the limit.
                double limit = type == OptionType.Call ? spot : strike;
                double intrinsic = Math.Max(type == OptionType.Call ? spot - strike : strike - spot, 0);
                double least = 1e-307 * Math.Max(spot, 1);
                Assert.True(greeks.Price - intrinsic < least || greeks.Price >= limit * (1 - 4e-16), what);
                continue;
            }

            found++;
            Assert.True(BlackScholes.TryPrice(type, spot, strike, years, implied, out double again), what);
            Assert.True(Math.Abs(again - greeks.Price) <= 1e-14 * Math.Max(spot, strike), what);

            // What an error of 1e-14 of the price allows, with the vega taken per whole volatility.
            double allowed = 1e-14 * Math.Max(spot, strike) / (100 * greeks.Vega) + 1e-14 * volatility;
            if (allowed < 1e-3 * volatility)
                Demand.That(Math.Abs(implied - volatility) <= 2 * allowed, $"{what}: {implied:R}");
        }

        Demand.That(found > Cases / 3, $"seed {seed}: only {found} found");
    }

    [Theory]
    [InlineData(OptionType.Call, 1.0, 100.0)]
    [InlineData(OptionType.Put, 1.0, 100.0)]
    [InlineData(OptionType.Call, 1e-12, 130.0)]
    [InlineData(OptionType.Call, 1e-30, 130.0)]
    [InlineData(OptionType.Call, 1e-200, 130.0)]
    [InlineData(OptionType.Call, 1e-10, 100.0)]
    [InlineData(OptionType.Call, 99.999999, 130.0)]
    [InlineData(OptionType.Call, 99.99999999999997, 130.0)]
    [InlineData(OptionType.Put, 69.99999999999, 70.0)]
    public void Extreme_prices_have_their_volatility(OptionType type, double price, double strike)
    {
        double? implied = ImpliedVolatility.Solve(type, price, 100, strike, 0.25);
        Assert.NotNull(implied);
        Assert.True(BlackScholes.TryPrice(type, 100, strike, 0.25, implied.Value, out double again));
        Assert.Equal(price, again, 1e-12);
        if (strike > 100 && price < 1)
            Assert.Equal(1, again / price, 1e-9);
    }

    [Theory]
    [InlineData(OptionType.Call, 0.0, 100.0, 100.0, 1.0)]
    [InlineData(OptionType.Call, -1.0, 100.0, 100.0, 1.0)]
    [InlineData(OptionType.Call, 20.0, 100.0, 80.0, 1.0)]
    [InlineData(OptionType.Call, 19.9, 100.0, 80.0, 1.0)]
    [InlineData(OptionType.Call, 100.0, 100.0, 80.0, 1.0)]
    [InlineData(OptionType.Call, 100.1, 100.0, 80.0, 1.0)]
    [InlineData(OptionType.Put, 20.0, 80.0, 100.0, 1.0)]
    [InlineData(OptionType.Put, 100.0, 80.0, 100.0, 1.0)]
    [InlineData(OptionType.Put, double.NaN, 80.0, 100.0, 1.0)]
    [InlineData(OptionType.Put, double.PositiveInfinity, 80.0, 100.0, 1.0)]
    [InlineData(OptionType.Call, 5.0, 0.0, 100.0, 1.0)]
    [InlineData(OptionType.Call, 5.0, 100.0, 0.0, 1.0)]
    [InlineData(OptionType.Call, 5.0, 100.0, 100.0, 0.0)]
    [InlineData(OptionType.Call, 5.0, 100.0, 100.0, -1.0)]
    [InlineData(OptionType.Call, 5.0, double.NaN, 100.0, 1.0)]
    [InlineData(OptionType.Call, 5.0, 100.0, double.PositiveInfinity, 1.0)]
    public void A_price_that_no_volatility_gives_has_none(
        OptionType type, double price, double spot, double strike, double years) =>
        Assert.Null(ImpliedVolatility.Solve(type, price, spot, strike, years));
}
