using System.Diagnostics;
using Hypercall.Benchmarks.Workloads;

namespace Hypercall.Benchmarks;

/// <summary>
/// M1: the book alone. Timed runs on fresh books, matching only, as other order books are measured, and with the list
/// of levels that each command has changed, which the engine keeps beside its books; one run with a time stamp per
/// command; one on a book that has grown to its size before, for what it allocates. Every run's trades are checked.
/// </summary>
internal static class BookBenchmark
{
    private const int WarmRuns = 3;
    private const int TimedRuns = 7;

    public static IEnumerable<BenchmarkRow> Run(Workload workload)
    {
        MatchingBook<HashedTrades> grown = new();
        for (int run = 0; run < WarmRuns; run++)
        {
            grown.Clear();
            RunAll(grown, workload);
            workload.Check(grown.Tally);
            RunAll(new MatchingBook<MatchingOnly>(), workload);
            RunAll(new MatchingBook<ListedLevels>(), workload);
        }

        Target rate = workload.IsSteady ? Target.AtLeast(18e6, 35e6, "/s") : Target.AtLeast(12e6, 25e6, "/s");
        string name = $"book alone, {workload.Name}";
        yield return rate.Row("M1", name, MedianRate<MatchingOnly>(workload));
        yield return new Target(null, null, "/s", true).Row(
            "M1", $"{name}, with the list of changed levels", MedianRate<ListedLevels>(workload));
        yield return Target.AtMost(350, 200, "ns").Row("M1", $"{name}, p99", NinetyNinthPercentile(workload));
        yield return Target.AtMost(0, 0, "B").Row(
            "M1", $"{name}, allocated per command", BytesPerCommand(grown, workload));
    }

    private static double MedianRate<TMode>(Workload workload)
        where TMode : struct, IBookMode =>
        Measurement.Median(Enumerable.Range(0, TimedRuns).Select(_ => Rate<TMode>(workload)));

    private static double Rate<TMode>(Workload workload)
        where TMode : struct, IBookMode
    {
        Measurement.Settle();
        var book = new MatchingBook<TMode>();
        long start = Stopwatch.GetTimestamp();
        RunAll(book, workload);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        workload.CheckCounts(book.Tally);
        return workload.Commands.Length / seconds;
    }

    private static double NinetyNinthPercentile(Workload workload)
    {
        Measurement.Settle();
        var book = new MatchingBook<MatchingOnly>();
        var times = new long[workload.Commands.Length];
        long last = Stopwatch.GetTimestamp();
        for (int i = 0; i < times.Length; i++)
        {
            book.Apply(workload.Commands[i]);
            long now = Stopwatch.GetTimestamp();
            times[i] = now - last;
            last = now;
        }

        workload.CheckCounts(book.Tally);
        return Measurement.Nanoseconds(Measurement.Percentile(times, 0.99));
    }

    private static double BytesPerCommand(MatchingBook<HashedTrades> grown, Workload workload)
    {
        grown.Clear();
        long before = GC.GetAllocatedBytesForCurrentThread();
        RunAll(grown, workload);
        return Math.Round((double)(GC.GetAllocatedBytesForCurrentThread() - before) / workload.Commands.Length, 2);
    }

    private static void RunAll<TMode>(MatchingBook<TMode> book, Workload workload)
        where TMode : struct, IBookMode
    {
        foreach (ref readonly WorkloadCommand command in workload.Commands.AsSpan())
            book.Apply(command);
    }
}
