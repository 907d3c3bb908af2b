using Hypercall.Actors.Tests.Support;
using Npgsql;

namespace Hypercall.History.Tests;

/// <summary>A role without any right in a database of a test, dropped with what it owns before that database.</summary>
internal sealed class ServingRole : IDisposable
{
    private const string Password = "correct-horse";
    private readonly PostgresqlDatabase _database;

    public ServingRole(PostgresqlDatabase database)
    {
        _database = database;
        Execute($"CREATE ROLE {Name} LOGIN PASSWORD '{Password}'");
    }

    public string Name => _database.Name + "_gateway";

    public string ConnectionString => new NpgsqlConnectionStringBuilder(_database.ConnectionString)
    {
        Username = Name, Password = Password,
    }.ToString();

    /// <summary>Gives it what a gateway needs in a schema that is there.</summary>
    public void Serve(string schema)
    {
        Execute($"GRANT USAGE ON SCHEMA {schema} TO {Name}");
        Execute($"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {Name}");
    }

    /// <summary>Executes a statement of the owner's.</summary>
    public void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(_database.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        Execute($"DROP OWNED BY {Name}");
        Execute($"DROP ROLE {Name}");
    }
}
