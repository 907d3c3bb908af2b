using System.Data.Common;
using Hypercall.Actors.Client;
using Hypercall.Actors.Tests.Support;
using Hypercall.Cli;
using Hypercall.Cli.Output;
using Hypercall.Cli.Running;
using Hypercall.Cli.Verbs;
using Npgsql;

namespace Hypercall.Actors.Tests.Processes;

/// <summary>A venue's bad day on PostgreSQL, by the verbs that an operator has.</summary>
[Collection(ProcessCollection.Name)]
[Trait("Category", "Processes")]
public sealed class OperatorTests
{
    private const string Symbol = "BTC-20351228-100000-C";
    private const int Nodes = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [PostgresqlFact]
    public async Task A_cluster_killed_under_load_is_verified_bisected_archived_backed_up_and_restored()
    {
        using var database = new PostgresqlDatabase();
        string journal = database.ConnectionString;
        using var archives = new TemporaryDirectory();
        using var fleet = new NodeFleet(Nodes, "--journal", "postgresql", "--journal-at", journal);
        string node = fleet.Addresses[0];
        StartAll(fleet);
        await AwaitReadyAsync(fleet);
        await using (var connection = new ClusterConnection(fleet.Addresses))
        {
            var load = new Load([new EngineClient(connection.Contacts, "main", connection.ClientOptions)]);
            await load.WaitForMoreAsync(50);
            Assert.Equal(ExitCode.Done, await RunAsync("watch", "--node", node, "--count", "20"));
            Assert.Equal(ExitCode.Done, await RunAsync("watch", "--node", node, "--book", Symbol, "--count", "3"));
            Assert.Equal(ExitCode.Done, await RunAsync("snapshot", "--node", node));
            await load.WaitForMoreAsync(50);

            KillAll(fleet);
            Assert.Equal(ExitCode.CheckFailed, await RunAsync("health", "--node", node, "--timeout", "0.5"));
            Assert.Equal(ExitCode.Done, await RunAsync("verify", journal));
            StartAll(fleet);
            await load.WaitForMoreAsync(50);
            await load.StopAsync();
        }

        await CheckFlippedByteAsync(database, "journal", "message", ExitCode.JournalUnusable);
        await CheckFlippedByteAsync(database, "snapshot", "snapshot", ExitCode.CheckFailed);

        Assert.Equal(ExitCode.Done, await RunAsync("archive", journal, "--to", archives.Path));
        Assert.Single(Directory.GetFiles(archives.Path));
        Assert.Equal(ExitCode.Done, await RunAsync("verify", journal));
        Assert.Equal(ExitCode.Done, await RunAsync("verify", journal, "--archive", archives.Path));

        using var restored = new PostgresqlDatabase();
        database.CopyTo(restored);
        Assert.Equal(ExitCode.Done, await RunAsync("verify", restored.ConnectionString, "--archive", archives.Path));
        Assert.Equal(ExitCode.Done, await RunAsync("bisect", journal, restored.ConnectionString));
        await CheckRestoredAsync(restored.ConnectionString, archives.Path);
        Assert.Equal(ExitCode.Done, await RunAsync("health", "--node", node));
    }

    private static async Task CheckFlippedByteAsync(
        PostgresqlDatabase original, string table, string column, int bisected)
    {
        using var copy = new PostgresqlDatabase();
        original.CopyTo(copy);
        Assert.Equal(ExitCode.Done, await RunAsync("bisect", original.ConnectionString, copy.ConnectionString));
        await using (DbConnection connection = new NpgsqlConnection(copy.ConnectionString))
        {
            await connection.OpenAsync();
            await using DbCommand flip = connection.CreateCommand();
            flip.CommandText = $"""
                UPDATE {table} SET {column} = set_byte({column}, 40, get_byte({column}, 40) # 1)
                WHERE persistence_id = 'engine-main'
                AND sequence_number = (SELECT max(sequence_number) FROM snapshot WHERE persistence_id = 'engine-main')
                """;
            Assert.Equal(1, await flip.ExecuteNonQueryAsync());
        }

        Assert.Equal(ExitCode.CheckFailed, await RunAsync("verify", copy.ConnectionString));
        Assert.Equal(bisected, await RunAsync("bisect", original.ConnectionString, copy.ConnectionString));
    }

    /// <summary>
    /// A node of its own serves from what was restored: the venue that wrote it lives, so that it has to be told to.
    /// </summary>
    private static async Task CheckRestoredAsync(string journal, string archives)
    {
        using var fleet = new NodeFleet(1, "--journal", "postgresql", "--journal-at", journal, "--take-over");
        fleet.Start(0);
        await AwaitReadyAsync(fleet);
        Assert.Equal(ExitCode.Done, await RunAsync("snapshot", "--node", fleet.Addresses[0]));
        Assert.Equal(ExitCode.Done, await RunAsync("verify", journal, "--archive", archives));
    }

    private static void StartAll(NodeFleet fleet)
    {
        for (int index = 0; index < fleet.Count; index++)
            fleet.Start(index);
    }

    private static void KillAll(NodeFleet fleet)
    {
        for (int index = 0; index < fleet.Count; index++)
            fleet.Kill(index);
        for (int index = 0; index < fleet.Count; index++)
            fleet.WaitForExit(index);
    }

    private static async Task AwaitReadyAsync(NodeFleet fleet)
    {
        string seconds = $"{Patience.TotalSeconds:0}";
        long start = Environment.TickCount64;
        while (await RunAsync("health", "--node", fleet.Addresses[0], "--timeout", seconds) != ExitCode.Done)
            Assert.True(Environment.TickCount64 - start < Patience.TotalMilliseconds, fleet.Logs());
    }

    private static Task<int> RunAsync(params string[] arguments) => CommandLine.RunAsync(arguments, new Terminal());
}
