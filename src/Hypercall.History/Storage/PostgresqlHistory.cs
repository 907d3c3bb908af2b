using System.Data;
using System.Text;
using Npgsql;

namespace Hypercall.History.Storage;

/// <summary>
/// A schema that several gateways may share: whoever is first with a batch stores it. The server refuses a statement
/// that makes what is there already to a role that might not make it; so what is there is looked for first.
/// </summary>
internal sealed class PostgresqlHistory : HistoryDatabase
{
    private const string Prefix = "history_";

    /// <summary>The server cuts longer names, in silence.</summary>
    private const int LongestName = 63;

    private const int KeptOfLongerName = 40;
    private static readonly string Names = string.Join(", ", HistoryTables.Names.Select(name => $"'{name}'"));

    private readonly string _connectionString;
    private readonly string _schema;

    public PostgresqlHistory(string connectionString, string partition)
    {
        _schema = SchemaOf(partition);
        _connectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            SearchPath = _schema, ApplicationName = "hypercall history",
        }.ToString();
    }

    internal override DbTransaction BeginRead(DbConnection connection) =>
        connection.BeginTransaction(IsolationLevel.RepeatableRead);

    /// <summary>What makes them does so in one transaction: what one reader sees of them is all of a version.</summary>
    internal override bool IsPrepared(DbConnection connection) =>
        Count(connection, null, $"pg_class WHERE relnamespace = to_regnamespace('{_schema}') AND relname IN ({Names})")
            == HistoryTables.Names.Count
        && HistoryWriter.VersionOf(connection, null) == HistoryTables.Version;

    /// <summary>The lock goes with the transaction: one of the session would stay with a connection that waits to be
    /// used again.</summary>
    internal override DbTransaction BeginPreparing(DbConnection connection)
    {
        DbTransaction transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
        Execute(connection, "SELECT pg_advisory_xact_lock(7401)", transaction);
        if (Count(connection, transaction, $"pg_namespace WHERE nspname = '{_schema}'") == 0)
            Execute(connection, $"CREATE SCHEMA {_schema}", transaction);
        return transaction;
    }

    internal override DbConnection Open()
    {
        var connection = new NpgsqlConnection(_connectionString);
        connection.Open();
        return connection;
    }

    /// <summary>How many rows of the server's catalogue there are, which every role may read.</summary>
    private static long Count(DbConnection connection, DbTransaction? transaction, string of)
    {
        using DbCommand command = Command(connection, transaction, $"SELECT COUNT(*) FROM pg_catalog.{of}");
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>The schema of a partition: of letters, digits and underscores, told apart from every other's.
    /// Two underscores come in none that is not shortened, behind its prefix.</summary>
    internal static string SchemaOf(string partition)
    {
        var name = new StringBuilder(Prefix);
        foreach (byte unit in Encoding.UTF8.GetBytes(partition))
        {
            if (unit is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9'))
                name.Append((char)unit);
            else
                name.Append($"_{unit:x2}");
        }

        return name.Length <= LongestName ? name.ToString() : Shortened(name.ToString());
    }

    private static string Shortened(string name)
    {
        const int hexDigits = 20;
        string hash = Hash256.Compute(Encoding.ASCII.GetBytes(name)).ToString();
        return $"{name[..KeptOfLongerName]}__{hash[..hexDigits]}";
    }
}
