using System.Data.Common;
using Hypercall.Actors.Tests.Processes;
using Xunit.Abstractions;

namespace Hypercall.Actors.Tests.Chaos;

/// <summary>SIGSTOP and SIGCONT of the owner: whoever wakes has been replaced and must not come back by itself.</summary>
[Collection(ProcessCollection.Name)]
public sealed class PausedOwnerTests(ITestOutputHelper output)
{
    private const int Stop = 19;
    private const int Continue = 18;

    [ChaosTheory]
    [MemberData(nameof(ChaosCases.Databases), MemberType = typeof(ChaosCases))]
    public Task Loaded(string database, int round) => ChaosVenue.RunAsync(database, output, async venue =>
    {
        venue.StartLoad();
        await venue.MoreAsync();
        await PauseAsync(venue, await venue.OwnerAsync(), $"{database}, paused under load, round {round}");
    });

    [ChaosTheory]
    [MemberData(nameof(ChaosCases.Databases), MemberType = typeof(ChaosCases))]
    public Task Quiet(string database, int round) => ChaosVenue.RunAsync(database, output, async venue =>
    {
        int owner = await venue.OwnerAsync();
        venue.Fleet.Signal(owner, Stop);
        double startMs = Load.NowMs;
        venue.StartLoad();
        await venue.MoreAsync();
        venue.AssertOutage($"{database}, paused while quiet, round {round}", venue.Load.WaitedMs(startMs));
        venue.Fleet.Signal(owner, Continue);
        await venue.MoreAsync();
        await venue.CheckAsync();
    });

    [ChaosTheory]
    [MemberData(nameof(ChaosCases.PostgresqlOnly), MemberType = typeof(ChaosCases))]
    public Task Inside_a_transaction(string database, int round) => ChaosVenue.RunAsync(database, output, async venue =>
    {
        venue.StartLoad();
        await venue.MoreAsync();
        int owner = await venue.OwnerAsync();
        await StopInsideAsync(venue, owner);
        await PauseAsync(venue, owner, $"{database}, paused inside a transaction, round {round}");
    });

    private static async Task PauseAsync(ChaosVenue venue, int owner, string what)
    {
        await venue.DisturbAsync(what, () => venue.Fleet.Signal(owner, Stop));
        venue.Fleet.Signal(owner, Continue);
        await venue.MoreAsync();
        await venue.CheckAsync();
    }

    /// <summary>Stops the owner again and again until the server says that it did so between BEGIN and COMMIT.</summary>
    private static async Task StopInsideAsync(ChaosVenue venue, int owner)
    {
        await using DbConnection connection = venue.Journal.Connect();
        await connection.OpenAsync();
        await using DbCommand open = connection.CreateCommand();
        open.CommandText =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'";
        const int tries = 2_000;
        for (int number = 0; number < tries; number++)
        {
            venue.Fleet.Signal(owner, Stop);
            if ((long)(await open.ExecuteScalarAsync())! > 0)
                return;
            venue.Fleet.Signal(owner, Continue);
            await venue.Load.WaitForMoreAsync(1);
        }

        Assert.Fail($"the owner was never inside a transaction in {tries} tries");
    }
}
