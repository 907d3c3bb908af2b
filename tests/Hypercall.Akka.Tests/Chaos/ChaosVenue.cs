using System.Diagnostics;
using System.Net;
using Akka.Actor;
using Hypercall.Actors.Tests.Processes;
using Hypercall.Actors.Tests.Support;
using Hypercall.Sequencer.Client;
using Npgsql;
using Xunit.Abstractions;

namespace Hypercall.Actors.Tests.Chaos;

/// <summary>
/// Three real nodes on one journal with load running, everything that goes between them and to a PostgreSQL server going
/// through relays that can be broken. A node that ends itself is started again, as a process supervisor does.
/// </summary>
internal sealed class ChaosVenue : IAsyncDisposable
{
    public const int Nodes = 3;
    private const int Clients = 8;
    private const int CommandsBetween = 300;

    /// <summary>The longest time without an outcome while a healthy majority with the database exists.</summary>
    private const double MostOutageMs = 10_000;

    private readonly TemporaryDirectory _directory = new();
    private readonly PostgresqlDatabase? _database;
    private readonly FaultyLink[] _toNodes;
    private readonly FaultyLink?[] _toDatabase;
    private readonly int[] _bound = NodeFleet.FreePorts(Nodes);
    private readonly ITestOutputHelper _output;
    private readonly CancellationTokenSource _end = new();
    private readonly HashSet<int> _unsupervised = [];

    private ChaosVenue(string database, ITestOutputHelper output, Action<int, ProcessStartInfo>? prepare)
    {
        _output = output;
        _database = database == ChaosCases.Postgresql ? new PostgresqlDatabase() : null;
        Journal = _database is null ? ClusterJournal.Sqlite(_directory.Path) : ClusterJournal.Postgresql(_database);
        _toDatabase = [.. Enumerable.Range(0, Nodes).Select(_ => _database is null ? null : Relay(_database))];
        Fleet = new NodeFleet(Nodes)
        {
            BoundPort = node => _bound[node],
            Prepare = (node, start) =>
            {
                AddOptions(node, start);
                prepare?.Invoke(node, start);
            },
        };
        _toNodes = [.. Enumerable.Range(0, Nodes).Select(node =>
            new FaultyLink(Fleet.PublicPort(node), () => new IPEndPoint(IPAddress.Loopback, _bound[node])))];
    }

    public NodeFleet Fleet { get; }

    public ClusterJournal Journal { get; }

    public TestGateway Gateway { get; private set; } = null!;

    public Load Load { get; private set; } = null!;

    /// <summary>Starts all nodes and waits until the venue is ready.</summary>
    /// <param name="database">Of <see cref="ChaosCases"/>.</param>
    /// <param name="output">Takes figures, and the nodes' logs where something fails.</param>
    /// <param name="prepare">Adds to how a node is started.</param>
    public static async Task<ChaosVenue> StartAsync(
        string database, ITestOutputHelper output, Action<int, ProcessStartInfo>? prepare = null)
    {
        var venue = new ChaosVenue(database, output, prepare);
        for (int node = 0; node < Nodes; node++)
            venue.Fleet.Start(node);
        venue.Gateway = await TestGateway.JoinAsync(venue.Fleet, venue.Journal.Settings);
        _ = venue.SuperviseAsync();
        return venue;
    }

    /// <summary>Waits until the partition is ready with so many nodes up.</summary>
    /// <returns>The owner's node.</returns>
    public async Task<int> OwnerAsync(int nodes = Nodes) =>
        Fleet.IndexOf(await Gateway.WaitReadyAsync(Fleet, nodes));

    public void StartLoad() =>
        Load = new Load([.. Enumerable.Range(1, Clients).Select(number => Gateway.Client(number))]);

    public Task MoreAsync() => Load.WaitForMoreAsync(CommandsBetween);

