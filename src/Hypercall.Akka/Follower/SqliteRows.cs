using Hypercall.Actors.Storage;
using Microsoft.Data.Sqlite;

namespace Hypercall.Actors.Follower;

/// <summary>
/// Reads a SQLite journal's rows beside its plugin, by one query. The plugin makes two of expressions each time and
/// runs a stream for them: too much for followers, which read a few rows many times a second. Safe for use from several
/// threads.
/// </summary>
/// <param name="connectionString">The plugin's.</param>
/// <param name="serialization">Decodes what was persisted.</param>
internal sealed class SqliteRows(string connectionString, Akka.Serialization.Serialization serialization)
{
    /// <summary>Those of a journal plugin; null: it is none of ours on SQLite.</summary>
    /// <param name="system">The system.</param>
    /// <param name="plugin">Configuration path of the plugin.</param>
    public static SqliteRows? Of(ActorSystem system, string plugin) =>
        PluginTemplate.OfJournal(system.Settings.Config.GetConfig(plugin), plugin) is { IsPlainSqlite: true } template
            ? new SqliteRows(template.Block.GetString("connection-string"), system.Serialization)
            : null;

    /// <summary>Rows in their order.</summary>
    /// <param name="persistenceId">Whose.</param>
    /// <param name="numbers">Numbers of the first and of the last one wanted.</param>
    /// <param name="count">Most rows wanted.</param>
    /// <exception cref="SqliteException">They cannot be read.</exception>
    public IReadOnlyList<JournalRow> Read(string persistenceId, (long First, long Last) numbers, int count)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText =
            "SELECT sequence_number, message, identifier, manifest FROM journal WHERE persistence_id = @id "
            + "AND sequence_number BETWEEN @first AND @last AND deleted = 0 ORDER BY sequence_number LIMIT @count";
        command.Parameters.AddWithValue("@id", persistenceId);
        command.Parameters.AddWithValue("@first", numbers.First);
        command.Parameters.AddWithValue("@last", numbers.Last);
        command.Parameters.AddWithValue("@count", count);
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<JournalRow>();
        while (reader.Read())
        {
            object payload = serialization.Deserialize(
                reader.GetFieldValue<byte[]>(1), reader.GetInt32(2), reader.GetString(3));
            rows.Add(new JournalRow(reader.GetInt64(0), payload));
        }

        return rows;
    }
}
