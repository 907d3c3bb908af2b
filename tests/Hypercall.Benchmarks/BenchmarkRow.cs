namespace Hypercall.Benchmarks;

/// <summary>A line of the benchmark table.</summary>
/// <param name="Id">M1 to M10.</param>
/// <param name="What">What was measured, with its load.</param>
/// <param name="Value">The measured figure.</param>
/// <param name="HigherIsBetter">True for rates, false for times and bytes.</param>
/// <param name="Figure">The measured figure rounded, with its unit.</param>
/// <param name="Must">What is asked for at least; empty where nothing is.</param>
/// <param name="Aim">What is aimed for; empty where nothing is.</param>
/// <param name="Verdict">How the figure stands against both.</param>
public sealed record BenchmarkRow(
    string Id, string What, double Value, bool HigherIsBetter, string Figure, string Must, string Aim, Verdict Verdict);
