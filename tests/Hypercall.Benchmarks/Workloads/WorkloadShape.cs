namespace Hypercall.Benchmarks.Workloads;

/// <summary>
/// The two characters of matching load: of 100 commands 60 are limit orders, 30 cancels, 10 ioc orders that take one
/// to three levels.
/// </summary>
/// <param name="MaxLive">Most live orders; above it a limit order becomes a cancel.</param>
public sealed record WorkloadShape(string Name, int MaxLive)
{
    /// <summary>A deep book: live orders pile up over some 700 levels.</summary>
    public static WorkloadShape Wide { get; } = new("wide", int.MaxValue);

    /// <summary>A book of at most 2,000 live orders.</summary>
    public static WorkloadShape Steady { get; } = new("steady", 2_000);
}
