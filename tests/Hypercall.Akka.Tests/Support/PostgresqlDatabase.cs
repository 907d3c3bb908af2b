using Npgsql;

namespace Hypercall.Akka.Tests.Support;

/// <summary>A new database on the tests' server, dropped with the test.</summary>
internal sealed class PostgresqlDatabase : IDisposable
{
    private readonly string _server = PostgresqlFactAttribute.ConnectionString
        ?? throw new InvalidOperationException($"{PostgresqlFactAttribute.Variable} is not set");

    private readonly string _name;

    public PostgresqlDatabase()
    {
        _name = $"hypercall_{Environment.ProcessId}_{NextNumber()}";
        Execute($"CREATE DATABASE {_name}");
        ConnectionString = new NpgsqlConnectionStringBuilder(_server) { Database = _name }.ToString();
    }

    public string ConnectionString { get; }

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        Execute($"DROP DATABASE {_name} WITH (FORCE)");
    }

    /// <summary>The server counts for us, so that no two tests get the same.</summary>
    private long NextNumber()
    {
        Execute("CREATE SEQUENCE IF NOT EXISTS hypercall_tests");
        using var connection = new NpgsqlConnection(_server);
        connection.Open();
        using var command = new NpgsqlCommand("SELECT nextval('hypercall_tests')", connection);
        return (long)command.ExecuteScalar()!;
    }

    private void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(_server);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
