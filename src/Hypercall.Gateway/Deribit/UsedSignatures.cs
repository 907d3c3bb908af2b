namespace Hypercall.Gateway.Deribit;

/// <summary>
/// Signatures of keys within the last two minutes: what was signed is taken once. Longer than one counts, so that none
/// comes back after it is forgotten. By the signature and not by its nonce: ccxt's is the millisecond, which calls that
/// leave together share. Only what a key has signed gets in here, so that nobody fills it for others. Safe for use from
/// several threads.
/// </summary>
/// <param name="mostOfKey">How many of a key are known at a time.</param>
internal sealed class UsedSignatures(int mostOfKey = 100_000)
{
    private const long KeptMs = 120_000;
    private const long RetryMs = 1_000;

    private readonly Lock _gate = new();
    private readonly SetIndex<WalletAddress, string> _byAgent = new();
    private readonly Queue<(WalletAddress Agent, string Signature, long AtMs)> _order = new();

    /// <summary>Takes a signature.</summary>
    /// <returns>False: it was used.</returns>
    /// <exception cref="RefusedException">RateLimited: the key has used too many.</exception>
    public bool TryUse(WalletAddress agent, string signature, long nowMs)
    {
        lock (_gate)
        {
            while (_order.TryPeek(out var oldest) && nowMs - oldest.AtMs > KeptMs)
            {
                _order.Dequeue();
                _byAgent.Remove(oldest.Agent, oldest.Signature);
            }

            if (_byAgent.Contains(agent, signature))
                return false;
            if (_byAgent.Of(agent).Count >= mostOfKey)
                throw new RefusedException(GatewayError.RateLimited(
                    $"a key signs at most {mostOfKey} calls in two minutes: calls with a token need no signature",
                    RetryMs));
            _byAgent.Add(agent, signature);
            _order.Enqueue((agent, signature, nowMs));
            return true;
        }
    }
}
