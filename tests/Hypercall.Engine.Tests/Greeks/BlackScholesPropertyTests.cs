using Hypercall.Engine.Domain;
using Hypercall.Engine.Pricing;

namespace Hypercall.Engine.Tests.Greeks;

/// <summary>Laws that hold whatever the inputs are, on seeded inputs; failures name seed and case.</summary>
public sealed class BlackScholesPropertyTests
{
    private const int Cases = 4_000;

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Call_and_put_are_in_parity(int seed) => ForEach(seed, input =>
    {
        (OptionGreeks call, OptionGreeks put) = Both(input);
        double parity = call.Price - put.Price - (input.Spot - input.Strike);
        return Math.Abs(parity) <= 4e-16 * (input.Spot + input.Strike)
            && Math.Abs(call.Delta - put.Delta - 1) <= 2.3e-16
            && call.Gamma.Equals(put.Gamma) && call.Vega.Equals(put.Vega) && call.Theta.Equals(put.Theta);
    });

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void A_call_is_a_put_with_spot_and_strike_exchanged(int seed) => ForEach(seed, input =>
    {
        (OptionGreeks call, _) = Both(input);
        (_, OptionGreeks put) = Both(input with { Spot = input.Strike, Strike = input.Spot });
        return call.Price.Equals(put.Price);
    });

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    public void Twice_the_prices_give_twice_the_price(int seed) => ForEach(seed, input =>
    {
        (OptionGreeks one, _) = Both(input);
        (OptionGreeks two, _) = Both(input with { Spot = 2 * input.Spot, Strike = 2 * input.Strike });

        // Subnormal numbers lose digits when they are halved; those of this size can be told from 0 by nobody.
        return Same(two.Price, 2 * one.Price) && Same(two.Delta, one.Delta) && Same(two.Gamma, one.Gamma / 2)
            && Same(two.Vega, 2 * one.Vega) && Same(two.Theta, 2 * one.Theta);

        static bool Same(double left, double right) => left.Equals(right) || Math.Abs(left - right) < 1e-300;
    });

    [Theory]
    [InlineData(41)]
    [InlineData(42)]
    public void Prices_and_greeks_stay_in_their_bounds(int seed) => ForEach(seed, input =>
    {
        (OptionGreeks call, OptionGreeks put) = Both(input);
        return call.Price >= Math.Max(input.Spot - input.Strike, 0) && call.Price <= input.Spot * (1 + 1e-15)
            && put.Price >= Math.Max(input.Strike - input.Spot, 0) && put.Price <= input.Strike * (1 + 1e-15)
            && call.Delta is >= 0 and <= 1 && put.Delta is >= -1 and <= 0
            && call.Gamma >= 0 && call.Vega >= 0 && call.Theta <= 0;
    });

    [Theory]
    [InlineData(51)]
    [InlineData(52)]
    public void Prices_rise_with_volatility_time_and_moneyness(int seed) => ForEach(seed, input =>
    {
        (OptionGreeks call, OptionGreeks put) = Both(input);
        (OptionGreeks livelier, _) = Both(input with { Volatility = 1.01 * input.Volatility });
        (OptionGreeks longer, _) = Both(input with { Years = 1.01 * input.Years });
        (OptionGreeks higher, OptionGreeks higherPut) = Both(input with { Spot = 1.01 * input.Spot });
        double slack = 1e-15 * (input.Spot + input.Strike);
        return livelier.Price >= call.Price - slack && longer.Price >= call.Price - slack
            && higher.Price >= call.Price - slack && higherPut.Price <= put.Price + slack
            && higher.Delta >= call.Delta - 1e-15;
    });

    [Theory]
    [InlineData(61)]
    public void The_price_alone_is_the_price_among_the_greeks(int seed) => ForEach(seed, input =>
    {
        (OptionGreeks call, OptionGreeks put) = Both(input);
        return BlackScholes.TryPrice(
                OptionType.Call, input.Spot, input.Strike, input.Years, input.Volatility, out double callPrice)
            && BlackScholes.TryPrice(
                OptionType.Put, input.Spot, input.Strike, input.Years, input.Volatility, out double putPrice)
            && callPrice.Equals(call.Price) && putPrice.Equals(put.Price);
    });

