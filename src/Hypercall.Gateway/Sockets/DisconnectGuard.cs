using System.Security.Cryptography;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Limits;
using Hypercall.Gateway.Writes;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Gateway.Sockets;

/// <summary>
/// Cancels a client's orders when its socket closes, however that happens. In mode account the engine's own timer is
/// kept armed while the socket lives, so that orders are canceled even where the gateway is killed.
/// </summary>
internal sealed class DisconnectGuard(GatewaySocket socket, SocketServices services)
{
    private const long TimeoutMs = 30_000;
    private const int MostOrders = 10_000;
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly SortedSet<long> _orders = [];
    private readonly HashSet<Task> _running = [];
    private CancellationTokenSource? _renewing;

    public GuardMode Mode { get; private set; }

    /// <summary>
    /// As the client says. His own commands carry his signature to the engine, those of a guard carry none: so he is
    /// asked for here, and counted.
    /// </summary>
    /// <exception cref="RefusedException">He no longer speaks for the wallet, changes it too often, or as
    /// below.</exception>
    public async Task ChangeAsync(GuardMode mode)
    {
        await services.Proof.RequireStillAsync(Wallet, Signer, CancellationToken.None);
        services.Limits.TakeForSigner(RateClass.Exits, Wallet, null, cost: 1);
        await SetAsync(mode);
    }

    /// <summary>Sets the mode; account arms the timer before it is answered.</summary>
    /// <exception cref="RefusedException">The wallet has armed the timer itself, or the engine does not take
    /// it.</exception>
    public async Task SetAsync(GuardMode mode)
    {
        if (mode == Mode)
            return;
        if (mode == GuardMode.Account)
            await ArmAsync();
        else if (Mode == GuardMode.Account)
            await DisarmAsync();
        Mode = mode;
    }

    /// <summary>Notes an order that came over the socket.</summary>
    public void Note(Executed executed, OrderMessage order)
    {
        if (executed.Wallet == socket.Wallet && order.OrderId is { } orderId)
            Note(orderId, order.Status is "OPEN" or "PARTIALLY_FILLED");
    }

    /// <summary>Notes the orders of a record that came over the socket; which of them rest is not known.</summary>
    public void NoteResults(Executed executed)
    {
        if (executed.Wallet != socket.Wallet)
            return;
        foreach (ref readonly ActionResult result in executed.Outcome.Results)
        {
            if (result.OrderId is > 0 and var orderId)
                Note(orderId, isOpen: true);
        }
    }

    /// <summary>Something is on its way to the engine, which may become an order.</summary>
    public void Await(Task running)
    {
        lock (_gate)
        {
            _running.RemoveWhere(task => task.IsCompleted);
            _running.Add(running);
        }
    }

    /// <summary>Notes an order of the socket's wallet, and whether it is open.</summary>
    public void Note(long orderId, bool isOpen)
    {
        lock (_gate)
        {
            if (isOpen)
                _orders.Add(orderId);
            else
                _orders.Remove(orderId);
            // More than any tier leaves open: the oldest are long gone.
            if (_orders.Count > MostOrders)
                _orders.Remove(_orders.Min);
        }
    }

    /// <summary>The socket is closed.</summary>
    public async Task FireAsync()
    {
        GuardMode mode = Mode;
        Mode = GuardMode.Off;
        StopRenewing();
        if (mode == GuardMode.Off)
            return;
        bool isAllThere = await HasEndedAsync();
        if (mode == GuardMode.Account)
            await CancelAccountAsync(isAllThere);
        else if (mode == GuardMode.Connection)
            await CancelOwnAsync();
    }

    private WalletAddress Wallet => socket.Wallet!.Value;

    private WalletAddress Signer => socket.Signer!.Value;

    private async Task ArmAsync()
    {
        if (!services.Guarded.TryEnter(Wallet))
            throw new RefusedException(GatewayError.Conflict("another socket guards the wallet"));
        try
        {
            if (await services.HasOwnTimerAsync(Wallet))
                throw new RefusedException(GatewayError.Conflict("the wallet's CancelAllAfter is armed already"));
            await RequireAsync(new CancelAllAfter(Wallet, TimeoutMs));
        }
        catch
        {
            services.Guarded.Leave(Wallet);
            throw;
        }

        _renewing = new CancellationTokenSource();
        _ = RenewAsync(_renewing.Token);
    }

