using System.Diagnostics;
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.State;
using Hypercall.Sequencer.Snapshots;

namespace Hypercall.Benchmarks;

/// <summary>
/// M6: a snapshot of a running venue with 100,000 open orders, 10,000 wallets and as many remembered outcomes as its
/// rules have room for. The stall is what the engine's thread does for it and how long the collector then holds it up
/// while another thread makes and checks the snapshot. Restoring is what a start from the state's bytes takes. The
/// restored engine must have the same hash.
/// </summary>
internal static class SnapshotBenchmark
{
    private const int Instruments = 500;
    private const int Wallets = 10_000;
    private const int Orders = 100_000;
    private const int Runs = 7;
    private const ulong Seed = 6;

    public static IEnumerable<BenchmarkRow> Run()
    {
        SequencerVenue venue = Grow();
        var stalls = new List<double>();
        var checks = new List<double>();
        var restores = new List<double>();
        for (int run = 0; run < Runs; run++)
        {
            Measurement.Settle();
            TimeSpan paused = GC.GetTotalPauseDuration();
            TimeSpan taken = venue.TakeSnapshot();
            checks.Add(venue.CompleteSnapshot().TotalMilliseconds);
            stalls.Add((taken + GC.GetTotalPauseDuration() - paused).TotalMilliseconds);
            restores.Add(Restore(venue));
        }

        string name = $"snapshot of 100,000 orders, 10,000 wallets ({venue.Saved.Length / 1e6:0.0} MB)";
        yield return Target.AtMost(20, 0, "ms").Row("M6", $"{name}: stall", Measurement.Median(stalls));
        yield return new Target(null, null, "ms", false).Row(
            "M6", $"{name}: made and checked beside", Measurement.Median(checks));
        yield return Target.AtMost(300, 150, "ms").Row("M6", $"{name}: restore", Measurement.Median(restores));
    }

    private static double Restore(SequencerVenue venue)
    {
        if (!SnapshotCodec.TryDecode(venue.Saved, out EngineSnapshot? snapshot, out string? error))
            throw new BenchmarkFailedException(error!);
        Measurement.Settle();
        long start = Stopwatch.GetTimestamp();
        ExchangeEngine? restored = ExchangeEngine.Restore(snapshot!.State.Span, EngineOptions.Default, out error);
        double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (restored?.Hash != venue.Hash)
            throw new BenchmarkFailedException($"the restored engine differs: {error ?? "another hash"}");
        return elapsed;
    }

    private static SequencerVenue Grow()
    {
        var load = new VenueLoad(Instruments, Wallets, Seed);
        var venue = new SequencerVenue();
        foreach (EngineCommand command in load.Opening())
            venue.Execute(command);
        for (int i = 0; i < Orders; i++)
            venue.Execute(load.NextResting());
        while (venue.Executed < WorkloadVenue.Rules.OutcomeCache)
            venue.Execute(new Tick());
        venue.CompleteWrites();
        return venue;
    }
}
