using System.Globalization;
using System.Text;
using Npgsql;

namespace Hypercall.Actors.Storage;

/// <summary>
/// What every session with PostgreSQL is set to, whatever connection string the operator gave: one that is paused
/// inside a transaction, or cut off, gives up what it holds within seconds, so that it cannot hold up a successor. A
/// value that the operator states is kept.
/// </summary>
/// <remarks>
/// The client gives a command up before the server does, and without asking it to cancel: a server that waits for its
/// synchronous standby answers a cancellation, its own time-out's too, by calling the commit done.
/// </remarks>
internal static class PostgresqlSession
{
    private const int ConnectSeconds = 5;
    private const int KeepAliveSeconds = 5;
    private const int KeepAliveIntervalSeconds = 2;

    /// <summary>Npgsql breaks the connection at once, without asking the server to cancel.</summary>
    private const int NoCancellation = -1;

    private static readonly (string Name, string Value)[] ServerSettings =
    [
        ("lock_timeout", "2s"),
        ("idle_in_transaction_session_timeout", "5s"),
        ("tcp_keepalives_idle", "5"),
        ("tcp_keepalives_interval", "2"),
        ("tcp_keepalives_count", "3"),
    ];

    /// <summary>Completes a connection string.</summary>
    /// <param name="settingPath">The setting that it stands in.</param>
    /// <param name="text">What the operator gave.</param>
    /// <param name="kind">A snapshot is many megabytes in one row and takes longer than a record.</param>
    /// <exception cref="SettingException">It is none of PostgreSQL.</exception>
    public static string Complete(string settingPath, string text, StoreKind kind)
    {
        int commandSeconds = kind == StoreKind.Snapshots ? 30 : 5;
        try
        {
            var session = new NpgsqlConnectionStringBuilder(text);
            Default(session, "Timeout", () => session.Timeout = ConnectSeconds);
            Default(session, "Command Timeout", () => session.CommandTimeout = commandSeconds);
            Default(session, "Cancellation Timeout", () => session.CancellationTimeout = NoCancellation);
            Default(session, "Tcp Keepalive", () => session.TcpKeepAlive = true);
            Default(session, "Tcp Keepalive Time", () => session.TcpKeepAliveTime = KeepAliveSeconds);
            Default(session, "Tcp Keepalive Interval", () => session.TcpKeepAliveInterval = KeepAliveIntervalSeconds);
            session.Options = WithServerSettings(session.Options, 2 * session.CommandTimeout);
            return string.IsNullOrEmpty(session.Host) ? throw NotOne() : session.ToString();
        }
        catch (ArgumentException)
        {
            throw NotOne();
        }

        SettingException NotOne() => SettingException.Secret(
            settingPath, "a connection string such as Host=db;Database=hypercall;Username=hypercall");
    }

    /// <summary>
    /// The same string for the plugins of one partition: its sessions are seen, and pooled, by themselves.
    /// </summary>
    public static string Named(string completed, string name)
    {
        var session = new NpgsqlConnectionStringBuilder(completed);
        Default(session, "Application Name", () => session.ApplicationName = name);
        return session.ToString();
    }

    private static void Default(NpgsqlConnectionStringBuilder session, string key, Action set)
    {
        if (!session.ShouldSerialize(key))
            set();
    }

    /// <summary>
    /// What the string does not state the environment may: Npgsql would look there only for all of it.
    /// </summary>
    private static string WithServerSettings(string? stated, int statementSeconds)
    {
        var options = new StringBuilder(stated ?? Environment.GetEnvironmentVariable("PGOPTIONS") ?? "");
        foreach ((string name, string value) in ServerSettings.Append(
            ("statement_timeout", string.Create(CultureInfo.InvariantCulture, $"{statementSeconds}s"))))
        {
            if (!options.ToString().Contains(name + "=", StringComparison.OrdinalIgnoreCase))
                options.Append(CultureInfo.InvariantCulture, $" -c {name}={value}");
        }

        return options.ToString().Trim();
    }
}
