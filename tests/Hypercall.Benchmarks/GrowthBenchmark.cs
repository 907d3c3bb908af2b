using System.Diagnostics;
using Hypercall.Engine;
using Hypercall.Engine.Commands;

namespace Hypercall.Benchmarks;

/// <summary>
/// M7: what a command costs as the venue grows, hash on: apply time with many instruments over that with one, and
/// with many wallets over that with few.
/// </summary>
internal static class GrowthBenchmark
{
    private const int FewWallets = 100;
    private const int ManyWallets = 100_000;
    private const int ManyInstruments = 10_000;
    private const int WarmCommands = 500_000;
    private const int MeasuredCommands = 200_000;
    private const int Chunk = 2_048;
    private const int Runs = 3;
    private const ulong Seed = 7;

    public static IEnumerable<BenchmarkRow> Run()
    {
        Nanoseconds(1, FewWallets);
        double instruments = Ratio((ManyInstruments, FewWallets), (1, FewWallets));
        double wallets = Ratio((1, ManyWallets), (1, FewWallets));
        Target target = Target.AtMost(2, 1.5, "×");
        yield return target.Row("M7", "apply time, 10,000 instruments : 1", instruments);
        yield return target.Row("M7", "apply time, 100,000 wallets : 100", wallets);
    }

    private static double Ratio((int Instruments, int Wallets) large, (int Instruments, int Wallets) small) =>
        Measurement.Median(Enumerable.Range(0, Runs).Select(_ =>
            Nanoseconds(large.Instruments, large.Wallets) / Nanoseconds(small.Instruments, small.Wallets)));

    private static double Nanoseconds(int instruments, int wallets)
    {
        var load = new VenueLoad(instruments, wallets, Seed);
        var engine = new ExchangeEngine();
        foreach (EngineCommand command in load.Opening())
            engine.Apply(VenueLoad.Envelope(engine.Sequence + 1, command));
        Apply(engine, load, WarmCommands);
        Measurement.Settle();
        return Measurement.Nanoseconds(Apply(engine, load, MeasuredCommands)) / MeasuredCommands;
    }

    /// <summary>Stopwatch ticks spent in Apply; the commands are made between the timed chunks.</summary>
    private static long Apply(ExchangeEngine engine, VenueLoad load, int count)
    {
        var chunk = new CommandEnvelope[Chunk];
        long ticks = 0;
        for (int done = 0; done < count; done += Chunk)
        {
            for (int i = 0; i < Chunk; i++)
                chunk[i] = VenueLoad.Envelope(engine.Sequence + 1 + i, load.Next());
            long start = Stopwatch.GetTimestamp();
            foreach (ref readonly CommandEnvelope envelope in chunk.AsSpan())
                engine.Apply(envelope);
            ticks += Stopwatch.GetTimestamp() - start;
        }

        return ticks;
    }
}
