using Hypercall.Benchmarks;

namespace Hypercall.Cli.Verbs;

/// <summary>A measured figure on its way between two builds of the program: a line of JSON.</summary>
/// <param name="Id">M1 to M10, or calibration.</param>
/// <param name="What">What was measured.</param>
/// <param name="HigherIsBetter">True for rates, false for times and bytes.</param>
internal sealed record BenchFigure(string Id, string What, double Value, bool HigherIsBetter)
{
    public static string Write(BenchmarkRow row) =>
        JsonSerializer.Serialize(new BenchFigure(row.Id, row.What, row.Value, row.HigherIsBetter));

    /// <exception cref="JsonException">The line is none.</exception>
    public static BenchFigure Read(string line) =>
        JsonSerializer.Deserialize<BenchFigure>(line) is { What: not null, Id: not null } figure
            ? figure
            : throw new JsonException("a figure has an Id, What, Value and HigherIsBetter");
}
