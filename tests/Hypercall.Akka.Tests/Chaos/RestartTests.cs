using Hypercall.Actors.Tests.Processes;
using Xunit.Abstractions;

namespace Hypercall.Actors.Tests.Chaos;

/// <summary>All nodes die at once and come back; the view and gateway node lives on through it.</summary>
[Collection(ProcessCollection.Name)]
public sealed class RestartTests(ITestOutputHelper output)
{
    [ChaosTheory]
    [MemberData(nameof(ChaosCases.Databases), MemberType = typeof(ChaosCases))]
    public async Task All_nodes_at_once(string database, int round)
    {
        await using ChaosVenue venue = await ChaosVenue.StartAsync(database, output);
        venue.StartLoad();
        await venue.MoreAsync();
        await venue.OwnerAsync();
        for (int node = 0; node < ChaosVenue.Nodes; node++)
            venue.Fleet.Kill(node);
        await venue.MoreAsync();
        output.WriteLine($"round {round}");
        await venue.CheckAsync();
    }
}
