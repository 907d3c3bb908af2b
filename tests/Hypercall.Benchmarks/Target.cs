namespace Hypercall.Benchmarks;

/// <summary>What one figure is measured against, and how figures and targets are printed.</summary>
/// <param name="Must">Asked for at least; null where nothing is.</param>
/// <param name="Aim">Aimed for; null where nothing is.</param>
/// <param name="Unit">Printed after the numbers.</param>
/// <param name="HigherIsBetter">True for rates, false for times and bytes.</param>
internal sealed record Target(double? Must, double? Aim, string Unit, bool HigherIsBetter)
{
    public static Target AtLeast(double? must, double? aim, string unit) => new(must, aim, unit, true);

    public static Target AtMost(double? must, double? aim, string unit) => new(must, aim, unit, false);

    /// <summary>The table row of a measured figure.</summary>
    public BenchmarkRow Row(string id, string what, double figure) =>
        new(id, what, figure, HigherIsBetter, Text(figure), Bound(Must), Bound(Aim), Judge(figure));

    private Verdict Judge(double figure)
    {
        if (Must is null && Aim is null)
            return Verdict.None;
        if (Aim is { } aim && Meets(figure, aim))
            return Verdict.Aim;
        if (Must is not { } must)
            return Verdict.BelowAim;
        return Meets(figure, must) ? Verdict.Must : Verdict.Missed;
    }

    private bool Meets(double figure, double bound) => HigherIsBetter ? figure >= bound : figure <= bound;

    private string Bound(double? bound) => bound is { } value ? (HigherIsBetter ? "≥ " : "≤ ") + Text(value) : "";

    private string Text(double value)
    {
        string number = Math.Abs(value) switch
        {
            >= 1e6 => (value / 1e6).ToString("0.##") + " M",
            >= 1e4 => value.ToString("#,##0"),
            _ => value.ToString("0.##"),
        };
        return Unit.Length == 0 || Unit[0] == '/' ? number + Unit : $"{number} {Unit}";
    }
}