    /// <summary>Does something to the venue that a healthy majority survives, and asserts how long it was out.</summary>
    public async Task DisturbAsync(string what, Func<Task> fault)
    {
        double startMs = Load.NowMs;
        await fault();
        await MoreAsync();
        double outageMs = Load.LongestGapMs(startMs);
        _output.WriteLine($"{what}: {outageMs:0} ms without an outcome");
        Assert.True(outageMs <= MostOutageMs, $"{what}: {outageMs:0} ms without an outcome\n{Fleet.Logs()}");
    }

    /// <summary>Loses what a node and the others send each other.</summary>
    public void CutFromPeers(int node, LinkFault fault)
    {
        int process = Fleet.ProcessId(node);
        for (int target = 0; target < Nodes; target++)
        {
            int at = target;
            _toNodes[at].Break(from => at == node ? Reversed(fault) : from == process ? fault : LinkFault.None);
        }
    }

    /// <summary>Loses what a node and the database send each other.</summary>
    public void CutFromDatabase(int node, LinkFault fault) => _toDatabase[node]!.Break(_ => fault);

    /// <summary>All links are whole again.</summary>
    public void Mend()
    {
        foreach (FaultyLink link in _toNodes)
            link.Mend();
        foreach (FaultyLink? link in _toDatabase)
            link?.Mend();
    }

    /// <summary>Leaves the node's process to the test: it is not started again.</summary>
    public void LeaveAlone(int node)
    {
        lock (_unsupervised)
            _unsupervised.Add(node);
    }

    /// <summary>Starts a node that was left alone, and takes care of it again.</summary>
    public void StartAgain(int node)
    {
        Fleet.Start(node);
        lock (_unsupervised)
            _unsupervised.Remove(node);
    }

    /// <summary>Ends the load and holds history against the journal.</summary>
    public async Task CheckAsync()
    {
        await Load.StopAsync();
        await OwnerAsync();
        IEngineClient client = Gateway.Client(Clients + 1);
        _output.WriteLine(await HistoryCheck.RunAsync(Gateway, client, Load, Journal));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Gateway.DisposeAsync();
        Fleet.Dispose();
        foreach (FaultyLink? link in _toNodes.Concat(_toDatabase))
            link?.Dispose();
        _database?.Dispose();
        _directory.Dispose();
    }

    private static FaultyLink Relay(PostgresqlDatabase database)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        return new FaultyLink(() => new DnsEndPoint(settings.Host!, settings.Port));
    }

    /// <summary>The same fault, seen by who opens a connection to the node.</summary>
    private static LinkFault Reversed(LinkFault fault) => fault switch
    {
        LinkFault.Inward => LinkFault.Outward,
        LinkFault.Outward => LinkFault.Inward,
        _ => fault,
    };

    private void AddOptions(int node, ProcessStartInfo start)
    {
        string settings = _directory.File($"node-{node}.conf");
        File.WriteAllText(
            settings, $"akka.remote.dot-netty.tcp.public-port = {Fleet.PublicPort(node)}\n");
        foreach (string option in (string[])["--config", settings, .. JournalOptions(node)])
            start.ArgumentList.Add(option);
    }

    private string[] JournalOptions(int node)
    {
        if (_database is null)
            return Journal.NodeOptions;
        var settings = new NpgsqlConnectionStringBuilder(_database.ConnectionString)
        {
            Host = "127.0.0.1", Port = _toDatabase[node]!.Port,
        };
        return ["--journal", "postgresql", "--journal-at", settings.ToString()];
    }

    /// <summary>Starts every node that has ended again, until the venue is disposed of.</summary>
    private async Task SuperviseAsync()
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        try
        {
            while (await pause.WaitForNextTickAsync(_end.Token))
            {
                foreach (int node in Enumerable.Range(0, Nodes).Where(IsEnded))
                    Fleet.Start(node);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private bool IsEnded(int node)
    {
        lock (_unsupervised)
            return !_unsupervised.Contains(node) && !Fleet.IsRunning(node);
    }
}
