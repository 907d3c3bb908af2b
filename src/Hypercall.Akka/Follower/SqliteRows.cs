using Hypercall.Actors.Storage;
using Microsoft.Data.Sqlite;

namespace Hypercall.Actors.Follower;

/// <summary>
/// Reads a SQLite journal's rows beside its plugin, by one query. The plugin makes two of expressions each time and
/// runs a stream for them: too much for followers, which read a few rows many times a second. Safe for use from several
/// threads.
/// </summary>
/// <param name="store">Where they are.</param>
/// <param name="serialization">Decodes what was persisted.</param>
internal sealed class SqliteRows(SqliteStore store, Akka.Serialization.Serialization serialization)
{
    /// <summary>Those of a journal plugin; null: it is none of ours on SQLite.</summary>
    /// <param name="plugin">Configuration path of the plugin.</param>
    public static SqliteRows? Of(ActorSystem system, string plugin) =>
        PluginTemplate.OfJournal(system.Settings.Config.GetConfig(plugin), plugin) is { IsPlainSqlite: true } template
            && template.Store() is SqliteStore store
            ? new SqliteRows(store, system.Serialization)
            : null;

    /// <summary>Rows in their order.</summary>
    /// <param name="numbers">Numbers of the first and of the last one wanted.</param>
    /// <param name="count">Most rows wanted.</param>
    /// <exception cref="SqliteException">They cannot be read.</exception>
    public IReadOnlyList<JournalRow> Read(string persistenceId, (long First, long Last) numbers, int count) =>
        store.Rows(persistenceId, numbers, count, row => new JournalRow(
            row.GetInt64(0),
            serialization.Deserialize(row.GetFieldValue<byte[]>(1), row.GetInt32(2), row.GetString(3))));
}
