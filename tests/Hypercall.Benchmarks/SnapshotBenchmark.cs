using System.Diagnostics;
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.State;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Snapshots;

namespace Hypercall.Benchmarks;

/// <summary>
/// M6: a snapshot of a venue with 100,000 open orders and 10,000 wallets. The stall is what a host's engine thread does
/// for it: the invariants of the whole state, its encoding, the digests, the record. Restoring is what a start from the
/// state's bytes takes. The restored engine must have the same hash.
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
        ExchangeEngine engine = Grow();
        var stalls = new List<double>();
        var restores = new List<double>();
        int length = 0;
        for (int run = 0; run < Runs; run++)
        {
            Measurement.Settle();
            long start = Stopwatch.GetTimestamp();
            engine.CheckInvariants();
            byte[] bytes = engine.Snapshot();
            SnapshotCodec.Encode(new EngineSnapshot
            {
                EngineId = "main",
                Epoch = 1,
                RecordNumber = 1,
                Sequence = engine.Sequence,
                Hash = engine.Hash,
                TimeSource = TimeSource.Clock,
                Digests = ExchangeEngine.DigestSnapshot(bytes)!.Components,
                State = bytes,
            });
            stalls.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            length = bytes.Length;

            Measurement.Settle();
            start = Stopwatch.GetTimestamp();
            ExchangeEngine? restored = ExchangeEngine.Restore(bytes, EngineOptions.Default, out string? error);
            restores.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (restored?.Hash != engine.Hash)
                throw new BenchmarkFailedException($"the restored engine differs: {error ?? "another hash"}");
        }

        string name = $"snapshot of 100,000 orders, 10,000 wallets ({length / 1e6:0.0} MB)";
        yield return Target.AtMost(20, 0, "ms").Row("M6", $"{name}: stall", Measurement.Median(stalls));
        yield return Target.AtMost(300, 150, "ms").Row("M6", $"{name}: restore", Measurement.Median(restores));
    }

    private static ExchangeEngine Grow()
    {
        var load = new VenueLoad(Instruments, Wallets, Seed);
        var engine = new ExchangeEngine();
        foreach (EngineCommand command in load.Opening())
            engine.Apply(VenueLoad.Envelope(engine.Sequence + 1, command));
        for (int i = 0; i < Orders; i++)
            engine.Apply(VenueLoad.Envelope(engine.Sequence + 1, load.NextResting()));
        return engine;
    }
}
