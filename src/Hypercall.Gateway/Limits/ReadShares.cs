namespace Hypercall.Gateway.Limits;

/// <summary>
/// Lets so many reads of the history run at once, and of one client no more than its share of them: its others wait
/// among themselves, and beyond a number of those that wait it is refused. Safe for use from several threads.
/// </summary>
internal sealed class ReadShares(GatewayOptions options) : IDisposable
{
    /// <summary>How many reads of one client may wait.</summary>
    public const int MostWaiting = 64;

    private const long RetryMs = 1_000;

    private readonly SemaphoreSlim _all = new(options.HistoryReads);
    private readonly Dictionary<string, Client> _clients = new(StringComparer.Ordinal);

    /// <summary>Waits for a turn, which ends when it is disposed of.</summary>
    /// <param name="client">Whose read it is; null: the gateway's own.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusedException">Too many of the client's wait already.</exception>
    public async Task<IDisposable> EnterAsync(string? client, CancellationToken cancellation)
    {
        Client? own = client is null ? null : Join(client);
        bool isOwn = false;
        try
        {
            if (own is not null)
                await own.Turns.WaitAsync(cancellation);
            isOwn = true;
            await _all.WaitAsync(cancellation);
            return new Turn(this, own);
        }
        catch
        {
            Leave(own, isOwn);
            throw;
        }
    }

    public void Dispose() => _all.Dispose();

    private Client Join(string name)
    {
        lock (_clients)
        {
            if (!_clients.TryGetValue(name, out Client? client))
                _clients.Add(name, client = new Client(name, options.HistoryReadsPerClient));
            if (client.Count >= options.HistoryReadsPerClient + MostWaiting)
                throw new RefusedException(GatewayError.RateLimited(
                    $"a client has at most {MostWaiting} reads of the history waiting", RetryMs));
            client.Count++;
            return client;
        }
    }

    private void Leave(Client? client, bool hasTurn)
    {
        if (client is null)
            return;
        if (hasTurn)
            client.Turns.Release();
        lock (_clients)
        {
            if (--client.Count > 0)
                return;
            _clients.Remove(client.Name);
            client.Turns.Dispose();
        }
    }

    private sealed class Client(string name, int share)
    {
        public string Name => name;

        public SemaphoreSlim Turns { get; } = new(share);

        /// <summary>Reads that run or wait.</summary>
        public int Count { get; set; }
    }

    private sealed class Turn(ReadShares shares, Client? client) : IDisposable
    {
        public void Dispose()
        {
            shares._all.Release();
            shares.Leave(client, hasTurn: true);
        }
    }
}
