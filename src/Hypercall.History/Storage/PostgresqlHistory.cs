using System.Data;
using System.Text;
using Npgsql;

namespace Hypercall.History.Storage;

/// <summary>A schema that several gateways may share: whoever is first with a batch stores it.</summary>
internal sealed class PostgresqlHistory : HistoryDatabase
{
    private const string Prefix = "history_";

    private readonly string _connectionString;
    private readonly string _schema;

    public PostgresqlHistory(string connectionString, string partition)
    {
        _schema = Prefix + NameOf(partition);
        _connectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            SearchPath = _schema, ApplicationName = "hypercall history",
        }.ToString();
    }

    internal override DbTransaction BeginRead(DbConnection connection) =>
        connection.BeginTransaction(IsolationLevel.RepeatableRead);

    /// <summary>The lock goes with the transaction: one of the session would stay with a connection that waits to be
    /// used again.</summary>
    internal override DbTransaction BeginPreparing(DbConnection connection)
    {
        DbTransaction transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
        Execute(
            connection,
            ["SELECT pg_advisory_xact_lock(7401)", $"CREATE SCHEMA IF NOT EXISTS {_schema}"],
            transaction);
        return transaction;
    }

    internal override DbConnection Open()
    {
        var connection = new NpgsqlConnection(_connectionString);
        connection.Open();
        return connection;
    }

    /// <summary>A partition's name in letters, digits and underscores, told apart from every other's.</summary>
    private static string NameOf(string partition)
    {
        var name = new StringBuilder();
        foreach (byte unit in Encoding.UTF8.GetBytes(partition))
        {
            if (unit is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9'))
                name.Append((char)unit);
            else
                name.Append($"_{unit:x2}");
        }

        return name.ToString();
    }
}
