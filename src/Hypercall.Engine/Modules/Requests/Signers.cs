using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Modules.Requests;

/// <summary>Nonces of signers, check 3 of engine.md §4, and what is forgotten of signers and agents.</summary>
internal sealed class Signers(EngineState state, Turn turn, ChangeLog changes, Registry registry)
{
    private const int MaxForgottenPerCommand = 64;
    private const int MaxForgottenPerTick = 1024;

    /// <summary>How long a dead agent is remembered: longer than any nonce of its is inside the window.</summary>
    private const long AgentMemoryMs = 3 * 86_400_000L;

    public RejectCode SpendNonce(in CommandEnvelope envelope)
    {
        if (envelope.Signer is not { } signer || envelope.Nonce is not { } nonce)
            return RejectCode.None;
        if (!NonceWindow.IsWithinTimeBounds(nonce, state.TimestampMs))
            return turn.Reject(RejectCode.NonceOutOfBounds, nonce, state.TimestampMs);
        int number = FindSigner(signer);
        if (number >= 0)
        {
            BoundedNonceSet kept = state.Nonces[number].Nonces;
            if (kept.Contains(nonce))
                return turn.Reject(RejectCode.NonceReused, nonce, 0);
            if (kept.IsTooLow(nonce))
                return turn.Reject(RejectCode.NonceTooLow, nonce, kept[0]);
        }
        else
        {
            number = state.Nonces.Add(signer);
        }

        state.Nonces[number].Nonces.Add(nonce);
        state.Nonces.NoteHighest(number);
        changes.RecordNonce(nonce);
        return RejectCode.None;
    }

    /// <summary>Number of a signer, or -1; a wallet remembers its own.</summary>
    private int FindSigner(WalletAddress signer)
    {
        if (registry.FindWallet(signer) is not { } wallet)
            return state.Nonces.Find(signer);
        if (wallet.SignerNumber < 0)
            wallet.SignerNumber = state.Nonces.Find(signer);
        return wallet.SignerNumber;
    }

    /// <summary>
    /// Forgets signers of whom every nonce is out of the window of time, then agents that have been dead for longer
    /// than a signature of theirs could be new; the rest waits for the next commands.
    /// </summary>
    public void ForgetTheOld(long now, bool isTick)
    {
        int limit = isTick ? MaxForgottenPerTick : MaxForgottenPerCommand;
        for (; limit > 0 && state.Nonces.TryForget(NonceWindow.LatestOutdated(now), out WalletAddress signer); limit--)
        {
            if (registry.FindWallet(signer) is { } wallet)
                wallet.SignerNumber = -1;
            changes.RecordSignerForgotten(signer);
        }

        for (; limit > 0 && state.Agents.TryTakeDead(now - AgentMemoryMs, out int number); limit--)
        {
            AgentTable.Key key = state.Agents[number].Key;
            changes.RecordAgentForgotten(key.Wallet, key.Agent);
            state.Agents.Remove(state.Wallets[key.Wallet], number);
        }
    }
}
