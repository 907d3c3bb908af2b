using System.Text;

namespace Hypercall.GreeksReference;

/// <summary>Exponential, logarithm and normal distribution function at chosen and pseudo-random points.</summary>
internal static class FunctionTable
{
    private const ulong Seed = 20_240_601;

    // exp(-745) and N(-38.4) lie near 2^-1075; N needs the same again for the growth of its series.
    private const int FunctionBits = 1_400;
    private const int TailBits = 2_500;

    public static string Write()
    {
        var text = new StringBuilder("function,x,value\n");
        var input = new InputStream(Seed);
        var numbers = new FixedPoint(FunctionBits);
        foreach (double x in ExpPoints(input))
            text.Append($"exp,{Inputs.Format(x)},{numbers.Format(numbers.Exp(numbers.FromDouble(x)))}\n");
        foreach (double x in LogPoints(input))
            text.Append($"log,{Inputs.Format(x)},{numbers.Format(numbers.Log(x))}\n");
        var tail = new FixedPoint(TailBits);
        foreach (double x in NormalPoints(input))
            text.Append($"cdf,{Inputs.Format(x)},{tail.Format(tail.Cumulative(tail.FromDouble(x)))}\n");
        return text.ToString();
    }

    private static IEnumerable<double> ExpPoints(InputStream input)
    {
        double[] chosen =
        [
            0, 1, -1, 0.5, -0.5, 1e-17, -1e-17, 0.34657359027997264, -0.34657359027997264, 709.78, -708.39, -740, -745,
        ];
        foreach (double x in chosen)
            yield return x;
        for (int i = 0; i < 120; i++)
            yield return Inputs.Rounded(-708 + 1_417 * input.Next());
        for (int i = 0; i < 60; i++)
            yield return Inputs.Rounded(-2 + 4 * input.Next());
        for (int i = 0; i < 30; i++)
            yield return input.NextBetween(1e-16, 1) * (i % 2 == 0 ? 1 : -1);
    }

    private static IEnumerable<double> LogPoints(InputStream input)
    {
        yield return 2;
        yield return 0.5;
        yield return 10;
        yield return Math.BitIncrement(1);
        yield return Math.BitDecrement(1);
        yield return 2.2250738585072014e-308;
        yield return double.MaxValue;
        for (int i = 0; i < 60; i++)
            yield return input.NextBetween(1e-300, 1e300);
        for (int i = 0; i < 90; i++)
            yield return input.NextBetween(0.25, 4);
        for (int i = 0; i < 60; i++)
            yield return 1 + input.NextBetween(1e-15, 0.4) * (i % 2 == 0 ? 1 : -1);
    }

    private static IEnumerable<double> NormalPoints(InputStream input)
    {
        double[] chosen =
            [0, 1e-10, -1e-10, 0.6629126073623883, -0.6629126073623884, -5.656854249492381, -37.5, -38.4, 9];
        foreach (double x in chosen)
            yield return x;
        for (int i = 0; i < 150; i++)
            yield return Inputs.Rounded(-6 + 12 * input.Next());
        for (int i = 0; i < 60; i++)
            yield return Inputs.Rounded(-37.5 * input.Next());
        for (int i = 0; i < 40; i++)
            yield return Inputs.Rounded(-0.7 + 1.4 * input.Next());
    }
}
