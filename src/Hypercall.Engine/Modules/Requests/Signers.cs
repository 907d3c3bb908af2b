namespace Hypercall.Engine.Modules.Requests;

/// <summary>Nonces of signers, check 3 of engine.md §4, and what is forgotten of signers and agents.</summary>
internal sealed class Signers(EngineState state, Turn turn)
{
    private const int MaxForgottenPerCommand = 64;
    private const int MaxForgottenPerTick = 1024;

    /// <summary>How long a dead agent is remembered: longer than any nonce of its is inside the window.</summary>
    private const long AgentMemoryMs = 3 * CalendarDate.MillisecondsPerDay;

    /// <summary>By wallet one more than its number as a signer, or 0 while that has not been found.</summary>
    private readonly Numbered<int> _afterSigner = new();

    public Refusal? SpendNonce(in CommandEnvelope envelope) =>
        envelope.Signer is { } signer && envelope.Nonce is { } nonce ? SpendNonce(signer, nonce) : null;

    private Refusal? SpendNonce(WalletAddress signer, long nonce)
    {
        if (nonce <= LatestOutdated(state.TimestampMs) || nonce >= state.TimestampMs + CalendarDate.MillisecondsPerDay)
            return turn.Reject(RejectCode.NonceOutOfBounds, nonce, state.TimestampMs);
        int number = FindSigner(signer);
        if (number >= 0)
        {
            ref readonly BoundedNonceSet kept = ref state.Nonces[number].Nonces;
            if (kept.Contains(nonce))
                return turn.Reject(RejectCode.NonceReused, nonce, 0);
            if (kept.IsTooLow(nonce))
                return turn.Reject(RejectCode.NonceTooLow, nonce, kept[0]);
        }

        state.Nonces.Spend(signer, number, nonce);
        return null;
    }

    /// <summary>The greatest nonce that is too old: T − 2 days &lt; nonce &lt; T + 1 day (engine.md §4).</summary>
    private static long LatestOutdated(long timestampMs) => timestampMs - 2 * CalendarDate.MillisecondsPerDay;

    /// <summary>Number of a signer, or -1; a wallet's is looked up once.</summary>
    private int FindSigner(WalletAddress signer)
    {
        if (state.Wallets.Find(signer) is not { } wallet)
            return state.Nonces.Find(signer);
        ref int after = ref _afterSigner[wallet.Number];
        if (after == 0)
            after = state.Nonces.Find(signer) + 1;
        return after - 1;
    }

    /// <summary>
    /// Forgets signers of whom every nonce is out of the window of time, then agents that have been dead for longer
    /// than a signature of theirs could be new; the rest waits for the next commands.
    /// </summary>
    public void ForgetTheOld(long now, bool isTick)
    {
        long outdated = LatestOutdated(now);
        if (state.Nonces.LeastHighest <= outdated || state.Agents.EarliestDeathMs <= now - AgentMemoryMs)
            Forget(now, outdated, isTick);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Forget(long now, long outdated, bool isTick)
    {
        int limit = isTick ? MaxForgottenPerTick : MaxForgottenPerCommand;
        for (; limit > 0 && state.Nonces.TryForget(outdated, out WalletAddress signer); limit--)
        {
            if (state.Wallets.Find(signer) is { } wallet)
                _afterSigner[wallet.Number] = 0;
        }

        while (limit-- > 0 && state.Agents.TryForget(now - AgentMemoryMs))
        {
        }
    }
}