    [Theory]
    [InlineData(0.0, 1.0, 1.0, 1.0)]
    [InlineData(-1.0, 1.0, 1.0, 1.0)]
    [InlineData(1.0, 0.0, 1.0, 1.0)]
    [InlineData(1.0, 1.0, 0.0, 1.0)]
    [InlineData(1.0, 1.0, -1e-9, 1.0)]
    [InlineData(1.0, 1.0, 1.0, 0.0)]
    [InlineData(1.0, 1.0, 1.0, -0.5)]
    [InlineData(double.NaN, 1.0, 1.0, 1.0)]
    [InlineData(1.0, double.NaN, 1.0, 1.0)]
    [InlineData(1.0, 1.0, double.NaN, 1.0)]
    [InlineData(1.0, 1.0, 1.0, double.NaN)]
    [InlineData(double.PositiveInfinity, 1.0, 1.0, 1.0)]
    [InlineData(1.0, double.PositiveInfinity, 1.0, 1.0)]
    [InlineData(1.0, 1.0, double.PositiveInfinity, 1.0)]
    [InlineData(1.0, 1.0, 1.0, double.PositiveInfinity)]
    [InlineData(double.Epsilon, 1.0, 1.0, 1.0)]
    [InlineData(1.0, 1.0, 1e-300, 1e-300)]
    [InlineData(1.0, 1.0, 1e300, 1e300)]
    public void Inputs_on_the_edges_have_no_value(double spot, double strike, double years, double volatility)
    {
        Assert.False(
            BlackScholes.TryCompute(OptionType.Call, spot, strike, years, volatility, out OptionGreeks greeks));
        Assert.Equal(default, greeks);
        Assert.False(BlackScholes.TryPrice(OptionType.Put, spot, strike, years, volatility, out double price));
        Assert.Equal(0, price);
    }

    [Fact]
    public void A_greek_beyond_the_range_of_doubles_has_no_value() => Assert.False(
        BlackScholes.TryCompute(OptionType.Call, 1e-300, 1e-300, 1e-20, 1e-10, out _));

    [Fact]
    public void A_volatility_without_end_gives_the_limits()
    {
        Assert.True(BlackScholes.TryPrice(OptionType.Call, 100, 250, 1, 90, out double call));
        Assert.True(BlackScholes.TryPrice(OptionType.Put, 100, 250, 1, 90, out double put));
        Assert.Equal(100, call);
        Assert.Equal(250, put);
    }

    [Fact]
    public void A_year_has_365_and_a_quarter_days()
    {
        Assert.Equal(1, BlackScholes.YearsUntil(31_557_600_000, 0));
        Assert.Equal(-1, BlackScholes.YearsUntil(0, 31_557_600_000));
        Assert.Equal(0, BlackScholes.YearsUntil(1_700_000_000_000, 1_700_000_000_000));
        Assert.Equal(1 / 365.25, BlackScholes.YearsUntil(1_700_086_400_000, 1_700_000_000_000));
    }

    private static void ForEach(int seed, Func<Input, bool> holds)
    {
        var random = new Random(seed);
        for (int i = 0; i < Cases; i++)
        {
            double spot = Between(random, 1e-3, 1e6);
            double strike = spot * (i % 2 == 0 ? Between(random, 0.01, 100) : Between(random, 0.8, 1.25));
            double years = Between(random, 1e-6, 20);
            var input = new Input(spot, strike, years, Between(random, 1e-4, 12) / Math.Sqrt(years));
            Demand.That(holds(input), $"seed {seed}, case {i}: {input}");
        }
    }

    private static double Between(Random random, double low, double high) =>
        low * Math.Pow(high / low, random.NextDouble());

    private static (OptionGreeks Call, OptionGreeks Put) Both(Input input)
    {
        Assert.True(BlackScholes.TryCompute(
            OptionType.Call, input.Spot, input.Strike, input.Years, input.Volatility, out OptionGreeks call));
        Assert.True(BlackScholes.TryCompute(
            OptionType.Put, input.Spot, input.Strike, input.Years, input.Volatility, out OptionGreeks put));
        return (call, put);
    }

    private readonly record struct Input(double Spot, double Strike, double Years, double Volatility);
}
