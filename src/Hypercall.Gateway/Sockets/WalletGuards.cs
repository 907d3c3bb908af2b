namespace Hypercall.Gateway.Sockets;

/// <summary>
/// Guards wallets for their sockets: one guard for each wallet, however many sockets ask. Safe for use from several
/// threads.
/// </summary>
internal sealed class WalletGuards
{
    private readonly Dictionary<WalletAddress, WalletGuard> _guards = [];
    private readonly GuardServices _services;

    public WalletGuards(GuardServices services)
    {
        _services = services;
        services.Timers.Told += Hear;
    }

    /// <summary>Guards a wallet for one more; the engine's timer is armed when this is done.</summary>
    /// <returns>When the guard of another gateway ends unless that renews it: all orders go then. Null: there is
    /// none.</returns>
    /// <exception cref="RefusedException">The wallet has armed the timer itself, or the engine does not take
    /// it.</exception>
    public Task<long?> EnterAsync(WalletAddress wallet, DisconnectGuard member) =>
        UseAsync(wallet, guard => guard.EnterAsync(member));

    /// <summary>Guards a wallet for one less.</summary>
    /// <param name="member">For whom no longer.</param>
    /// <param name="disarms">False: where it was the last one, the timer is left to run out.</param>
    /// <exception cref="RefusedException">The engine does not take it: nothing has changed.</exception>
    public Task LeaveAsync(WalletAddress wallet, DisconnectGuard member, bool disarms = true) =>
        UseAsync(wallet, async guard =>
        {
            await guard.LeaveAsync(member, disarms);
            return true;
        });

    /// <summary>Guards a wallet for nobody any more, and leaves the timer to run out.</summary>
    /// <param name="reason">With which sockets close that were guarded.</param>
    public Task AbandonAsync(WalletAddress wallet, string reason) => UseAsync(wallet, async guard =>
    {
        await guard.DropAllAsync(long.MaxValue, reason);
        return true;
    });

    private async Task<T> UseAsync<T>(WalletAddress wallet, Func<WalletGuard, Task<T>> use)
    {
        WalletGuard guard = Find(wallet);
        try
        {
            return await use(guard);
        }
        finally
        {
            Release(wallet, guard);
        }
    }

    private WalletGuard Find(WalletAddress wallet)
    {
        lock (_guards)
        {
            if (!_guards.TryGetValue(wallet, out WalletGuard? guard))
                _guards.Add(wallet, guard = new WalletGuard(
                    wallet, _services, (member, disarms) => LeaveAsync(wallet, member, disarms)));
            guard.Users++;
            return guard;
        }
    }

    private void Release(WalletAddress wallet, WalletGuard guard)
    {
        lock (_guards)
        {
            if (--guard.Users == 0 && guard.IsIdle)
                _guards.Remove(wallet);
        }
    }

    private void Hear(TimerSet set)
    {
        WalletGuard? guard;
        lock (_guards)
            guard = _guards.GetValueOrDefault(set.Wallet);
        guard?.Hear(set);
    }
}

/// <summary>What guards need.</summary>
internal sealed record GuardServices(
    WriteDesk Desk,
    AccountDirectory Accounts,
    PastReads Past,
    TimerOwners Timers,
    SequenceClock Clock,
    GatewayOptions Options,
    ILogger<WalletGuards> Log)
{
    /// <summary>When a wallet's dead-man's switch fires that gateways have armed; null: it is not armed.</summary>
    /// <exception cref="RefusedException">The wallet has armed it itself.</exception>
    public async Task<long?> DueOfGuardsAsync(WalletAddress wallet)
    {
        if (await Accounts.TimerOfAsync(wallet, CancellationToken.None) is not { } dueMs)
            return null;
        return await Past.IsGuardAsync(wallet, dueMs, Clock.Known, CancellationToken.None)
            ? dueMs
            : throw new RefusedException(GatewayError.Conflict("the wallet's CancelAllAfter is armed already"));
    }
}
