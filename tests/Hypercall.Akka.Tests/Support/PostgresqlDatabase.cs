using System.Diagnostics;
using Npgsql;

namespace Hypercall.Actors.Tests.Support;

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

    public string Name => _name;

    /// <summary>Backs this database up with pg_dump, as it stands at one moment, and restores that into an empty one.</summary>
    public void CopyTo(PostgresqlDatabase target)
    {
        string dump = Path.GetTempFileName();
        try
        {
            Run("pg_dump", "--no-owner", "--file", dump, "--dbname", Url(ConnectionString));
            Run("psql", "--quiet", "-v", "ON_ERROR_STOP=1", "--file", dump, "--dbname", Url(target.ConnectionString));
        }
        finally
        {
            File.Delete(dump);
        }
    }

    private static string Url(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        return $"postgresql://{settings.Username}@{settings.Host}:{settings.Port}/{settings.Database}";
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {error} {output.Result}");
    }

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
