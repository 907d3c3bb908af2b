using Hypercall.Actors.Tests.Processes;
using Xunit.Abstractions;

namespace Hypercall.Actors.Tests.Chaos;

/// <summary>
/// Five times what the venue can take is offered for two minutes, tens of thousands of commands in flight. What it
/// answers stays useful, nothing is executed twice, and it answers at once when the flood is over.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class OverloadTests(ITestOutputHelper output)
{
    private const int Times = 5;
    private const int MostInFlight = 40_000;

    /// <summary>As many keep the engine busy without a command that waits for its turn for long.</summary>
    private const int BusyInFlight = 2_000;

    private const double MoreThanAnyEngine = 50_000;

    private const string SecondsVariable = "HYPERCALL_CHAOS_OVERLOAD_SECONDS";
    private const double MostToAnswerMs = 10_000;
    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable(SecondsVariable), out int seconds) ? seconds : 120);

    [ChaosTheory]
    [MemberData(nameof(ChaosCases.Databases), MemberType = typeof(ChaosCases))]
    public Task Answers_come_at_once_when_it_is_over(string database, int round) =>
        ChaosVenue.RunAsync(database, output, async venue =>
        {
            venue.StartLoad();
            await venue.MoreAsync();
            await venue.OwnerAsync();
            var flood = new Flood(venue, seed: round + 1);
            double capacity = await flood.OfferAsync(MoreThanAnyEngine, BusyInFlight, Measuring);
            await flood.Answered;
            double executed = await flood.OfferAsync(Times * capacity, MostInFlight, Lasts);

            double overMs = Load.NowMs;
            await flood.Answered;
            double answeredMs = Load.NowMs - overMs;
            await venue.MoreAsync();
            double waitedMs = venue.Load.WaitedMs(overMs);
            venue.Report($"{database}, {Times} times overloaded, round {round}", waitedMs);
            output.WriteLine(
                $"{capacity:0}/s alone, {executed:0}/s of {Times * capacity:0}/s offered; {flood.Offered} offered, "
                + $"{flood.Acknowledged.Count} acknowledged, {flood.Refused} refused, the last after "
                + $"{answeredMs / 1_000:0.0} s; {GC.GetTotalMemory(forceFullCollection: true) >> 20} MiB held");
            Assert.True(waitedMs <= MostToAnswerMs, $"{waitedMs:0} ms to the next outcome");
            Assert.True(executed > 0);
            await venue.CheckAsync(flood.Acknowledged);
        });
}
