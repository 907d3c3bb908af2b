using System.Diagnostics;
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Rules;
using Hypercall.Engine.State;

namespace Hypercall.Cli.Bench;

/// <summary>
/// M8: what margin adds to the admission of one order. The same resting order is placed and cancelled by the same
/// wallet with margin on and off, hashing off, and the difference of the medians is what admission costs. Once every
/// command has a millisecond of its own, so that every option is priced anew, once all share one.
/// </summary>
internal static class MarginBenchmark
{
    private const int PortfolioLegs = 100;
    private const int Rounds = 2_000;
    private const int WarmRuns = 60;
    private const int Runs = 5;

    public static IEnumerable<BenchmarkRow> Run()
    {
        for (int run = 0; run < WarmRuns; run++)
            Placing((MarginMode)(run % 2), 1, 1, margin: run % 4 < 2);
        Target standard = Target.AtMost(2, 0.5, "µs");
        yield return standard.Row("M8", "standard margin of an order, 1 short position", Added(MarginMode.Standard, 1, 1));
        yield return Target.AtMost(null, null, "µs").Row(
            "M8", "standard margin of an order, 20 short positions", Added(MarginMode.Standard, 20, 1));
        Target portfolio = Target.AtMost(200, 40, "µs");
        yield return portfolio.Row(
            "M8", "portfolio margin of an order, 100 legs × 17 scenarios, all priced anew",
            Added(MarginMode.Portfolio, PortfolioLegs, 1));
        yield return portfolio.Row(
            "M8", "portfolio margin of an order, 100 legs × 17 scenarios, one market",
            Added(MarginMode.Portfolio, PortfolioLegs, 0));
    }

    /// <summary>Microseconds that margin adds to placing an order.</summary>
    private static double Added(MarginMode mode, int legs, int msPerCommand)
    {
        double on = Measurement.Median(Enumerable.Range(0, Runs).Select(_ => Placing(mode, legs, msPerCommand, true)));
        double off = Measurement.Median(Enumerable.Range(0, Runs).Select(_ => Placing(mode, legs, msPerCommand, false)));
        return on - off;
    }

    private static double Placing(MarginMode mode, int legs, int msPerCommand, bool margin)
    {
        var venue = new MarginVenue(mode, legs, margin);
        var ticks = new long[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            CommandEnvelope place = venue.Next(MarginVenue.Order(round), msPerCommand);
            long start = Stopwatch.GetTimestamp();
            bool accepted = venue.Engine.Apply(place).Accepted;
            ticks[round] = Stopwatch.GetTimestamp() - start;
            if (!accepted || !venue.Engine.Apply(venue.Next(new CancelAll(MarginVenue.Trader), msPerCommand)).Accepted)
                throw new CheckFailedException($"an order of the margin benchmark was rejected in round {round}");
        }

        return Measurement.Nanoseconds(Measurement.Percentile(ticks, 0.5)) / 1e3;
    }
}
