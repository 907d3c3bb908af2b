using System.Diagnostics;
using System.Net;
using Hypercall.Actors.Client;
using Hypercall.Actors.Tests.Processes;
using Hypercall.Actors.Tests.Support;
using Hypercall.Sequencer.Client;
using Npgsql;
using Xunit.Abstractions;

namespace Hypercall.Actors.Tests.Chaos;

/// <summary>
/// Three real nodes on one journal with load running, everything that goes between them and to a PostgreSQL server going
/// through relays that can be broken. A node that ends itself is started again, the gateway too, as a process supervisor
/// does.
/// </summary>
internal sealed class ChaosVenue : IAsyncDisposable
{
    public const int Nodes = 3;
    private const int Clients = 8;
    private const int CommandsBetween = 300;

    /// <summary>The longest time without an outcome while a healthy majority with the database exists.</summary>
    private const double MostOutageMs = 10_000;

    /// <summary>Longer than any verdict on who leaves the cluster takes: nothing heals before all is decided.</summary>
    private static readonly TimeSpan FaultLasts = TimeSpan.FromSeconds(22);

    private readonly TemporaryDirectory _directory = new();
    private readonly PostgresqlDatabase? _database;
    private readonly FaultyLink[] _toNodes;
    private readonly FaultyLink?[] _toDatabase;
    private readonly int[] _bound = NodeFleet.FreePorts(Nodes);
    private readonly CancellationTokenSource _end = new();
    private readonly ITestOutputHelper _output;
    private ChaosGateway _gateway = null!;

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

    /// <summary>The gateway, in its present life.</summary>
    public TestGateway Gateway => _gateway.Gateway;

    public Load Load { get; private set; } = null!;

    /// <summary>Starts all nodes, runs a test on them and ends them.</summary>
    /// <param name="database">Of <see cref="ChaosCases"/>.</param>
    /// <param name="output">Takes figures, and the nodes' logs where something fails.</param>
    /// <param name="test">What is done and asserted.</param>
    /// <param name="prepare">Adds to how a node is started.</param>
    public static async Task RunAsync(
        string database,
        ITestOutputHelper output,
        Func<ChaosVenue, Task> test,
        Action<int, ProcessStartInfo>? prepare = null)
    {
        await using var venue = new ChaosVenue(database, output, prepare);
        try
        {
            await venue.StartAsync();
            await test(venue);
        }
        catch
        {
            output.WriteLine($"load average {LoadAverage()}\n{venue.Fleet.Logs()}");
            throw;
        }
    }

    /// <summary>Waits until the partition is ready with so many nodes up.</summary>
    /// <returns>The owner's node.</returns>
    public async Task<int> OwnerAsync(int nodes = Nodes) =>
        Fleet.IndexOf(await Gateway.WaitReadyAsync(Fleet, nodes));

    public void StartLoad() =>
        Load = new Load([.. Enumerable.Range(1, Clients).Select(number => _gateway.Client(number))]);

    /// <summary>Waits until the load has got a good deal further.</summary>
    public Task MoreAsync() => Load.WaitForMoreAsync(CommandsBetween);

    /// <summary>A client that goes on for as long as a failover, and the gateway's next life, may take.</summary>
    public IEngineClient Client(long submitter, EngineClientOptions? options = null) =>
        _gateway.Client(submitter, options);

    /// <summary>Does something to the venue that a healthy majority survives, and asserts how long it was out.</summary>
    /// <param name="what">Names it.</param>
    /// <param name="fault">Does it.</param>
    /// <param name="lasts">Whether it lasts until whatever follows from it is decided.</param>
    public async Task DisturbAsync(string what, Action fault, bool lasts = true)
    {
        double startMs = Load.NowMs;
        fault();
        if (lasts)
            await DecidedAsync();
        await MoreAsync();
        AssertOutage(what, Load.LongestGapMs(startMs));
    }

    /// <summary>Waits for as long as whatever follows from a fault takes.</summary>
    public static async Task DecidedAsync()
    {
        using var decided = new PeriodicTimer(FaultLasts);
        await decided.WaitForNextTickAsync();
    }

    /// <summary>Notes how long the venue was out, which a healthy majority does not allow for long.</summary>
    public void AssertOutage(string what, double outageMs)
    {
        Report(what, outageMs);
        Assert.True(outageMs <= MostOutageMs, $"{what}: {outageMs:0} ms without an outcome");
    }

    /// <summary>Notes how long the venue was out.</summary>
    public void Report(string what, double outageMs) => _output.WriteLine(
        $"{what}: outage {outageMs / 1_000:0.0} s; load average {LoadAverage()}");

    /// <summary>Loses what a node, in whichever of its lives, and the others send each other.</summary>
    public void CutFromPeers(int node, LinkFault fault)
    {
        for (int target = 0; target < Nodes; target++)
        {
            int at = target;
            _toNodes[at].Break(from =>
                at == node ? Reversed(fault) : from == Fleet.ProcessId(node) ? fault : LinkFault.None);
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

    /// <summary>Ends the load and holds history against the journal.</summary>
    /// <param name="others">Answers of other clients that were acknowledged.</param>
    public async Task CheckAsync(IReadOnlyCollection<ToldOutcome>? others = null)
    {
        await Load.StopAsync();
        await OwnerAsync();
        _output.WriteLine(await HistoryCheck.RunAsync(
            Gateway, Gateway.Client(Clients + 1), Load, Journal, others, changedOwner: others is null));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        Fleet.Dispose();
        foreach (FaultyLink? link in _toNodes.Concat(_toDatabase))
            link?.Dispose();
        _database?.Dispose();
        _directory.Dispose();
    }

    private static string LoadAverage() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private async Task StartAsync()
    {
        for (int node = 0; node < Nodes; node++)
            Fleet.Start(node);
        _gateway = await ChaosGateway.JoinAsync(Fleet, Journal.Settings);
        _ = SuperviseAsync();
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
        string memory = _directory.File($"memory-{node}");
        return ["--journal", "postgresql", "--journal-at", settings.ToString(), "--memory", memory];
    }

    /// <summary>Starts every node that has ended again, until the venue is disposed of.</summary>
    private async Task SuperviseAsync()
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        try
        {
            while (await pause.WaitForNextTickAsync(_end.Token))
            {
                foreach (int node in Enumerable.Range(0, Nodes).Where(node => !Fleet.IsRunning(node)))
                    Fleet.Start(node);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }
}
