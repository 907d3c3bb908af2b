using Hypercall.Engine.Domain;
using Hypercall.Engine.Pricing;

namespace Hypercall.Engine.Tests.Greeks;

/// <summary>
/// Published values of Black-Scholes and Black-76. Those with rates are brought to rate 0 by the forward F = S
/// exp((r − q) t): price = exp(−r t) × the rate-0 price on F.
/// </summary>
public sealed class PublishedTablesTests
{
    // "The Complete Guide to Option Pricing Formulas" (1998), as carried by QuantLib's europeanoption.cpp.
    [Theory]
    [InlineData('C', 65, 60, 0, .08, .25, .30, 2.1334)]
    [InlineData('P', 95, 100, .05, .10, .5, .20, 2.4648)]
    [InlineData('P', 19, 19, .10, .10, .75, .28, 1.7011)]
    [InlineData('C', 19, 19, .10, .10, .75, .28, 1.7011)]
    [InlineData('C', 1.60, 1.56, .08, .06, .5, .12, 0.0291)]
    [InlineData('P', 70, 75, .05, .10, .5, .35, 4.0870)]
    [InlineData('C', 40, 42, .08, .04, .75, .35, 5.0975)]
    public void Option_prices(
        char type, double strike, double spot, double q, double r, double years, double volatility, double value) =>
        Assert.Equal(value, Discounted(type, strike, spot, q, r, years, volatility), 1e-4);

    [Theory]
    [InlineData(.1, .15, .0205, 1.8734, 9.9413, 9.9210, 1.8734, .0408)]
    [InlineData(.1, .25, .3150, 3.1217, 10.3556, 10.2155, 3.1217, .4551)]
    [InlineData(.1, .35, .9474, 4.3693, 11.1381, 10.8479, 4.3693, 1.2376)]
    [InlineData(.5, .15, .8069, 4.0232, 10.5769, 10.3192, 4.0232, 1.0646)]
    [InlineData(.5, .25, 2.7026, 6.6997, 12.7857, 12.2149, 6.6997, 3.2734)]
    [InlineData(.5, .35, 4.9329, 9.3679, 15.3086, 14.4452, 9.3679, 5.7963)]
    public void Prices_of_options_on_futures(
        double years, double volatility, double call90, double call100, double call110, double put90, double put100,
        double put110)
    {
        double[] expected = [call90, call100, call110, put90, put100, put110];
        for (int i = 0; i < expected.Length; i++)
        {
            double future = 90 + 10 * (i % 3);
            double actual = Discounted(i < 3 ? 'C' : 'P', 100, future, .10, .10, years, volatility);
            Assert.Equal(expected[i], actual, 1e-4);
        }
    }

    // "Options, Futures, and Other Derivatives", example 15.6 and problem 15.13; j_vollib; jetblack.
    [Theory]
    [InlineData('C', 40, 42, 0, .1, .5, .2, 4.759422, 1e-6)]
    [InlineData('P', 40, 42, 0, .1, .5, .2, 0.808599, 1e-6)]
    [InlineData('C', 50, 52, 0, .12, .25, .3, 5.057387, 1e-6)]
    [InlineData('P', 95, 100, .05, .1, .5, .2, 2.4648, 1e-4)]
    [InlineData('C', 100, 110, .1, .1, .5, .125, 10.143390791460092, 1e-13)]
    [InlineData('P', 100, 110, .1, .1, .5, .125, .6310965464529535, 1e-13)]
    [InlineData('C', 100, 100, .1, .1, .5, .125, 3.3531192847248605, 1e-13)]
    [InlineData('P', 100, 100, .1, .1, .5, .125, 3.3531192847248605, 1e-13)]
    public void Other_published_prices(
        char type, double strike, double spot, double q, double r, double years, double volatility, double value,
        double tolerance) =>
        Assert.Equal(value, Discounted(type, strike, spot, q, r, years, volatility), tolerance);

