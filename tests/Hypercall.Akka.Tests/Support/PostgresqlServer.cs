using System.Diagnostics;
using Npgsql;

namespace Hypercall.Actors.Tests.Support;

/// <summary>
/// A PostgreSQL server of one test, whose settings it may spoil; it asks for a password. Runs as a user that is not root,
/// which the server insists on.
/// </summary>
internal sealed class PostgresqlServer : IDisposable
{
    public const string Password = "correct-horse";

    private readonly TemporaryDirectory _directory = new();
    private readonly int _port = Processes.NodeFleet.FreePorts(1)[0];
    private readonly string _binaries = Binaries
        ?? throw new InvalidOperationException("no PostgreSQL server is installed");

    private bool _isRunning;

    /// <summary>A server that has not started.</summary>
    public PostgresqlServer()
    {
        string password = _directory.File("password");
        File.WriteAllText(password, Password + "\n");
        if (User is not null)
            Run("chown", "-R", User, _directory.Path);
        RunAsServer(
            "initdb", "-D", Data, "-U", "hypercall", "-A", "scram-sha-256", "--pwfile", password, "-E", "UTF8",
            "--locale=C", "--no-sync");
    }

    /// <summary>Where the server's programs are; null where none is installed.</summary>
    public static string? Binaries { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal)
            .Select(version => Path.Combine(version, "bin"))
            .LastOrDefault(bin => File.Exists(Path.Combine(bin, "postgres")))
        : null;

    /// <summary>Of its first database, with the password.</summary>
    public string ConnectionString =>
        $"Host=127.0.0.1;Port={_port};Database=postgres;Username=hypercall;Password={Password}";

    private string Data => _directory.File("data");

    /// <summary>The user who runs the server; null: the one who runs the test.</summary>
    private static string? User => Environment.UserName == "root" ? "postgres" : null;

    /// <summary>Starts it, with settings of the test.</summary>
    public void Start(params string[] settings)
    {
        string options = string.Join(' ', settings.Select(setting => $"-c {setting}"));
        RunAsServer(
            "pg_ctl", "-D", Data, "-l", _directory.File("log"), "-w", "-t", "60", "-o",
            $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' {options}", "start");
        _isRunning = true;
    }

    /// <summary>Ends it in good order.</summary>
    public void Stop()
    {
        NpgsqlConnection.ClearAllPools();
        RunAsServer("pg_ctl", "-D", Data, "-m", "fast", "-w", "stop");
        _isRunning = false;
    }

    /// <summary>From its next start on it follows another server, of which it will never hear.</summary>
    public void BecomeStandby() => RunAsServer("/usr/bin/touch", Path.Combine(Data, "standby.signal"));

    public void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        if (_isRunning)
            Stop();
        _directory.Dispose();
    }

    private void RunAsServer(string program, params string[] arguments)
    {
        string path = Path.IsPathRooted(program) ? program : Path.Combine(_binaries, program);
        if (User is null)
            Run(path, arguments);
        else
            Run("setpriv", ["--reuid", User, "--regid", User, "--clear-groups", path, .. arguments]);
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/",
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {error} {output.Result}");
    }
}
