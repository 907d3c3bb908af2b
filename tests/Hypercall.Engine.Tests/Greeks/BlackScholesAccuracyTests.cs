using Hypercall.Engine.Domain;
using Hypercall.Engine.Pricing;

namespace Hypercall.Engine.Tests.Greeks;

/// <summary>The accuracy that engine.md §8 asks for, and the tighter one that the implementation has.</summary>
public sealed class BlackScholesAccuracyTests
{
    // Price and delta gain nothing from a small σ√T and lose nothing: 1e-14 for prices up to 100 is 1 ulp.
    private const double Attained = 3e-14;

    [Fact]
    public void Every_row_of_the_reference_is_met()
    {
        int rows = 0;
        foreach (double[] row in ReferenceTable.Greeks())
        {
            Check(row);
            rows++;
        }

        Assert.Equal(2_118, rows);
    }

    private static void Check(double[] row)
    {
        (double strike, double years, double volatility) = (row[0], row[1], row[2]);
        double total = volatility * Math.Sqrt(years);
        Assert.True(BlackScholes.TryCompute(OptionType.Call, 1, strike, years, volatility, out OptionGreeks call));
        Assert.True(BlackScholes.TryCompute(OptionType.Put, 1, strike, years, volatility, out OptionGreeks put));
        Near("call", row[3], call.Price, 1e-12, row);
        Near("put", row[4], put.Price, 1e-12, row);
        Near("call delta", row[5], call.Delta, 1e-12, row);
        Near("put delta", row[5] - 1, put.Delta, 1e-12, row);
        double loose = total < 1e-2 ? 1e-9 : 1e-12;
        foreach (OptionGreeks greeks in new[] { call, put })
        {
            Near("gamma", row[6] * total, greeks.Gamma * total, loose, row);
            Near("vega", row[7], greeks.Vega, 1e-12, row);
            Near("theta", row[8], greeks.Theta, loose, row);
        }

        Near("attained call", row[3], call.Price, Attained, row);
        Near("attained put", row[4], put.Price, Attained, row);
        Near("attained delta", row[5], call.Delta, Attained, row);
        Near("attained vega", row[7], call.Vega, Attained, row);
        Near("attained gamma", row[6] * total, call.Gamma * total, Attained, row);
        Near("attained theta", row[8], call.Theta, Attained * (1 + Math.Abs(row[8])), row);
    }

    private static void Near(string what, double expected, double actual, double allowed, double[] row) => Assert.True(
        Math.Abs(actual - expected) <= allowed,
        $"{what} is {actual:R}, not {expected:R}: strike {row[0]:R}, years {row[1]:R}, volatility {row[2]:R}");
}
