namespace Hypercall.Node.Storage;

/// <summary>Where a journal's rows stand in a SQLite file: the queries of a cursor over them.</summary>
/// <param name="SelectFrom">Number and bytes of the rows from number ?1 on, in order, without a limit.</param>
/// <param name="SelectGreatest">The greatest number.</param>
/// <param name="Key">Bound to ?2 of both, where the table holds more than this journal.</param>
internal sealed record JournalTable(string SelectFrom, string SelectGreatest, string? Key = null)
{
    private const int KeyParameter = 2;

    /// <summary>The single node's own file.</summary>
    public static JournalTable Own { get; } = new(
        "SELECT number, bytes FROM records WHERE number >= ?1 ORDER BY number", "SELECT max(number) FROM records");

    /// <summary>The table that Akka.Persistence.Sql keeps, which holds every persistent actor's rows.</summary>
    /// <param name="persistenceId">Whose rows.</param>
    public static JournalTable OfAkka(string persistenceId) => new(
        "SELECT sequence_number, message FROM journal WHERE persistence_id = ?2 AND sequence_number >= ?1 "
        + "ORDER BY sequence_number",
        "SELECT max(sequence_number) FROM journal WHERE persistence_id = ?2",
        persistenceId);

    /// <summary>Binds the key, where there is one.</summary>
    public void BindKey(SqliteStatement statement)
    {
        if (Key is not null)
            statement.Bind(KeyParameter, Key);
    }
}
