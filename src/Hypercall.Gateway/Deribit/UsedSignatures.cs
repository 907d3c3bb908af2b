using System.Collections.Concurrent;

namespace Hypercall.Gateway.Deribit;

/// <summary>
/// Signatures of keys within the last two minutes: what was signed is taken once. Longer than one counts, so that none
/// comes back after it is forgotten. By the signature and not by its nonce: ccxt's is the millisecond, which calls that
/// leave together share. Only what a key has signed gets in here, so that nobody fills it for others. Safe for use from
/// several threads.
/// </summary>
internal sealed class UsedSignatures
{
    private const long KeptMs = 120_000;
    private const int MostOfKey = 100_000;

    private readonly ConcurrentDictionary<WalletAddress, Used> _byAgent = new();
    private long _sweptAtMs;

    /// <summary>Takes a signature.</summary>
    /// <returns>False: it was used, or the key has used too many.</returns>
    public bool TryUse(WalletAddress agent, string signature, long nowMs)
    {
        Sweep(nowMs);
        while (true)
        {
            Used used = _byAgent.GetOrAdd(agent, _ => new Used());
            lock (used)
            {
                if (!used.IsForgotten)
                    return used.TryAdd(signature, nowMs);
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
        private readonly HashSet<string> _signatures = new(StringComparer.Ordinal);
        private readonly Queue<(string Signature, long AtMs)> _order = new();

        public bool IsForgotten { get; private set; }

        public bool TryAdd(string signature, long nowMs)
        {
            Drop(nowMs);
            if (_order.Count >= MostOfKey || !_signatures.Add(signature))
                return false;
            _order.Enqueue((signature, nowMs));
            return true;
        }

        public void Forget(long nowMs)
        {
            Drop(nowMs);
            IsForgotten = _order.Count == 0;
        }

        private void Drop(long nowMs)
        {
            while (_order.TryPeek(out (string Signature, long AtMs) oldest) && nowMs - oldest.AtMs > KeptMs)
            {
                _signatures.Remove(oldest.Signature);
                _order.Dequeue();
            }
        }
    }
}
