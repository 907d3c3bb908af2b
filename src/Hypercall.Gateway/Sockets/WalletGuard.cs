using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Gateway.Sockets;

/// <summary>
/// Keeps one wallet's timer armed in the engine while some of this gateway's sockets want it. The engine has one timer
/// for a wallet and other gateways may guard it too: so it is armed for the guard that ends first, and a gateway that
/// leaves leaves it armed for the others. One that is killed is not renewed, and the engine cancels when its time is
/// over, whoever else guards the wallet.
/// </summary>
/// <param name="leave">Takes a member out, and disarms or not.</param>
internal sealed class WalletGuard(
    WalletAddress wallet, GuardServices services, Func<DisconnectGuard, bool, Task> leave)
{
    private const long LeastMs = 1;
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly HashSet<DisconnectGuard> _members = [];
    private volatile uint _guard = GuardRequest.NewGuard();
    private CancellationTokenSource? _renewing;
    private volatile TaskCompletionSource _wanted = NewWish();
    private long _begunAt;
    private long _armedAt;

    /// <summary>Calls that are in it; of whoever keeps it.</summary>
    public int Users { get; set; }

    /// <summary>True: it guards nobody.</summary>
    public bool IsIdle => _renewing is null;

    public async Task<long?> EnterAsync(DisconnectGuard member)
    {
        using Turn turn = await Turn.AtAsync(_gate);
        if (IsIdle)
            await BeginAsync();
        _members.Add(member);
        return services.Timers.EndOfOthers(wallet, _guard)?.AtMs;
    }

    public async Task LeaveAsync(DisconnectGuard member, bool disarms)
    {
        using Turn turn = await Turn.AtAsync(_gate);
        if (!_members.Contains(member))
            return;
        if (_members.Count == 1 && disarms)
            await RequireAsync(OthersMs is { } rest ? Within(rest) : 0, isLeaving: true);
        _members.Remove(member);
        if (_members.Count == 0)
            End();
    }

    /// <summary>
    /// What the wallet signs itself has the last word: it and a guard exclude each other. What another gateway
    /// disarmed, not knowing yet of this one, is armed again at once.
    /// </summary>
    public void Hear(TimerSet set)
    {
        if (set.IsSigned && set.Sequence > Interlocked.Read(ref _begunAt))
            _ = Task.Run(() => DropAllAsync(
                set.Sequence, "CancelOnDisconnect has ended: the wallet's CancelAllAfter was set beside it"));
        else if (!set.IsSigned && !set.IsArmed && set.Sequence > Interlocked.Read(ref _armedAt))
            _wanted.TrySetResult();
    }

    private static TaskCompletionSource NewWish() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task BeginAsync()
    {
        services.Timers.Hold(wallet, isHeld: true);
        try
        {
            long? dueMs = await services.DueOfGuardsAsync(wallet);
            long timeoutMs = dueMs is { } due ? Within(services.Timers.Until(due)) : TimerOwners.LeaseMs;
            Interlocked.Exchange(ref _begunAt, await RequireAsync(timeoutMs, isLeaving: false));
        }
        catch
        {
            services.Timers.Hold(wallet, isHeld: false);
            throw;
        }

        _renewing = new CancellationTokenSource();
        _ = RenewAsync(_renewing.Token);
    }

    /// <summary>Who begins after it is another guard, which does not put off a timer that this one has left.</summary>
    private void End()
    {
        _guard = GuardRequest.NewGuard();
        services.Timers.Hold(wallet, isHeld: false);
        _renewing!.Cancel();
        _renewing.Dispose();
        _renewing = null;
    }

    private async Task RenewAsync(CancellationToken end)
    {
        try
        {
            while (!end.IsCancellationRequested)
            {
                TimeSpan wait = OthersMs <= TimerOwners.SlackMs ? Pause : Renewal;
                await Task.WhenAny(_wanted.Task, Task.Delay(wait, services.Options.Time, end));
                _wanted = NewWish();
                await DropRevokedAsync();
                await RenewOnceAsync(end);
            }
        }
        catch (OperationCanceledException)
        {
            // It guards nobody any more.
        }
        catch (Exception failure)
        {
            services.Log.LogError(failure, "the guard of {Wallet} has failed: its timer runs out", wallet);
            await DropAllAsync(long.MaxValue, "CancelOnDisconnect cannot be kept up: the timer runs out");
        }
    }

    private async Task RenewOnceAsync(CancellationToken end)
    {
        using Turn turn = await Turn.AtAsync(_gate, end);
        // Another's guard that ends about now is not put off: nobody may have renewed it because it is dead.
        if (!end.IsCancellationRequested && !(OthersMs <= TimerOwners.SlackMs))
            await SubmitAsync(OthersMs is { } rest ? Within(rest) : TimerOwners.LeaseMs, isLeaving: false);
    }

    private async Task DropRevokedAsync()
    {
        foreach (DisconnectGuard member in await MembersAsync())
        {
            if (await member.IsRevokedAsync())
                await DropAsync(member, "who proved the wallet no longer speaks for it");
        }
    }

    /// <summary>Ends, where it was begun before a command, with all whom it guarded; the timer runs out.</summary>
    public async Task DropAllAsync(long sequence, string reason)
    {
        foreach (DisconnectGuard member in await EndAsync(sequence))
            member.Drop(reason);
    }

    /// <returns>Whom it guarded.</returns>
    private async Task<DisconnectGuard[]> EndAsync(long sequence)
    {
        using Turn turn = await Turn.AtAsync(_gate);
        if (IsIdle || sequence <= _begunAt)
            return [];
        DisconnectGuard[] guarded = [.. _members];
        _members.Clear();
        End();
        return guarded;
    }

    private async Task<DisconnectGuard[]> MembersAsync()
    {
        using Turn turn = await Turn.AtAsync(_gate);
        return [.. _members];
    }

    private async Task DropAsync(DisconnectGuard member, string reason)
    {
        member.Drop(reason);
        try
        {
            await leave(member, true);
        }
        catch (RefusedException refused)
        {
            // The engine does not take the disarming now: the timer runs out.
            services.Log.LogError(refused, "the guard of {Wallet} cannot be ended", wallet);
            await leave(member, false);
        }
    }

    /// <summary>How long another guard has left; null: there is none.</summary>
    private long? OthersMs => services.Timers.EndOfOthers(wallet, _guard)?.InMs;

    private static long Within(long restMs) => Math.Clamp(restMs, LeastMs, TimerOwners.LeaseMs);

    /// <returns>At which sequence.</returns>
    private async Task<long> RequireAsync(long timeoutMs, bool isLeaving)
    {
        SubmissionResult result = await SubmitAsync(timeoutMs, isLeaving);
        if (result.Status != SubmissionStatus.Executed || result.Outcome is not { } outcome)
            throw new RefusedException(WriteDesk.ErrorOf(result));
        return outcome.Accepted
            ? outcome.Sequence
            : throw new RefusedException(GatewayError.Conflict(
                RejectText.Describe(outcome.Rejection) ?? outcome.Rejection.Code.ToString()));
    }

    /// <summary>As a trusted host: the sockets have proved whose they are.</summary>
    private async Task<SubmissionResult> SubmitAsync(long timeoutMs, bool isLeaving)
    {
        SubmissionResult result = await services.Desk.SubmitTrustedAsync(
            wallet,
            new CancelAllAfter(wallet, timeoutMs),
            new GuardRequest(_guard, isLeaving).NewId(),
            services.Options.NowMs);
        if (result.Outcome is { Accepted: true } armed)
            Interlocked.Exchange(ref _armedAt, armed.Sequence);
        else
            services.Log.LogError("the guard of {Wallet} cannot be renewed: {Status}", wallet, result.Status);
        return result;
    }
}
