using Akka.Configuration;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Storage;
using Hypercall.Actors.Tests.Support;
using Npgsql;

namespace Hypercall.Actors.Tests.Storage;

/// <summary>What the plugins' sessions with PostgreSQL are set to, whatever string the operator gave.</summary>
public sealed class PostgresqlSessionTests
{
    private const string Path = "hypercall.journal.postgresql.connection-string";
    private static readonly string[] Plugins =
    [
        "hypercall.plugins.main.journal", "hypercall.plugins.main.ledger", "hypercall.plugins.main.snapshots",
        "hypercall.transfers.postgresql",
    ];

    [PostgresqlFact]
    public void Every_plugins_session_gives_up_what_it_holds_within_seconds()
    {
        using var database = new PostgresqlDatabase();
        Config config = TestConfig.Postgresql(database.ConnectionString);
        foreach (string plugin in Plugins)
        {
            string connection = config.GetString(plugin + ".connection-string");
            Assert.Equal("2s", Show(connection, "lock_timeout"));
            Assert.Equal("5s", Show(connection, "idle_in_transaction_session_timeout"));
            Assert.Equal("5", Show(connection, "tcp_keepalives_idle"));
            Assert.Equal(plugin.EndsWith("snapshots") ? "1min" : "10s", Show(connection, "statement_timeout"));
        }

        Assert.Equal("hypercall main", Show(
            config.GetString("hypercall.plugins.main.journal.connection-string"), "application_name"));
    }

    [PostgresqlFact]
    public void A_value_that_the_operator_states_is_kept()
    {
        using var database = new PostgresqlDatabase();
        string connection = PostgresqlSession.Complete(
            Path,
            database.ConnectionString + ";Options=-c lock_timeout=7s;Command Timeout=9;Application Name=mine",
            StoreKind.Journal);

        Assert.Equal("7s", Show(connection, "lock_timeout"));
        Assert.Equal("18s", Show(connection, "statement_timeout"));
        Assert.Equal("5s", Show(connection, "idle_in_transaction_session_timeout"));
        Assert.Equal("mine", Show(PostgresqlSession.Named(connection, "hypercall main"), "application_name"));
    }

    [Theory]
    [InlineData("Host=db", 5, 5, -1, true)]
    [InlineData("host=db;command timeout=9", 5, 9, -1, true)]
    [InlineData("Server=db;CommandTimeout=9;Timeout=3;Cancellation Timeout=500;TCP Keepalive=false", 3, 9, 500, false)]
    public void The_client_gives_a_command_up_first_and_without_asking_the_server(
        string given, int timeout, int command, int cancellation, bool keepAlive)
    {
        var session = new NpgsqlConnectionStringBuilder(PostgresqlSession.Complete(Path, given, StoreKind.Journal));

        Assert.Equal(
            (timeout, command, cancellation, keepAlive),
            (session.Timeout, session.CommandTimeout, session.CancellationTimeout, session.TcpKeepAlive));
        Assert.Contains($"statement_timeout={2 * command}s", session.Options);
        Assert.Equal(session.ToString(), PostgresqlSession.Complete(Path, session.ToString(), StoreKind.Snapshots));
    }

    [Theory]
    [InlineData("/var/lib/venue")]
    [InlineData("Data Source=journal.db")]
    [InlineData("Host=db;Password=hunter2;Prot=5432")]
    [InlineData("Database=venue;Password=hunter2")]
    public void What_is_no_connection_string_is_refused_and_not_shown(string given)
    {
        SettingException error = Assert.Throws<SettingException>(() => TestConfig.Postgresql(given));

        Assert.Equal(Path, error.Path);
        Assert.StartsWith($"setting '{Path}' is (not shown: it may hold a password): it takes a connection", error.Message);
        Assert.Null(error.InnerException);
    }

    private static string? Show(string connectionString, string setting)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand("SHOW " + setting, connection);
        return command.ExecuteScalar() as string;
    }
}
