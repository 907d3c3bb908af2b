using System.Collections.Concurrent;

namespace Hypercall.Gateway.Sockets;

/// <summary>
/// Closes sockets that an agent has proved once he no longer speaks for their wallet: when the journal tells that he
/// was revoked, else, as nothing tells of an expiry, when he is asked for, every ten seconds.
/// </summary>
internal sealed class AgentWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<GatewaySocket, bool> _sockets = new();
    private readonly CancellationTokenSource _end = new();
    private readonly ProofOfWallet _proof;
    private readonly GatewayOptions _options;
    private readonly ILogger<AgentWatch> _log;
    private readonly Task _running;

    public AgentWatch(RevokedAgents revoked, ProofOfWallet proof, GatewayOptions options, ILogger<AgentWatch> log)
    {
        (_proof, _options, _log) = (proof, options, log);
        revoked.Told += Hear;
        _running = RunAsync();
    }

    /// <summary>Watches a socket that somebody has proved.</summary>
    public void Add(GatewaySocket socket) => _sockets[socket] = true;

    public void Remove(GatewaySocket socket) => _sockets.TryRemove(socket, out _);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    private void Hear(WalletAddress wallet, WalletAddress agent)
    {
        if (_sockets.Keys.Any(socket => socket.Wallet == wallet && socket.Signer == agent))
            _ = Task.Run(() => CheckAsync(wallet, agent));
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Interval, _options.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                foreach ((WalletAddress wallet, WalletAddress agent) in Agents())
                    await CheckAsync(wallet, agent);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The gateway ends.
        }
    }

    private HashSet<(WalletAddress Wallet, WalletAddress Agent)> Agents() =>
    [
        .. _sockets.Keys.Where(socket => socket.Signer is not null)
            .Select(socket => (socket.Wallet!.Value, socket.Signer!.Value)),
    ];

    private async Task CheckAsync(WalletAddress wallet, WalletAddress agent)
    {
        try
        {
            if (!await _proof.IsRevokedAsync(wallet, agent, _end.Token))
                return;
            foreach (GatewaySocket socket in _sockets.Keys.Where(
                socket => socket.Wallet == wallet && socket.Signer == agent))
                socket.Close("who proved the wallet no longer speaks for it");
        }
        catch (Exception failure) when (!_end.IsCancellationRequested)
        {
            _log.LogError(failure, "agents of sockets cannot be asked for");
        }
    }
}
