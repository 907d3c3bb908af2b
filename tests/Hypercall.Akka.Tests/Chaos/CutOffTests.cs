using Hypercall.Actors.Tests.Processes;
using Xunit.Abstractions;

namespace Hypercall.Actors.Tests.Chaos;

/// <summary>The owner is cut off from its database or its peers, wholly or in one direction, and the cut heals.</summary>
[Collection(ProcessCollection.Name)]
public sealed class CutOffTests(ITestOutputHelper output)
{
    [ChaosTheory]
    [MemberData(nameof(ChaosCases.PostgresqlOnly), MemberType = typeof(ChaosCases))]
    public Task From_the_database(string database, int round) => CutAsync(
        database,
        $"{database}, cut from the database, round {round}",
        (venue, owner) => venue.CutFromDatabase(owner, LinkFault.Both));

    [ChaosTheory]
    [MemberData(nameof(ChaosCases.Databases), MemberType = typeof(ChaosCases))]
    public Task From_its_peers(string database, int round) => CutFromPeersAsync(database, round, LinkFault.Both);

    [ChaosTheory]
    [MemberData(nameof(ChaosCases.Databases), MemberType = typeof(ChaosCases))]
    public Task What_it_sends(string database, int round) => CutFromPeersAsync(database, round, LinkFault.Inward);

    [ChaosTheory]
    [MemberData(nameof(ChaosCases.Databases), MemberType = typeof(ChaosCases))]
    public Task What_it_is_sent(string database, int round) => CutFromPeersAsync(database, round, LinkFault.Outward);

    private Task CutFromPeersAsync(string database, int round, LinkFault fault) => CutAsync(
        database,
        $"{database}, {fault} cut from its peers, round {round}",
        (venue, owner) => venue.CutFromPeers(owner, fault));

    private Task CutAsync(string database, string what, Action<ChaosVenue, int> cut) =>
        ChaosVenue.RunAsync(database, output, async venue =>
        {
            venue.StartLoad();
            await venue.MoreAsync();
            int owner = await venue.OwnerAsync();
            await venue.DisturbAsync(what, () => cut(venue, owner));
            venue.Mend();
            await venue.MoreAsync();
            await venue.CheckAsync();
        });
}