    // derivexyz/lyra-utils, test/math/Black76.t.sol: forward, strike, seconds of a 365-day year, discount factor.
    [Theory]
    [InlineData(1500, 1500, 604_800, 1, 1, 82.805080668634559515, 82.805080668634559515, 0.5276016935562116)]
    [InlineData(
        1000, 1200, 2_592_000, .25, .9991784198737006, .137082128426579297, 199.972766103166719631,
        0.006071372605597036)]
    [InlineData(
        1000, 700, 172_800, .75, .9998904169635637, 299.967125089526177817, 4.5708468e-10, 0.999999999944921)]
    [InlineData(
        1000, 700, 31_536_000, 5, .9801986733067553, 970.034553583819047162, 675.974951591792546424,
        0.9949346359666408)]
    public void Black_76_with_a_discount_factor(
        double forward, double strike, double seconds, double volatility, double discount, double call, double put,
        double probability)
    {
        double years = seconds / 31_536_000;
        OptionGreeks callGreeks = Compute('C', forward, strike, years, volatility);
        OptionGreeks putGreeks = Compute('P', forward, strike, years, volatility);
        Assert.Equal(call, discount * callGreeks.Price, 1e-13 * forward);
        Assert.Equal(put, discount * putGreeks.Price, 1e-13 * forward);
        Assert.Equal(probability, callGreeks.Delta, 1e-13);
    }

    [Theory]
    [InlineData('C', 0.5946)]
    [InlineData('P', -0.3566)]
    public void Delta(char type, double expected)
    {
        (double carry, _, double forward) = Factors(105, .1, .1, .5);
        Assert.Equal(expected, carry * Compute(type, forward, 100, .5, .36).Delta, 1e-4);
    }

    [Fact]
    public void Elasticity()
    {
        (double carry, _, double forward) = Factors(105, .1, .1, .5);
        double delta = carry * Compute('P', forward, 100, .5, .36).Delta;
        Assert.Equal(-4.8775, delta * 105 / Discounted('P', 100, 105, .1, .1, .5, .36), 1e-4);
    }

    [Fact]
    public void Gamma_and_vega()
    {
        (double carry, double discount, double forward) = Factors(55, 0, .1, .75);
        foreach (char type in "CP")
        {
            OptionGreeks greeks = Compute(type, forward, 60, .75, .3);
            Assert.Equal(0.0278, greeks.Gamma * carry * forward / 55, 1e-4);
            Assert.Equal(18.9358, greeks.Vega * discount * 100, 1e-4);
        }
    }

    [Fact]
    public void Theta_with_the_terms_of_the_rates()
    {
        (double carry, double discount, double forward) = Factors(430, .05, .07, 1.0 / 12);
        OptionGreeks put = Compute('P', forward, 405, 1.0 / 12, .2);
        double strikeTerm = discount * (put.Price - put.Delta * forward);
        double theta = discount * put.Theta * 365.25 + .05 * 430 * carry * put.Delta + .07 * strikeTerm;
        Assert.Equal(-31.1924, theta, 1e-4);
        Assert.Equal(-.0855, theta / 365, 1e-4);
    }

    [Fact]
    public void Rho_and_dividend_rho()
    {
        (_, double discount, double forward) = Factors(72, 0, .09, 1);
        OptionGreeks call = Compute('C', forward, 75, 1, .19);
        Assert.Equal(38.7325, discount * (forward * call.Delta - call.Price), 1e-4);

        (double carry, _, double otherForward) = Factors(500, .05, .08, .25);
        Assert.Equal(42.2254, -.25 * 500 * carry * Compute('P', otherForward, 490, .25, .15).Delta, 1e-4);
    }

    private static double Discounted(
        char type, double strike, double spot, double q, double r, double years, double volatility)
    {
        (_, double discount, double forward) = Factors(spot, q, r, years);
        return discount * Compute(type, forward, strike, years, volatility).Price;
    }

    private static (double Carry, double Discount, double Forward) Factors(
        double spot, double q, double r, double years) =>
        (Math.Exp(-q * years), Math.Exp(-r * years), spot * Math.Exp((r - q) * years));

    private static OptionGreeks Compute(char type, double forward, double strike, double years, double volatility)
    {
        OptionType optionType = type == 'C' ? OptionType.Call : OptionType.Put;
        Assert.True(BlackScholes.TryCompute(optionType, forward, strike, years, volatility, out OptionGreeks greeks));
        return greeks;
    }
}
