using System.Numerics;
using System.Text;

namespace Hypercall.GreeksReference;

/// <summary>
/// Price and greeks of Black-Scholes at rate 0 and spot 1, strike in [0.01, 100] and σ√T in [1e-4, 12]: corners and
/// grid, strikes a few standard deviations around the spot, and pseudo-random points. Units are the engine's: vega
/// per 0.01 of volatility, theta per day of a year of 365.25 days.
/// </summary>
internal static class GreeksTable
{
    private const ulong Seed = 20_240_602;
    private const int RandomRows = 1_400;

    // Beyond 22 standard deviations a tail is below 1e-106 and printed as none. Its series needs 2 × 22²/2 nats.
    private const int Bits = 900;
    private const double CertaintyDistance = 22;
    private static readonly FixedPoint Numbers = new(Bits);
    private static readonly BigInteger Negligible = Numbers.One / BigInteger.Pow(10, 60);

    private static readonly double[] Volatilities =
        [1e-4, 3e-4, 1e-3, 3e-3, 0.00999, 0.01, 0.03, 0.1, 0.3, 0.6, 1, 2, 4, 8, 12];

    private static readonly double[] Strikes =
    [
        0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 0.7, 0.75, 0.9, 0.97, 0.99, 0.999, 0.9999, 0.999999, 0.9999999999999999, 1,
        1.0000000000000002, 1.000001, 1.0001, 1.001, 1.01, 1.03, 1.1, 1.3, 1.41, 1.42, 2, 4, 10, 20, 50, 100,
    ];

    private static readonly double[] Deviations =
        [-9, -7, -5, -4, -3, -2, -1, -0.66, -0.3, -0.1, 0.1, 0.3, 0.67, 1, 2, 3, 4, 5, 7, 9];

    private static readonly double[] Years = [1.0 / 525_960, 1.0 / 365.25, 7 / 365.25, 30 / 365.25, 0.25, 1, 2, 10];

    public static string Write()
    {
        var text = new StringBuilder("strike,years,volatility,call,put,delta,gamma,vega,theta\n");
        int row = 0;
        foreach ((double strike, double total) in Points())
        {
            double years = Years[row++ % Years.Length];
            AppendRow(text, strike, years, Inputs.Rounded(total / Math.Sqrt(years)));
        }

        var input = new InputStream(Seed);
        for (int i = 0; i < RandomRows; i++)
        {
            double strike = i % 4 == 0 ? input.NextBetween(0.9, 1.1) : input.NextBetween(0.01, 100);
            double total = i % 4 == 1 ? input.NextBetween(0.1, 12) : input.NextBetween(1e-4, 12);
            double years = input.NextBetween(1e-5, 10);
            AppendRow(text, strike, years, Inputs.Rounded(total / Math.Sqrt(years)));
        }

        return text.ToString();
    }

    private static IEnumerable<(double Strike, double Total)> Points()
    {
        foreach (double total in Volatilities)
        {
            foreach (double strike in Strikes)
                yield return (strike, total);
            foreach (double deviation in Deviations)
            {
                double strike = Inputs.Rounded(Math.Exp(deviation * total));
                if (strike is >= 0.01 and <= 100)
                    yield return (strike, total);
            }
        }
    }

    private static void AppendRow(StringBuilder text, double strikeInput, double yearsInput, double volatilityInput)
    {
        BigInteger strike = Numbers.FromDouble(strikeInput);
        BigInteger years = Numbers.FromDouble(yearsInput);
        BigInteger volatility = Numbers.FromDouble(volatilityInput);
        BigInteger rootYears = Numbers.SquareRoot(years);
        BigInteger total = Numbers.Multiply(volatility, rootYears);
        BigInteger d1 = Numbers.Divide(-Numbers.Log(strikeInput), total) + total / 2;
        BigInteger d2 = d1 - total;
        BigInteger delta = Cumulative(d1);
        BigInteger call = delta - Numbers.Multiply(strike, Cumulative(d2));
        BigInteger put = Numbers.Multiply(strike, Cumulative(-d2)) - Cumulative(-d1);
        BigInteger density = IsCertain(d1) ? BigInteger.Zero : Numbers.Density(d1);
        BigInteger gamma = Numbers.Divide(density, total);
        BigInteger vega = Numbers.Multiply(density, rootYears) / 100;
        BigInteger theta = -Numbers.Divide(Numbers.Multiply(density, volatility), rootYears) / 2 * 4 / 1_461;

        text.Append($"{Inputs.Format(strikeInput)},{Inputs.Format(yearsInput)},{Inputs.Format(volatilityInput)}");
        BigInteger[] values = [call, put, delta, gamma, vega, theta];
        foreach (BigInteger value in values)
            text.Append($",{Numbers.Format(BigInteger.Abs(value) < Negligible ? BigInteger.Zero : value)}");
        text.Append('\n');
    }

    private static BigInteger Cumulative(BigInteger x) =>
        !IsCertain(x) ? Numbers.Cumulative(x) : x.Sign > 0 ? Numbers.One : BigInteger.Zero;

    private static bool IsCertain(BigInteger x) => BigInteger.Abs(x) > Numbers.FromDouble(CertaintyDistance);
}
