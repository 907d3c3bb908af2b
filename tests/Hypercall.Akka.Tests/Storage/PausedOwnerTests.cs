using System.Diagnostics;
using Akka.Actor;
using Hypercall.Actors.Tests.Support;
using Npgsql;

namespace Hypercall.Actors.Tests.Storage;

/// <summary>
/// An owner that is paused inside its transaction, as by SIGSTOP, holds the row that its successor has to write: the
/// server ends the session within seconds, because the plugins' sessions ask it to.
/// </summary>
public sealed class PausedOwnerTests() : EngineTestKit(new PostgresqlTables())
{
    private const int Commands = 20;
    private static readonly TimeSpan MostOutage = TimeSpan.FromSeconds(10);

    [PostgresqlFact]
    public void Its_successor_is_ready_within_ten_seconds()
    {
        IActorRef owner = StartReady();
        Feed(owner, 0, Commands);
        Drain(owner);
        using NpgsqlConnection paused = Connect();
        using NpgsqlTransaction transaction = paused.BeginTransaction();
        Execute(
            paused,
            """
            INSERT INTO journal (created, deleted, persistence_id, sequence_number, message)
            SELECT 0, false, persistence_id, max(sequence_number) + 1, '' FROM journal
            WHERE persistence_id = 'engine-main' GROUP BY persistence_id
            """);
        long start = Stopwatch.GetTimestamp();

        IActorRef heir = StartReady();

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, MostOutage);
        Assert.Equal((Commands, 2L), (State(heir).Sequence, State(heir).Epoch));
        Assert.ThrowsAny<NpgsqlException>(() => Execute(paused, "SELECT 1"));
    }

    /// <summary>A session as the owner's plugin has it.</summary>
    private NpgsqlConnection Connect()
    {
        var connection = new NpgsqlConnection(
            Sys.Settings.Config.GetString(Settings.JournalPluginId + ".connection-string") + ";Pooling=false");
        connection.Open();
        return connection;
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
