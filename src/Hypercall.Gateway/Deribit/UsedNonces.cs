using System.Collections.Concurrent;
using Hypercall.Engine.Domain;

namespace Hypercall.Gateway.Deribit;

/// <summary>
/// Nonces of keys within the last two minutes: what was signed once is taken once. Longer than a signature is taken, so
/// that none comes back after its nonce is forgotten. Only what a key has signed gets in here, so that nobody fills it
/// for others. Safe for use from several threads.
/// </summary>
internal sealed class UsedNonces
{
    private const long KeptMs = 120_000;
    private const int MostOfKey = 100_000;

    private readonly ConcurrentDictionary<WalletAddress, Used> _byAgent = new();
    private long _sweptAtMs;

    /// <summary>Takes a nonce.</summary>
    /// <returns>False: it was used, or the key has used too many.</returns>
    public bool TryUse(WalletAddress agent, string nonce, long nowMs)
    {
        Sweep(nowMs);
        while (true)
        {
            Used used = _byAgent.GetOrAdd(agent, _ => new Used());
            lock (used)
            {
                if (!used.IsForgotten)
                    return used.TryAdd(nonce, nowMs);
            }
        }
    }

    private void Sweep(long nowMs)
    {
        long before = Interlocked.Read(ref _sweptAtMs);
        if (nowMs - before < KeptMs || Interlocked.CompareExchange(ref _sweptAtMs, nowMs, before) != before)
            return;
        foreach ((WalletAddress agent, Used used) in _byAgent)
        {
            lock (used)
            {
                used.Forget(nowMs);
                if (used.IsForgotten)
                    _byAgent.TryRemove(agent, out _);
            }
        }
    }

    private sealed class Used
    {
        private readonly HashSet<string> _nonces = new(StringComparer.Ordinal);
        private readonly Queue<(string Nonce, long AtMs)> _order = new();

        public bool IsForgotten { get; private set; }

        public bool TryAdd(string nonce, long nowMs)
        {
            Drop(nowMs);
            if (_order.Count >= MostOfKey || !_nonces.Add(nonce))
                return false;
            _order.Enqueue((nonce, nowMs));
            return true;
        }

        public void Forget(long nowMs)
        {
            Drop(nowMs);
            IsForgotten = _order.Count == 0;
        }

        private void Drop(long nowMs)
        {
            while (_order.TryPeek(out (string Nonce, long AtMs) oldest) && nowMs - oldest.AtMs > KeptMs)
            {
                _nonces.Remove(oldest.Nonce);
                _order.Dequeue();
            }
        }
    }
}
