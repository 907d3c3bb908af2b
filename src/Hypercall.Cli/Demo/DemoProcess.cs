namespace Hypercall.Cli.Demo;

/// <summary>A node process of the demonstration, as the other side sees it: what it says, and how to kill it.</summary>
internal sealed class DemoProcess : IDisposable
{
    private readonly Process _process;
    private readonly IDisposable _interruption;

    private DemoProcess(Process process, Interruption interruption)
    {
        _process = process;
        _interruption = interruption.Undo(EndAtOnce);
    }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Last command it acknowledged, 0 before the first.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Last command its journal held at its start.</summary>
    public long Recovered { get; private set; }

    /// <summary>Sequence and hash at its end, or null where it has not come so far.</summary>
    public (long Sequence, string Hash)? Done { get; private set; }

    /// <summary>Starts this executable once more, as a node.</summary>
    public static DemoProcess Start(DemoPlan plan, string journal, long? holdAfter, Interruption interruption)
    {
        ProcessStartInfo start = OwnProgram.With(Arguments(plan, journal, holdAfter));
        start.RedirectStandardOutput = true;
        start.RedirectStandardInput = true;
        return new DemoProcess(
            Process.Start(start) ?? throw new CheckFailedException("the node's process did not start"), interruption);
    }

    /// <summary>Listens until the process has acknowledged a command, or has ended.</summary>
    public async Task ListenAsync(long untilAcknowledged = long.MaxValue)
    {
        while (Acknowledged < untilAcknowledged && await _process.StandardOutput.ReadLineAsync() is { } line)
            Hear(line);
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed. What it said until then is still heard.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ListenAsync();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    /// <exception cref="CheckFailedException">It did not end well.</exception>
    public async Task CompleteAsync()
    {
        await ListenAsync();
        await _process.WaitForExitAsync();
        if (_process.ExitCode != ExitCode.Done || Done is null)
            throw new CheckFailedException($"the node's process ended with exit code {_process.ExitCode}");
    }

    /// <summary>A process that still runs is killed: nothing of the demonstration outlives it.</summary>
    public void Dispose()
    {
        _interruption.Dispose();
        EndAtOnce();
        _process.Dispose();
    }

    private void EndAtOnce()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
    }

    private void Hear(string line)
    {
        string[] words = line.Split(' ');
        long sequence = long.Parse(words[1], CultureInfo.InvariantCulture);
        switch (words[0])
        {
            case DemoNode.ReadyWord:
                Recovered = sequence;
                break;
            case DemoNode.AcknowledgedWord:
                Acknowledged = sequence;
                break;
            case DemoNode.DoneWord:
                Done = (sequence, words[2]);
                break;
        }
    }

    private static IEnumerable<string> Arguments(DemoPlan plan, string journal, long? holdAfter)
    {
        yield return Verbs.DemoVerb.NodeVerb;
        yield return "--journal";
        yield return journal;
        yield return "--seed";
        yield return plan.Seed.ToString();
        yield return "--commands";
        yield return plan.Commands.ToString();
        if (holdAfter is not { } hold)
            yield break;
        yield return "--hold-after";
        yield return hold.ToString();
    }
}
