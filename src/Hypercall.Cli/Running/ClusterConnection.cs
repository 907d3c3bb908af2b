using Hypercall.Actors.Client;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Wire;
using Hypercall.Gateway.Reads;

namespace Hypercall.Cli.Running;

/// <summary>A command's own actor system that talks to a cluster from outside; disposed with the command.</summary>
internal sealed class ClusterConnection : IAsyncDisposable
{
    /// <summary>How long a node is looked for; with the program's start and end less than five seconds.</summary>
    public static readonly TimeSpan ContactPatience = TimeSpan.FromMilliseconds(3_500);

    private static readonly TimeSpan ContactTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ContactRetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly ActorSystem _system;

    /// <summary>Connects to the first node that answers.</summary>
    /// <param name="nodes">Nodes, HOST:PORT.</param>
    /// <param name="certificates">Folder of certificates; null: the nodes have none.</param>
    /// <exception cref="InputException">An address is none.</exception>
    /// <exception cref="SettingException">The certificates cannot be used.</exception>
    public ClusterConnection(IEnumerable<string> nodes, string? certificates = null)
    {
        Address[] addresses = [.. nodes.Select(node => NodeAddress.Parse(node, certificates is not null))];
        _system = ActorSystem.Create(
            NodeAddress.SystemName, WireSecurity.SetupOf(NodeConfig.OfClient(certificates)));
        Contacts = _system.ActorOf(ClusterContacts.Props(addresses), "contacts");
    }

    /// <summary>Takes partition messages.</summary>
    public IActorRef Contacts { get; }

    /// <summary>How clients ask, by the settings.</summary>
    public EngineClientOptions ClientOptions => HypercallSettings.Read(_system.Settings.Config).Client;

    /// <summary>How the transfer desks are, and at which node.</summary>
    /// <returns>Null: nobody has said it in time.</returns>
    public Task<PartitionStanding?> AskDesksAsync(TimeSpan patience) =>
        PartitionStanding.AskDesksAsync(_system, Contacts, patience);

    /// <summary>
    /// Waits for a node to answer, for some seconds: what is sent before would have to be sent again, out of order.
    /// </summary>
    /// <exception cref="InputException">The venue has no such partition.</exception>
    /// <exception cref="CheckFailedException">No node can be reached.</exception>
    public async Task WaitForContactAsync(string partition, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        object? answer;
        do
        {
            // Null: a node was reached, and the partition's owner is silent.
            answer = await Contacts.TryAskAsync<object>(new QueryHealth(partition, 0), ContactTimeout, cancellation);
            if (answer is PartitionHealth)
                return;
            if (answer is EngineUnavailable { State: PartitionState.NoSuch } no)
                throw new InputException("--partition", no.Detail);
            await Task.Delay(ContactRetryDelay, cancellation);
        }
        while (Stopwatch.GetElapsedTime(start) < ContactPatience);
        if (answer is EngineUnavailable nobody)
            throw new CheckFailedException(nobody.Detail);
    }

    /// <summary>Asks a partition's owner for an operator's act.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="error">Why an answer says that it was not done; null where it was.</param>
    /// <exception cref="InputException">The venue has no such partition.</exception>
    /// <exception cref="CheckFailedException">It was not done, or not known to be.</exception>
    public async Task<T> ActAsync<T>(
        IPartitionRequest request, TimeSpan limit, Func<T, string?> error, CancellationToken cancellation)
        where T : class
    {
        await WaitForContactAsync(request.Partition, cancellation);
        object answer = await Contacts.TryAskAsync<object>(request, limit, cancellation)
            ?? throw new CheckFailedException(
                $"partition {request.Partition} did not answer in {limit.TotalSeconds:0} s");
        string? refusal = answer switch
        {
            T taken => error(taken),
            EngineUnavailable unavailable => unavailable.Detail,
            _ => $"a {answer.GetType().Name} is no answer to a {request.GetType().Name}",
        };
        return refusal is null ? (T)answer : throw new CheckFailedException(refusal);
    }

    /// <summary>Shows what a partition publishes until the display has had enough.</summary>
    public async Task WatchAsync(
        string partition, IWatchDisplay display, long count, CancellationToken cancellation)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _system.ActorOf(PartitionWatch.Props(Contacts, partition, display, count, ended));
        await ended.Task.WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync() => await _system.Terminate();
}
