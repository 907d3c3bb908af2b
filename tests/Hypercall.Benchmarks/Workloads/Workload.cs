namespace Hypercall.Benchmarks.Workloads;

/// <summary>A matching workload and, where known, what it must trade.</summary>
public sealed record Workload(string Name, WorkloadCommand[] Commands, TradeTally? Expected)
{
    /// <summary>Number of accounts; they are numbered from 1.</summary>
    public int Accounts { get; } = Commands.Max(command => command.Account);

    /// <summary>True for the shape with few live orders, which has targets of its own.</summary>
    public bool IsSteady => Name == WorkloadShape.Steady.Name;

    /// <summary>Ends the benchmark when the engine traded something else.</summary>
    public void Check(in TradeTally actual)
    {
        if (Expected is { } expected && !expected.Equals(actual))
            throw new BenchmarkFailedException($"workload {Name}: expected {expected}, traded {actual}");
    }

    /// <summary>As <see cref="Check"/>, for a run that only counted.</summary>
    public void CheckCounts(in TradeTally actual)
    {
        if (Expected is { } expected && (expected.Trades, expected.Contracts) != (actual.Trades, actual.Contracts))
            throw new BenchmarkFailedException(
                $"workload {Name}: expected {expected.Trades} trades, traded {actual.Trades}");
    }
}
