using System.Globalization;

namespace Hypercall.Engine.Tests.Greeks;

/// <summary>Rows of the committed 40-digit tables, which tests/Hypercall.GreeksReference writes.</summary>
internal static class ReferenceTable
{
    /// <summary>function, x, value.</summary>
    public static IEnumerable<(string Function, double X, double Value)> Functions() =>
        Rows("FunctionReference.csv").Select(row => (row[0], Number(row[1]), Number(row[2])));

    /// <summary>strike, years, volatility, call, put, delta, gamma, vega, theta at spot 1.</summary>
    public static IEnumerable<double[]> Greeks() =>
        Rows("GreeksReference.csv").Select(row => row.Select(Number).ToArray());

    private static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Greeks", file)).Skip(1).Select(line => line.Split(','));

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
