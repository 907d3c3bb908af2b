using Hypercall.Benchmarks.Workloads;
using Hypercall.Engine.State;
using Hypercall.Hashing;

namespace Hypercall.Benchmarks;

/// <summary>M2: Engine.Apply whole, with the hash chain on and off.</summary>
internal static class EngineBenchmark
{
    private const int TimedRuns = 5;

    /// <summary>
    /// After two more runs there are as many outcomes as the rules have remembered; the last one counts.
    /// </summary>
    private const int RunsToFull = 3;

    /// <summary>
    /// Apply with the host's hash function and with .NET's, with margin and price band on, and without hashing.
    /// </summary>
    public static IEnumerable<BenchmarkRow> Run(Workload workload)
    {
        string name = $"Engine.Apply, {workload.Name}";
        (double rate, double bytes) = Runs(workload, HostSha256.Options, margin: false);
        yield return Target.AtLeast(1.2e6, 1.6e6, "/s").Row(
            "M2", $"{name}, hashes by {HostSha256.Name}", rate);
        yield return Target.AtMost(8, 0, "B").Row("M2", $"{name}, allocated per command", bytes);
        yield return Target.AtMost(8, 0, "B").Row(
            "M2", $"{name}, allocated per command by an engine grown to its size", BytesOnceGrown(workload));

        (double runtime, _) = Runs(workload, EngineOptions.Default, margin: false);
        yield return new Target(null, null, "×", true).Row(
            "M2", $"{name}, over the same with hashes by .NET", rate / runtime);

        (double margin, bytes) = Runs(workload, HostSha256.Options, margin: true);
        yield return Target.AtLeast(0.9, 0.95, "").Row("M2", $"{name}, margin on : off", margin / rate);
        yield return Target.AtMost(8, 0, "B").Row("M2", $"{name}, margin on, allocated per command", bytes);

        (rate, _) = Runs(workload, HostSha256.Options with { Hashing = false }, margin: false);
        yield return Target.AtLeast(2.4e6, 3.2e6, "/s").Row("M2", $"{name}, hashing off", rate);
    }

    private static double BytesOnceGrown(Workload workload)
    {
        EngineRun run = new EngineRun(workload, HostSha256.Options).Check();
        for (int i = 0; i < RunsToFull; i++)
        {
            run.StartAgain();
            run.Measure();
        }

        return run.BytesPerCommand;
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
