using Hypercall.Actors.Client;
using Hypercall.Actors.Clustering;
using Hypercall.Benchmarks.Workloads;

namespace Hypercall.Cli.Demo.Cluster;

/// <summary>
/// The demonstration's clients: makers, takers and the feed of index prices, each with a request of its own under
/// way, in an actor system that is no member of the cluster. They know all nodes and begin with different ones.
/// </summary>
internal sealed class ClusterClients : IAsyncDisposable
{
    /// <summary>A client of a node that dies asks another one soon, and never gives a command up.</summary>
    private static readonly EngineClientOptions Options = new()
    {
        AskTimeout = TimeSpan.FromSeconds(1),
        Retry = new RetryOptions(PatienceMs: 300_000, FirstDelayMs: 10, LongestDelayMs: 200),
    };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan IndexInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);
    private const int StateTries = 50;

    private readonly ActorSystem _system;
    private readonly IActorRef[] _doors;
    private readonly string _partition;
    private readonly ulong _seed;
    private readonly DemoUnderlying _options = DemoVenue.OptionsFrom(ClusterTrader.NowMs);
    private readonly CancellationTokenSource _stop = new();
    private Task _load = Task.CompletedTask;
    private int _clients;

    /// <summary>Clients that have not begun.</summary>
    /// <param name="nodes">The nodes, HOST:PORT.</param>
    /// <param name="seed">Seed of what they send.</param>
    public ClusterClients(IEnumerable<string> nodes, string partition, ulong seed)
    {
        _partition = partition;
        _seed = seed;
        Address[] addresses = [.. nodes.Select(node => NodeAddress.Parse(node, isEncrypted: false))];
        Config config = ConfigurationFactory.ParseString("akka.loglevel = OFF").WithFallback(NodeConfig.OfClient());
        _system = ActorSystem.Create(NodeAddress.SystemName, config);
        _doors = [.. addresses.Select((_, first) => _system.ActorOf(
            ClusterContacts.Props([.. addresses[first..], .. addresses[..first]])))];
    }

    /// <summary>What they were told.</summary>
    public AcknowledgementLog Log { get; } = new();

    /// <summary>Opens the venue and lets everyone trade.</summary>
    public async Task StartAsync()
    {
        ClusterTrader venue = NewClient();
        foreach (EngineCommand command in venue.Orders.Opening())
            await venue.SubmitAsync(command);
        _load = Task.WhenAll(
        [
            FeedAsync(venue),
            .. DemoVenue.MakerTraders.Select(maker => MakeAsync(NewClient(), maker)),
            .. DemoVenue.TakerTraders.Select(taker => TakeAsync(NewClient(), taker)),
        ]);
    }

    /// <summary>Lets them trade for a while, and on a slow machine until so many commands are acknowledged.</summary>
    /// <exception cref="CheckFailedException">One got no outcome, or for too long none did.</exception>
    public async Task TradeAsync(TimeSpan time, int atLeast = 0)
    {
        long start = Stopwatch.GetTimestamp();
        (int Count, long Since) last = (Log.Count, start);
        while (Stopwatch.GetElapsedTime(start) < time || Log.Count < atLeast)
        {
            if (Log.Count > last.Count)
                last = (Log.Count, Stopwatch.GetTimestamp());
            if (Stopwatch.GetElapsedTime(last.Since) > time + Patience)
                throw new CheckFailedException($"only {Log.Count} commands are acknowledged, {atLeast} were to be");
            if (await Task.WhenAny(_load, Task.Delay(LookInterval)) == _load)
                await _load;
        }
    }

    /// <summary>Lets them wait for what is under way, and send no more.</summary>
    /// <exception cref="CheckFailedException">One got no outcome.</exception>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _load;
    }

    /// <summary>Where the owner stands behind everything that was acknowledged.</summary>
    /// <exception cref="CheckFailedException">It does not say so.</exception>
    public async Task<StateSummary> StateAsync()
    {
        var question = new QueryState(_partition, 0, 0, Queued: true);
        for (int left = StateTries; left > 0; left--)
        {
            Task<object> answer = _doors[left % _doors.Length].Ask<object>(question, AskTimeout);
            await Task.WhenAny(answer);
            if (answer is { IsCompletedSuccessfully: true, Result: StateAnswer { State: { } state } })
                return state;
            await Task.Delay(RetryDelay);
        }

        throw new CheckFailedException("the owner does not say where it stands");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _system.Terminate();
        _stop.Dispose();
    }

    private ClusterTrader NewClient()
    {
        int number = _clients++;
        var client = new EngineClient(_doors[number % _doors.Length], _partition, Options);
        return new ClusterTrader(client, new DemoVenue(_options, new SeededRandom(_seed + (ulong)number)), Log);
    }

    private async Task FeedAsync(ClusterTrader venue)
    {
        while (!_stop.IsCancellationRequested)
        {
            await venue.SubmitAsync(venue.Orders.Move());
            await Task.WhenAny(Task.Delay(IndexInterval, _stop.Token));
        }
    }

    private async Task MakeAsync(ClusterTrader client, DemoTrader maker)
    {
        for (int round = 0; !_stop.IsCancellationRequested; round++)
            await client.SubmitAsync(maker, client.Orders.Quotes(maker, round, ClusterTrader.NowMs));
    }

    private async Task TakeAsync(ClusterTrader client, DemoTrader taker)
    {
        while (!_stop.IsCancellationRequested)
            await client.SubmitAsync(taker, client.Orders.Take(taker, ClusterTrader.NowMs));
    }
}
