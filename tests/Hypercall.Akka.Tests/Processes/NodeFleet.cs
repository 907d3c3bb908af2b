using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Akka.Actor;
using Hypercall.Actors.Tests.Support;

namespace Hypercall.Actors.Tests.Processes;

/// <summary>Nodes of one cluster as processes of their own, as an operator runs them; what is left is killed at the
/// end.</summary>
internal sealed class NodeFleet : IDisposable
{
    private const int Sigterm = 15;

    private static readonly ConcurrentDictionary<int, bool> Given = new();

    private readonly string[] _options;
    private readonly int[] _ports;
    private readonly Process?[] _processes;
    private readonly StringBuilder[] _logs;

    /// <summary>A fleet that has not started; its journal's tables are made.</summary>
    /// <param name="count">Nodes.</param>
    /// <param name="options">Options of every node.</param>
    public NodeFleet(int count, params string[] options)
    {
        _options = options;
        if (Array.IndexOf(options, "--journal-at") is var at and >= 0)
            TestJournals.MakeAt(options[at + 1]);
        _ports = FreePorts(count);
        _processes = new Process?[count];
        _logs = [.. Enumerable.Range(0, count).Select(_ => new StringBuilder())];
    }

    /// <summary>The address that all nodes listen on.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Where a node binds, where that is not the port that others reach it by.</summary>
    public Func<int, int>? BoundPort { get; init; }

    /// <summary>Adds to how a node is started.</summary>
    public Action<int, ProcessStartInfo>? Prepare { get; init; }

    /// <summary>Number of nodes.</summary>
    public int Count => _ports.Length;

    /// <summary>Each node's address, HOST:PORT.</summary>
    public IReadOnlyList<string> Addresses => [.. _ports.Select(port => $"{Host}:{port}")];

    /// <summary>Starts a node; the first seed is the first node, which also begins the cluster.</summary>
    public void Start(int node)
    {
        string[] seeds = [.. Addresses.SelectMany(address => new[] { "--seed", address })];
        var start = new ProcessStartInfo(
            "dotnet", [TestProgram.Assembly, "run", "--port", PortOf(node), .. seeds, .. _options])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        Prepare?.Invoke(node, start);
        StringBuilder log = _logs[node];
        Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => Append(log, line.Data);
        process.OutputDataReceived += (_, line) => Append(log, line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        _processes[node] = process;
    }

    /// <summary>Which node has an address.</summary>
    public int IndexOf(Address address) => Array.IndexOf(_ports, address.Port!.Value);

    /// <summary>The process id of a node that runs.</summary>
    public int ProcessId(int node) => _processes[node]!.Id;

    /// <summary>The port that others reach a node by.</summary>
    public int PublicPort(int node) => _ports[node];

    /// <summary>Whether a node's process runs.</summary>
    public bool IsRunning(int node) => _processes[node] is { HasExited: false };

    /// <summary>Sends any signal.</summary>
    public void Signal(int node, int signal) => Assert.Equal(0, SendSignal(_processes[node]!.Id, signal));

    /// <summary>SIGKILL.</summary>
    public void Kill(int node) => _processes[node]!.Kill();

    /// <summary>SIGTERM.</summary>
    public void Terminate(int node) =>
        Assert.True(SendSignal(_processes[node]!.Id, Sigterm) == 0, $"node {node} has ended\n{Logs()}");

    /// <summary>Waits for the end of a node's process.</summary>
    /// <returns>Its exit code.</returns>
    public int WaitForExit(int node)
    {
        Assert.True(_processes[node]!.WaitForExit(TimeSpan.FromSeconds(90)), "the node does not end\n" + Log(node));
        return _processes[node]!.ExitCode;
    }

    /// <summary>What a node wrote so far, in all its lives.</summary>
    public string Log(int node)
    {
        lock (_logs[node])
            return _logs[node].ToString();
    }

    /// <summary>What every node wrote, for a failure's message.</summary>
    public string Logs() =>
        string.Join("\n", Enumerable.Range(0, Count).Select(node => $"--- node {node}\n{Log(node)}"));

    public void Dispose()
    {
        foreach (Process? process in _processes)
        {
            if (process is { HasExited: false })
                process.Kill();
            process?.Dispose();
        }
    }

    private string PortOf(int node) => (BoundPort?.Invoke(node) ?? _ports[node]).ToString();

    /// <summary>Ports that were free a moment ago, which no other caller of this process was given: a fleet's own and those
    /// of the relays before it are taken one after the other.</summary>
    internal static int[] FreePorts(int count)
    {
        var listeners = new List<TcpListener>();
        var ports = new List<int>();
        while (ports.Count < count)
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listeners.Add(listener);
            listener.Start();
            int port = ((IPEndPoint)listener.LocalEndpoint).Port;
            if (Given.TryAdd(port, true))
                ports.Add(port);
        }

        foreach (TcpListener listener in listeners)
            listener.Stop();
        return [.. ports];
    }

    private static void Append(StringBuilder log, string? line)
    {
        if (line is null)
            return;
        lock (log)
            log.AppendLine(line);
    }

    [DllImport("libc", EntryPoint = "kill")]
    internal static extern int SendSignal(int processId, int signal);
}
