using System.Diagnostics;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;

namespace Hypercall.Benchmarks;

/// <summary>
/// M8: what margin adds to the admission of one order. The same resting order is placed and cancelled by the same
/// wallet with margin on and off, hashing off, and the difference of the medians is what admission costs: with a
/// millisecond for every command, so that every option is worth something else, with an index price before every order
/// too, or with one market and one instant for all. Every case is warmed up before the first is measured.
/// Besides, a figure of the rules: what a maker's quotes take.
/// </summary>
internal static class MarginBenchmark
{
    private const int PortfolioLegs = 100;
    private const int OpenOrders = 100;
    private const int Rounds = 2_000;
    private const int WarmRuns = 20;
    private const int Runs = 5;

    private static readonly Case[] Cases =
    [
        new("standard margin of an order, 1 short position", MarginMode.Standard, 1, Target.AtMost(0.5, 0.4, "µs")),
        new("standard margin of an order, 20 short positions", MarginMode.Standard, 20, Target.AtMost(2, 0.6, "µs")),
        new("standard margin of an order after an index price, 20 short positions", MarginMode.Standard, 20,
            Target.AtMost(2, 0.6, "µs"), MovesIndex: true),
        new("portfolio margin of an order, 100 legs × 17 scenarios, all priced anew", MarginMode.Portfolio,
            PortfolioLegs, Target.AtMost(120, 60, "µs")),
        new("portfolio margin of an order, 100 legs × 17 scenarios, one market", MarginMode.Portfolio, PortfolioLegs,
            Target.AtMost(15, 8, "µs"), MsPerCommand: 0),
        new("portfolio margin of an order, 100 legs × 17 scenarios, one market, with 100 open orders",
            MarginMode.Portfolio, PortfolioLegs, Target.AtMost(20, 10, "µs"), OpenOrders, MsPerCommand: 0),
    ];

    /// <summary>One figure of admission.</summary>
    private sealed record Case(
        string What, MarginMode Mode, int Legs, Target Target,
        int Orders = 0, int MsPerCommand = 1, bool MovesIndex = false);

    public static IEnumerable<BenchmarkRow> Run()
    {
        foreach (Case admission in Cases)
        {
            for (int run = 0; run < WarmRuns; run++)
                Placing(admission, margin: run % 2 == 0);
        }

        foreach (Case admission in Cases)
            yield return admission.Target.Row("M8", admission.What, Added(admission));
        foreach (MarginMode mode in Enum.GetValues<MarginMode>())
        {
            yield return Target.AtMost(null, null, "USDC").Row(
                "M8", $"what a maker's quotes on both sides of 100 options take of its excess, {mode}",
                (double)MakerQuotes.Needed(mode).Units / Cash.UnitsPerUsdc);
        }
    }

    /// <summary>Microseconds that margin adds to placing an order.</summary>
    private static double Added(Case admission)
    {
        double on = Measurement.Median(Enumerable.Range(0, Runs).Select(_ => Placing(admission, margin: true)));
        double off = Measurement.Median(Enumerable.Range(0, Runs).Select(_ => Placing(admission, margin: false)));
        return on - off;
    }

    private static double Placing(Case admission, bool margin)
    {
        var venue = new MarginVenue(admission.Mode, admission.Legs, admission.Orders, margin);
        var ticks = new long[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            if (admission.MovesIndex)
                Accept(venue, MarginVenue.Index(round), admission);
            CommandEnvelope place = venue.Next(MarginVenue.Order(round), admission.MsPerCommand);
            long start = Stopwatch.GetTimestamp();
            bool accepted = venue.Engine.Apply(place).Accepted;
            ticks[round] = Stopwatch.GetTimestamp() - start;
            if (!accepted)
                throw new BenchmarkFailedException($"an order of the margin benchmark was rejected in round {round}");
            Accept(venue, MarginVenue.CancelOfOrder, admission);
        }

        return Measurement.Nanoseconds(Measurement.Percentile(ticks, 0.5)) / 1e3;
    }

    private static void Accept(MarginVenue venue, EngineCommand command, Case admission)
    {
        if (!venue.Engine.Apply(venue.Next(command, admission.MsPerCommand)).Accepted)
            throw new BenchmarkFailedException($"{command.Type} of the margin benchmark was rejected");
    }
}