    /// <summary>Where the engine does not take it, the timer is renewed on, as the mode still says.</summary>
    private async Task DisarmAsync()
    {
        await RequireAsync(new CancelAllAfter(Wallet, 0));
        StopRenewing();
        services.Guarded.Leave(Wallet);
    }

    private void StopRenewing()
    {
        _renewing?.Cancel();
        _renewing?.Dispose();
        _renewing = null;
    }

    private async Task RenewAsync(CancellationToken end)
    {
        using var timer = new PeriodicTimer(Renewal, services.Options.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(end))
            {
                if (await IsRevokedAsync(end))
                {
                    await SetAsync(GuardMode.Off);
                    socket.Close("who proved the wallet no longer speaks for it");
                    return;
                }

                await SubmitAsync(new CancelAllAfter(Wallet, TimeoutMs));
            }
        }
        catch (RefusedException refused)
        {
            // The engine does not take the disarming now: the timer runs out.
            services.Failed(refused);
            socket.Close("who proved the wallet no longer speaks for it");
        }
        catch (OperationCanceledException)
        {
            // The socket is closed, or guards no longer.
        }
    }

    /// <summary>Whether who proved the wallet has been revoked since; while nobody can say, he counts.</summary>
    private async Task<bool> IsRevokedAsync(CancellationToken cancellation)
    {
        try
        {
            await services.Proof.RequireStillAsync(Wallet, Signer, cancellation);
            return false;
        }
        catch (RefusedException refused)
        {
            return refused.Error.DeniesSigner;
        }
    }

    /// <summary>Orders that are still on their way when the socket closes would rest after its others are
    /// canceled.</summary>
    private async Task<bool> HasEndedAsync()
    {
        Task[] running;
        lock (_gate)
            running = [.. _running];
        Task all = Task.WhenAll(running);
        return await Task.WhenAny(all, Task.Delay(LongestWait, services.Options.Time)) == all;
    }

    /// <summary>
    /// Disarmed after all are canceled: a gateway that dies between the two leaves the timer, and so does one that does
    /// not know whether all are there.
    /// </summary>
    private async Task CancelAccountAsync(bool isAllThere)
    {
        services.Guarded.Leave(Wallet);
        await SubmitAsync(new CancelAll(Wallet));
        if (isAllThere)
            await SubmitAsync(new CancelAllAfter(Wallet, 0));
    }

    private async Task CancelOwnAsync()
    {
        long[] orders;
        lock (_gate)
            orders = [.. _orders];
        foreach (long[] some in orders.Chunk(BulkOrders.MaxActions))
        {
            await SubmitAsync(new BulkOrders(
                Wallet,
                [.. some.Select(orderId => (BulkAction)new BulkCancel(OrderReference.ById(orderId)))]));
        }
    }

    private async Task RequireAsync(EngineCommand command)
    {
        SubmissionResult result = await SubmitAsync(command);
        if (result.Status != SubmissionStatus.Executed)
            throw new RefusedException(WriteDesk.ErrorOf(result));
        if (result.Outcome is { Accepted: false } rejected)
            throw new RefusedException(GatewayError.Conflict(
                RejectText.Describe(rejected.Rejection) ?? rejected.Rejection.Code.ToString()));
    }

    /// <summary>As a trusted host: the socket has proved whose it is.</summary>
    private async Task<SubmissionResult> SubmitAsync(EngineCommand command)
    {
        var id = new RequestId(BitConverter.ToUInt128(RandomNumberGenerator.GetBytes(16)));
        SubmissionResult result = await services.Desk.SubmitTrustedAsync(Wallet, command, id, services.NowMs);
        if (result.Status != SubmissionStatus.Executed)
            services.Failed(new InvalidOperationException($"{command.Type} of {Wallet}: {result.Status}"));
        return result;
    }
}
