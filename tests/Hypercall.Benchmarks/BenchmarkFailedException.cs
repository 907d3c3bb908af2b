namespace Hypercall.Benchmarks;

/// <summary>What was measured did something else than it was to do; no figure of it counts.</summary>
/// <param name="message">What, in one line.</param>
public sealed class BenchmarkFailedException(string message) : Exception(message);
