using System.Globalization;

namespace Hypercall.Testing.Twin;

/// <summary>
/// How much of the random streams is run: HYPERCALL_TEST_PERCENT, which <c>tests/run.sh --quick</c> sets and prints;
/// without it everything. What a share of them need not reach is asked of the whole alone.
/// </summary>
internal static class StreamShare
{
    private const string Variable = "HYPERCALL_TEST_PERCENT";
    private const int WholePercent = 100;

    private static readonly int Percent = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : WholePercent;

    public static bool IsWhole => Percent >= WholePercent;

    /// <returns>How many of so many streams to run, at least one.</returns>
    public static int Of(int streams) => IsWhole ? streams : Math.Max(1, streams * Percent / WholePercent);
}
