namespace Hypercall.Cli.Demo.Cluster;

/// <summary>
/// A node of the demonstration's cluster as the other side sees it: a process of this program, what it says in its
/// log, how to end it, and the supervisor that starts it anew when its cluster has put it out, as happens on a machine
/// that is too busy. Nothing of it outlives the demonstration, however that ends. Safe for use from several threads.
/// </summary>
internal sealed class ClusterNode : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Action _changed;
    private readonly IDisposable _interruption;
    private readonly List<string> _log = [];
    private Process? _process;
    private bool _isOver;

    /// <summary>A node that has not started.</summary>
    /// <param name="name">How the demonstration calls it.</param>
    /// <param name="port">Its port on this machine.</param>
    /// <param name="interruption">At which it is killed.</param>
    /// <param name="changed">Called, on another thread, when it has said something, and when it has ended.</param>
    public ClusterNode(string name, int port, Interruption interruption, Action changed)
    {
        Name = name;
        Port = port;
        _changed = changed;
        _interruption = interruption.Undo(EndAtOnce);
    }

    /// <summary>How the demonstration calls it.</summary>
    public string Name { get; }

    public int Port { get; }

    /// <summary>HOST:PORT.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Its process id.</summary>
    public int Id { get; private set; }

    /// <summary>Who owns the partition, as it heard last; null before it heard of anyone.</summary>
    public OwnerReport? Owner { get; private set; }

    /// <summary>What it recovered last; null before it was an owner.</summary>
    public RecoveryReport? Recovery { get; private set; }

    /// <summary>True once it was killed here.</summary>
    public bool IsKilled { get; private set; }

    /// <summary>True when it has ended by itself, and not because its cluster has put it out.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>What it has said so far.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_gate)
                return [.. _log];
        }
    }

    /// <summary>Starts it. It ends when its standard input does, and that ends with this process.</summary>
    public void Start(IEnumerable<string> options)
    {
        ProcessStartInfo start = OwnProgram.With(
            ["run", "--port", $"{Port}", "--until-input-ends", .. options]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        Start(start);
    }

    private void Start(ProcessStartInfo start)
    {
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) => TakeEnd(process);
        lock (_gate)
        {
            if (_isOver || IsKilled)
                return;
            Owner = null;
            _process?.Dispose();
            _process = process;
            process.Start();
            Id = process.Id;
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        Process process;
        lock (_gate)
        {
            IsKilled = true;
            process = _process!;
        }

        process.Kill();
        await process.WaitForExitAsync();
    }

    public void Dispose()
    {
        _interruption.Dispose();
        EndAtOnce();
        _process?.Dispose();
    }

    private void EndAtOnce()
    {
        lock (_gate)
            _isOver = true;
        if (_process is { HasExited: false })
            _process.Kill();
        _process?.WaitForExit();
    }

    private void TakeEnd(Process process)
    {
        bool isPutOut;
        lock (_gate)
        {
            if (_isOver || IsKilled)
                return;
            isPutOut = process.ExitCode == ExitCode.CheckFailed;
            HasFailed = !isPutOut;
        }

        if (isPutOut)
            Start(process.StartInfo);
        _changed();
    }

    /// <summary>The end of its output comes as null.</summary>
    private void Hear(string? line)
    {
        if (line is not null)
        {
            lock (_gate)
                _log.Add(line);
            Owner = ClusterReports.Owner(line) ?? Owner;
            Recovery = ClusterReports.Recovery(line) ?? Recovery;
        }

        _changed();
    }
}
