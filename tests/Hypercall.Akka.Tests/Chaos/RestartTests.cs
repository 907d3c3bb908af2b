using Hypercall.Actors.Tests.Processes;
using Xunit.Abstractions;

namespace Hypercall.Actors.Tests.Chaos;

/// <summary>All nodes die at once and come back; the view and gateway node lives on through it.</summary>
[Collection(ProcessCollection.Name)]
public sealed class RestartTests(ITestOutputHelper output)
{
    [ChaosTheory]
    [MemberData(nameof(ChaosCases.Databases), MemberType = typeof(ChaosCases))]
    public Task All_nodes_at_once(string database, int round) => ChaosVenue.RunAsync(database, output, async venue =>
    {
        venue.StartLoad();
        await venue.MoreAsync();
        await venue.OwnerAsync();
        double startMs = Load.NowMs;
        for (int node = 0; node < ChaosVenue.Nodes; node++)
            venue.Fleet.Kill(node);
        await venue.MoreAsync();
        venue.Report($"{database}, all nodes restarted, round {round}", venue.Load.LongestGapMs(startMs));
        await venue.CheckAsync();
    });
}
