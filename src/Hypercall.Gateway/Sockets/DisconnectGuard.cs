using System.Security.Cryptography;
using Hypercall.Sequencer.Client;

namespace Hypercall.Gateway.Sockets;

/// <summary>
/// Cancels a client's orders when its socket closes, however that happens. In mode account the engine's own timer is
/// kept armed while the socket lives, so that orders are canceled even where the gateway is killed.
/// </summary>
internal sealed class DisconnectGuard(GatewaySocket socket, SocketServices services)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly UnclaimedOrders _unclaimed = new();
    private readonly HashSet<Task> _running = [];
    private volatile GuardMode _mode;
    private volatile bool _isClosed;

    /// <summary>Those of the socket's wallet; null: nobody has said whose it is.</summary>
    private volatile SocketOrders? _orders;

    public GuardMode Mode => _mode;

    /// <summary>
    /// As the client says. His own commands carry his signature to the engine, those of a guard carry none: so he is
    /// asked for here, and counted.
    /// </summary>
    /// <exception cref="RefusedException">He no longer speaks for the wallet, changes it too often, or as
    /// below.</exception>
    public async Task<long?> ChangeAsync(GuardMode mode)
    {
        await services.Proof.RequireStillAsync(Wallet, Signer, CancellationToken.None);
        services.Limits.TakeForSigner(RateClass.Exits, Signer, null, cost: 1);
        return await SetAsync(mode);
    }

    /// <summary>Sets the mode; account arms the timer before it is answered.</summary>
    /// <returns>Mode account: when the guard of another gateway ends unless it is renewed; null: there is
    /// none.</returns>
    /// <exception cref="RefusedException">The wallet has armed the timer itself, the engine does not take it, or too
    /// many orders came before the socket said whose it is.</exception>
    public async Task<long?> SetAsync(GuardMode mode)
    {
        if (mode == Mode)
            return null;
        if (mode == GuardMode.Connection && _unclaimed.HasLost)
            throw new RefusedException(GatewayError.Conflict(
                "too many orders came over this socket before Authenticate: connect again"));
        long? end = null;
        if (mode == GuardMode.Account)
            end = await services.Guards.EnterAsync(Wallet, this);
        else if (Mode == GuardMode.Account)
            await services.Guards.LeaveAsync(Wallet, this);
        _mode = mode;
        // The socket closed meanwhile, and did not wait for this.
        if (_isClosed)
            await CancelAsync();
        return end;
    }

    /// <summary>Whether who proved the wallet no longer speaks for it; while nobody can say, he does.</summary>
    public Task<bool> IsRevokedAsync() => services.Proof.IsRevokedAsync(Wallet, Signer, CancellationToken.None);

    /// <summary>It is guarded no longer, and is told why; its orders stay.</summary>
    public void Drop(string reason)
    {
        _mode = GuardMode.Off;
        socket.Close(reason);
    }

    /// <summary>The socket has said whose it is.</summary>
    public void Claim()
    {
        lock (_gate)
            _orders ??= _unclaimed.Claim(Wallet);
    }

    /// <summary>Takes what came of a command that was sent over the socket; of another wallet's than the socket's
    /// nothing.</summary>
    public void Note(WalletAddress wallet, ApplyOutput outcome)
    {
        lock (_gate)
        {
            if (_orders is null)
                _unclaimed.Note(wallet, outcome);
        }

        if (_orders is { } orders && wallet == Wallet && orders.Note(outcome))
            _ = ForgetEndedAsync(orders);
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

    /// <summary>The socket is closed.</summary>
    public async Task FireAsync()
    {
        _isClosed = true;
        Task running = RunningAsync();
        if (await Task.WhenAny(running, Task.Delay(LongestWait, services.Options.Time)) != running)
        {
            // What is still on its way may become an order after the others are canceled: those go at once, and it
            // goes when it has come.
            if (Mode == GuardMode.Account)
                await SubmitAsync(new CancelAll(Wallet));
            else if (Mode == GuardMode.Connection)
                await CancelOwnAsync();
            await running;
        }

        await CancelAsync();
    }

    private WalletAddress Wallet => socket.Wallet!.Value;

    private WalletAddress Signer => socket.Signer!.Value;

    private Task RunningAsync()
    {
        lock (_gate)
            return Task.WhenAll(_running.ToArray());
    }

    private async Task CancelAsync()
    {
        GuardMode mode = Mode;
        _mode = GuardMode.Off;
        if (mode == GuardMode.Account)
            await CancelAccountAsync();
        else if (mode == GuardMode.Connection)
            await CancelOwnAsync();
    }

    /// <summary>
    /// Disarmed after all are canceled: a gateway that dies between the two leaves the timer, and one whose cancel is
    /// not executed leaves it to do the same, which nobody renews then.
    /// </summary>
    private async Task CancelAccountAsync()
    {
        if (!await SubmitAsync(new CancelAll(Wallet)))
        {
            await services.Guards.AbandonAsync(
                Wallet, "CancelOnDisconnect has ended: of a closed socket it was not executed, the timer runs out");
            return;
        }

        try
        {
            await services.Guards.LeaveAsync(Wallet, this);
        }
        catch (RefusedException refused)
        {
            services.Failed(refused);
            await services.Guards.LeaveAsync(Wallet, this, disarms: false);
        }
    }

    private async Task CancelOwnAsync()
    {
        if (_orders is not { } orders)
            return;
        await ForgetEndedAsync(orders);
        foreach (long[] some in orders.Take().OrderIds.Order().Chunk(BulkOrders.MaxActions))
        {
            await SubmitAsync(new BulkOrders(
                Wallet,
                [.. some.Select(orderId => (BulkAction)new BulkCancel(OrderReference.ById(orderId)))]));
        }
    }

    /// <summary>Where nobody can say which orders are open, none is forgotten.</summary>
    private async Task ForgetEndedAsync(SocketOrders orders)
    {
        (long[] orderIds, long sequence) = orders.Take();
        if (orderIds.Length == 0)
            return;
        try
        {
            WalletAnswer answer = (await services.Replica.AskAsync<WalletAnswer>(
                EngineQuestion.AboutWallet(Wallet), sequence, CancellationToken.None)).Answer;
            orders.Keep(orderIds, (answer.Wallet?.OpenOrders ?? []).Select(order => order.OrderId).ToHashSet());
        }
        catch (Exception failure)
        {
            services.Failed(failure);
            orders.Postpone();
            if (orders.IsTooLarge)
                socket.Close("more orders came than can be told open from ended now");
        }
    }

    /// <summary>As a trusted host: the socket has proved whose it is.</summary>
    /// <returns>True: it was executed, and accepted.</returns>
    private async Task<bool> SubmitAsync(EngineCommand command)
    {
        var id = new RequestId(BitConverter.ToUInt128(RandomNumberGenerator.GetBytes(16)));
        SubmissionResult result = await services.Desk.SubmitTrustedAsync(Wallet, command, id, services.Options.NowMs);
        if (result.Outcome is { } outcome)
            Note(Wallet, outcome);
        else
            services.Failed(new InvalidOperationException($"{command.Type} of {Wallet}: {result.Status}"));
        return result.Outcome is { Accepted: true };
    }
}
