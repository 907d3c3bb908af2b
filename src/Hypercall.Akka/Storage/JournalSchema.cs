namespace Hypercall.Actors.Storage;

/// <summary>
/// The tables of a venue, as Akka.Persistence.Sql reads and writes them, without its indexes on columns that nobody
/// asks for. Statements that make what is missing and leave the rest as it is.
/// </summary>
internal static class JournalSchema
{
    /// <summary>The mark of what was moved into archives, beside the engines' records.</summary>
    private const string Archived = """
        CREATE TABLE IF NOT EXISTS archived (
            persistence_id VARCHAR(255) NOT NULL PRIMARY KEY, record BIGINT NOT NULL, sequence BIGINT NOT NULL,
            hash VARCHAR(64) NOT NULL, file VARCHAR(1024) NOT NULL)
        """;

    private const string SqliteRecords = """
        CREATE TABLE IF NOT EXISTS journal (
            ordering INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, created INTEGER NOT NULL, deleted Bit NOT NULL,
            persistence_id NVarChar(255) NOT NULL, sequence_number INTEGER NOT NULL, message VarBinary NOT NULL,
            tags NVarChar(100), manifest NVarChar(500), identifier INTEGER, writer_uuid NVarChar(128));
        CREATE UNIQUE INDEX IF NOT EXISTS journal_uq ON journal (persistence_id, sequence_number)
        """;

    private const string SqliteSnapshots = """
        CREATE TABLE IF NOT EXISTS snapshot (
            persistence_id NVarChar(255) NOT NULL, sequence_number INTEGER NOT NULL, created INTEGER NOT NULL,
            snapshot VarBinary, manifest NVarChar(500), serializer_id INTEGER,
            CONSTRAINT PK_snapshot PRIMARY KEY (persistence_id, sequence_number))
        """;

    private const string PostgresqlSnapshots = """
        CREATE TABLE IF NOT EXISTS snapshot (
            persistence_id text NOT NULL, sequence_number bigint NOT NULL, created bigint NOT NULL,
            snapshot bytea, manifest text, serializer_id int,
            CONSTRAINT "PK_snapshot" PRIMARY KEY (persistence_id, sequence_number))
        """;

    /// <summary>The table that a store cannot do without.</summary>
    public static string TableOf(StoreKind kind, bool isPostgresql) => kind switch
    {
        StoreKind.Snapshots => "snapshot",
        StoreKind.Transfers when isPostgresql => "transfer_journal",
        _ => "journal",
    };

    /// <summary>All tables of a store.</summary>
    public static IReadOnlyList<string> TablesOf(StoreKind kind, bool isPostgresql) => kind == StoreKind.Journal
        ? [TableOf(kind, isPostgresql), "archived"]
        : [TableOf(kind, isPostgresql)];

    /// <summary>The statements that make a store.</summary>
    public static IReadOnlyList<string> StatementsOf(StoreKind kind, bool isPostgresql) => (kind, isPostgresql) switch
    {
        (StoreKind.Snapshots, true) => [PostgresqlSnapshots],
        (StoreKind.Snapshots, false) => [SqliteSnapshots],
        (StoreKind.Journal, true) => [PostgresqlRecords("journal"), Archived],
        (StoreKind.Journal, false) => [SqliteRecords, Archived],
        (_, true) => [PostgresqlRecords("transfer_journal")],
        (_, false) => [SqliteRecords],
    };

    private static string PostgresqlRecords(string table) => $"""
        CREATE TABLE IF NOT EXISTS {table} (
            ordering bigint GENERATED ALWAYS AS IDENTITY NOT NULL, created bigint NOT NULL, deleted boolean NOT NULL,
            persistence_id text NOT NULL, sequence_number bigint NOT NULL, message bytea NOT NULL,
            tags text, manifest text, identifier int, writer_uuid text,
            CONSTRAINT "PK_{table}" PRIMARY KEY (ordering),
            CONSTRAINT {table}_uq UNIQUE (persistence_id, sequence_number))
        """;
}
