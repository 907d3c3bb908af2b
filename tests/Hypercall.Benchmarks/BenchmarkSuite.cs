using Hypercall.Benchmarks.Workloads;

namespace Hypercall.Benchmarks;

/// <summary>M1 to M9: every group of figures by its name. M10 is the program's, which has a gateway.</summary>
public static class BenchmarkSuite
{
    /// <summary>Names of the groups, in the order of the table.</summary>
    public static IReadOnlyList<string> Groups { get; } = ["M1", "M2", "M4+M5", "M6", "M7", "M8", "M9"];

    /// <summary>What the machine gives at this hour: to be printed beside every figure.</summary>
    /// <param name="folders">Makes a folder for a file.</param>
    public static IEnumerable<BenchmarkRow> Calibrate(Func<IJournalFolder> folders) => Calibration.Run(folders);

    /// <summary>Measures a group; a row is there as soon as it is measured.</summary>
    /// <param name="group">One of <see cref="Groups"/>.</param>
    /// <param name="workloads">What the book and the engine are measured with; the actor with the first.</param>
    /// <param name="folders">Makes a folder for a journal.</param>
    /// <exception cref="BenchmarkFailedException">A run did not do what it was to do.</exception>
    public static IEnumerable<BenchmarkRow> Measure(
        string group, IReadOnlyList<Workload> workloads, Func<IJournalFolder> folders) => group switch
        {
            "M1" => workloads.SelectMany(BookBenchmark.Run),
            "M2" => workloads.SelectMany(EngineBenchmark.Run),
            "M4+M5" => ActorBenchmark.Run(workloads[0], folders),
            "M6" => SnapshotBenchmark.Run(),
            "M7" => GrowthBenchmark.Run(),
            "M8" => MarginBenchmark.Run(),
            "M9" => LiquidationBenchmark.Run(),
            _ => throw new ArgumentOutOfRangeException(nameof(group), group, "no group of figures"),
        };
}
