using System.Diagnostics;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;

namespace Hypercall.Benchmarks;

/// <summary>
/// M8: what margin adds to the admission of one order. The same resting order is placed and cancelled by the same
/// wallet with margin on and off, hashing off, and the difference of the medians is what admission costs. Once every
/// command has a millisecond of its own, so that every option is priced anew, once all share one. Besides, a figure of
/// the rules: what a maker's quotes take.
/// </summary>
internal static class MarginBenchmark
{
    private const int PortfolioLegs = 100;
    private const int OpenOrders = 100;
    private const int Rounds = 2_000;
    private const int WarmRuns = 60;
    private const int Runs = 5;

    public static IEnumerable<BenchmarkRow> Run()
    {
        for (int run = 0; run < WarmRuns; run++)
            Placing((MarginMode)(run % 2), 1, 0, 1, margin: run % 4 < 2);
        yield return Target.AtMost(0.5, 0.4, "µs").Row(
            "M8", "standard margin of an order, 1 short position", Added(MarginMode.Standard, 1, 0, 1));
        yield return Target.AtMost(2, 0.6, "µs").Row(
            "M8", "standard margin of an order, 20 short positions", Added(MarginMode.Standard, 20, 0, 1));
        yield return Target.AtMost(120, 60, "µs").Row(
            "M8", "portfolio margin of an order, 100 legs × 17 scenarios, all priced anew",
            Added(MarginMode.Portfolio, PortfolioLegs, 0, 1));
        yield return Target.AtMost(15, 8, "µs").Row(
            "M8", "portfolio margin of an order, 100 legs × 17 scenarios, one market",
            Added(MarginMode.Portfolio, PortfolioLegs, 0, 0));
        yield return Target.AtMost(20, 10, "µs").Row(
            "M8", "portfolio margin of an order, 100 legs × 17 scenarios, one market, with 100 open orders",
            Added(MarginMode.Portfolio, PortfolioLegs, OpenOrders, 0));
        foreach (MarginMode mode in Enum.GetValues<MarginMode>())
        {
            yield return Target.AtMost(null, null, "USDC").Row(
                "M8", $"what a maker's quotes on both sides of 100 options take of its excess, {mode}",
                (double)MakerQuotes.Needed(mode).Units / Cash.UnitsPerUsdc);
        }
    }

    /// <summary>Microseconds that margin adds to placing an order.</summary>
    private static double Added(MarginMode mode, int legs, int orders, int msPerCommand)
    {
        double on = Measurement.Median(
            Enumerable.Range(0, Runs).Select(_ => Placing(mode, legs, orders, msPerCommand, true)));
        double off = Measurement.Median(
            Enumerable.Range(0, Runs).Select(_ => Placing(mode, legs, orders, msPerCommand, false)));
        return on - off;
    }

    private static double Placing(MarginMode mode, int legs, int orders, int msPerCommand, bool margin)
    {
        var venue = new MarginVenue(mode, legs, orders, margin);
        var ticks = new long[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            CommandEnvelope place = venue.Next(MarginVenue.Order(round), msPerCommand);
            long start = Stopwatch.GetTimestamp();
            bool accepted = venue.Engine.Apply(place).Accepted;
            ticks[round] = Stopwatch.GetTimestamp() - start;
            if (!accepted || !venue.Engine.Apply(venue.Next(MarginVenue.CancelOfOrder, msPerCommand)).Accepted)
                throw new BenchmarkFailedException($"an order of the margin benchmark was rejected in round {round}");
        }

        return Measurement.Nanoseconds(Measurement.Percentile(ticks, 0.5)) / 1e3;
    }
}
