using System.Data.Common;
using Hypercall.Actors.Tests.Processes;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace Hypercall.Actors.Tests.Chaos;

/// <summary>SIGSTOP and SIGCONT of the owner: whoever wakes has been replaced and must not come back by itself.</summary>
[Collection(ProcessCollection.Name)]
public sealed class PausedOwnerTests(ITestOutputHelper output)
{
    private const int Stop = 19;
    private const int Continue = 18;
    private const int SqliteBusy = 5;

    [ChaosTheory]
    [MemberData(nameof(ChaosCases.Databases), MemberType = typeof(ChaosCases))]
    public Task Loaded(string database, int round) => ChaosVenue.RunAsync(database, output, async venue =>
    {
        venue.StartLoad();
        await venue.MoreAsync();
        int owner = await venue.OwnerAsync();
        await StopAsync(venue, owner, inside: false);
        await PauseAsync(venue, owner, $"{database}, paused under load, round {round}");
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

    /// <summary>A server ends such a session; the lock of a SQLite file is held until the process goes on or ends.</summary>
    [ChaosTheory]
    [MemberData(nameof(ChaosCases.Databases), MemberType = typeof(ChaosCases))]
    public Task Inside_a_transaction(string database, int round) => ChaosVenue.RunAsync(database, output, async venue =>
    {
        venue.StartLoad();
        await venue.MoreAsync();
        int owner = await venue.OwnerAsync();
        await StopAsync(venue, owner, inside: true);
        if (database == ChaosCases.Postgresql)
            await PauseAsync(venue, owner, $"{database}, paused inside a transaction, round {round}");
        else
            await ContinueAsync(venue, owner, $"{database}, goes on inside a transaction, round {round}");
    });

    private static async Task ContinueAsync(ChaosVenue venue, int owner, string what)
    {
        await ChaosVenue.DecidedAsync();
        double startMs = Load.NowMs;
        venue.Fleet.Signal(owner, Continue);
        await venue.MoreAsync();
        venue.AssertOutage(what, venue.Load.WaitedMs(startMs));
        await venue.CheckAsync();
    }

    private static async Task PauseAsync(ChaosVenue venue, int owner, string what)
    {
        await venue.DisturbAsync(what, () => venue.Fleet.Signal(owner, Stop));
        venue.Fleet.Signal(owner, Continue);
        await venue.MoreAsync();
        await venue.CheckAsync();
    }

    /// <summary>Stops the owner again and again until it did so between BEGIN and COMMIT, or not there.</summary>
    private static async Task StopAsync(ChaosVenue venue, int owner, bool inside)
    {
        await using DbConnection connection = venue.Journal.Connect();
        await connection.OpenAsync();
        const int tries = 2_000;
        for (int number = 0; number < tries; number++)
        {
            venue.Fleet.Signal(owner, Stop);
            if (await IsInsideAsync(connection) == inside)
                return;
            venue.Fleet.Signal(owner, Continue);
            await venue.Load.WaitForMoreAsync(1);
        }

        Assert.Fail($"the owner was never {(inside ? "inside" : "outside")} a transaction in {tries} tries");
    }

    private static async Task<bool> IsInsideAsync(DbConnection connection)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandTimeout = 1;
        if (connection is not SqliteConnection)
        {
            command.CommandText =
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'";
            return (long)(await command.ExecuteScalarAsync())! > 0;
        }

        try
        {
            command.CommandText = "BEGIN IMMEDIATE; ROLLBACK";
            await command.ExecuteNonQueryAsync();
            return false;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SqliteBusy)
        {
            return true;
        }
    }
}
