using Hypercall.Benchmarks.Workloads;
using Hypercall.Engine.State;

namespace Hypercall.Benchmarks;

/// <summary>M2: Engine.Apply whole, with the hash chain on and off.</summary>
internal static class EngineBenchmark
{
    private const int TimedRuns = 5;

    /// <summary>Apply with margin and price band off and on, hashing on and off.</summary>
    public static IEnumerable<BenchmarkRow> Run(Workload workload)
    {
        string name = $"Engine.Apply, {workload.Name}";
        (double rate, double bytes) = Runs(workload, EngineOptions.Default, margin: false);
        yield return Target.AtLeast(1e6, 1.6e6, "/s").Row("M2", name, rate);
        yield return Target.AtMost(64, null, "B").Row("M2", $"{name}, allocated per command", bytes);

        (rate, bytes) = Runs(workload, EngineOptions.Default, margin: true);
        yield return Target.AtLeast(1e6, 1.6e6, "/s").Row("M2", $"{name}, margin on", rate);
        yield return Target.AtMost(64, null, "B").Row("M2", $"{name}, margin on, allocated per command", bytes);

        (rate, _) = Runs(workload, new EngineOptions(Hashing: false), margin: false);
        yield return Target.AtLeast(3e6, 6e6, "/s").Row("M2", $"{name}, hashing off", rate);
        (rate, _) = Runs(workload, new EngineOptions(Hashing: false), margin: true);
        yield return Target.AtLeast(3e6, 6e6, "/s").Row("M2", $"{name}, margin on, hashing off", rate);
    }

    private static (double Rate, double Bytes) Runs(Workload workload, EngineOptions options, bool margin)
    {
        new EngineRun(workload, options, margin).Check();
        var rates = new List<double>();
        var bytes = new List<double>();
        for (int i = 0; i < TimedRuns; i++)
        {
            Measurement.Settle();
            EngineRun run = new EngineRun(workload, options, margin).Measure();
            rates.Add(run.Rate);
            bytes.Add(run.BytesPerCommand);
        }

        return (Measurement.Median(rates), Measurement.Median(bytes));
    }
}
