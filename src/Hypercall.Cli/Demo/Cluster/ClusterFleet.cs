using System.Net;
using System.Net.Sockets;

namespace Hypercall.Cli.Demo.Cluster;

/// <summary>
/// The demonstration's nodes, on ports of this machine that were free; disposed, those that live are killed.
/// </summary>
internal sealed class ClusterFleet : IDisposable
{
    /// <summary>Three nodes start within 10 s, and in a minute where twenty others want the processors.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private TaskCompletionSource _changed = NewSource();

    public ClusterFleet(int count, Interruption interruption)
    {
        int[] ports = FreePorts(count);
        Nodes = [.. ports.Select((port, i) => new ClusterNode($"{(char)('A' + i)}", port, interruption, Changed))];
    }

    public IReadOnlyList<ClusterNode> Nodes { get; }

    /// <summary>Starts all; the first one begins the cluster, the others join it.</summary>
    /// <param name="options">Options of every node.</param>
    public void Start(IReadOnlyList<string> options)
    {
        string[] seeds = [.. Nodes.SelectMany(node => new[] { "--seed", node.Address })];
        foreach (ClusterNode node in Nodes)
            node.Start([.. seeds, .. options]);
    }

    /// <summary>Waits until every node that lives has heard of an owner in this epoch or a later one.</summary>
    /// <exception cref="CheckFailedException">A node ended, or it takes too long.</exception>
    public async Task<ClusterNode> OwnerAsync(long fromEpoch)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            Task changed = Volatile.Read(ref _changed).Task;
            if (AgreedOwner(fromEpoch) is { } owner)
                return owner;
            if (Nodes.FirstOrDefault(node => node.HasFailed) is { } failed)
                throw new CheckFailedException($"node {failed.Name} ended: {failed.Log.LastOrDefault()}");
            TimeSpan left = Patience - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
                throw new CheckFailedException(
                    $"no node owned the market within {Patience.TotalSeconds:0} s; last complaint: {Complaint()}");
            await Task.WhenAny(changed, Task.Delay(left));
        }
    }

    public void Dispose()
    {
        foreach (ClusterNode node in Nodes)
            node.Dispose();
    }

    private ClusterNode? AgreedOwner(long fromEpoch)
    {
        OwnerReport?[] heard = [.. Nodes.Where(node => !node.IsKilled).Select(node => node.Owner).Distinct()];
        return heard is [{ } owner] && owner.Epoch >= fromEpoch
            ? Nodes.FirstOrDefault(node => node.Port == owner.Port && !node.IsKilled)
            : null;
    }

    private string Complaint() => Nodes
        .Where(node => !node.IsKilled)
        .SelectMany(node => node.Log)
        .LastOrDefault(line => line.Contains(" ERROR ", StringComparison.Ordinal)) ?? "none";

    private void Changed() => Interlocked.Exchange(ref _changed, NewSource()).TrySetResult();

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener listener in listeners)
            listener.Start();
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (TcpListener listener in listeners)
            listener.Stop();
        return ports;
    }
}
