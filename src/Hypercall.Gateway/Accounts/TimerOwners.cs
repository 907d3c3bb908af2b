using System.Collections.Concurrent;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;

namespace Hypercall.Gateway.Accounts;

/// <summary>
/// Who armed each wallet's dead-man's switch last: the wallet, which signs, or a gateway that guards it, which does
/// not. Told of every command of the journal, so that the guard of a gateway that was killed is known for what it is.
/// Safe for use from several threads.
/// </summary>
internal sealed class TimerOwners
{
    private readonly ConcurrentDictionary<WalletAddress, (long DueMs, bool IsSigned)> _armed = new();

    /// <summary>Takes a command that was applied.</summary>
    public void Take(in CommandEnvelope envelope, ApplyOutput outcome)
    {
        if (envelope.Command is not CancelAllAfter timer || outcome is not { Accepted: true, Duplicate: false })
            return;
        if (timer.TimeoutMs == 0)
            _armed.TryRemove(timer.Wallet, out _);
        else
            _armed[timer.Wallet] = (outcome.TimestampMs + timer.TimeoutMs, envelope.Signer is not null);
    }

    /// <summary>Whether a timer is a gateway's; false also where nothing is known of it.</summary>
    public bool IsGuard(WalletAddress wallet, long dueMs) =>
        _armed.TryGetValue(wallet, out (long DueMs, bool IsSigned) armed) && armed == (dueMs, false);
}
