using Hypercall.Engine.Modules.Books;

namespace Hypercall.Engine.Modules.Orders;

/// <summary>Dead-man's switches: set by their wallet, fired by time.</summary>
internal sealed class DeadManSwitches(EngineState state, RestingOrders resting)
{
    private readonly List<WalletAccount> _dueWallets = [];

    public Refusal? ApplyCancelAllAfter(CancelAllAfter command)
    {
        if (command.TimeoutMs < 0 || command.TimeoutMs > CommandEnvelope.MaxTimestampMs - state.TimestampMs)
            return RejectCode.Overflow;
        WalletAccount wallet = state.Wallets.GetOrAdd(command.Wallet);
        state.Wallets.SetCancelAll(wallet, command.TimeoutMs == 0 ? 0 : state.TimestampMs + command.TimeoutMs);
        return null;
    }

    public void FireDeadManSwitches(long now)
    {
        state.Wallets.FireCancelAll(now, _dueWallets);
        foreach (WalletAccount wallet in _dueWallets)
            resting.CancelOwnOrders(wallet, OrderReason.DeadMan);
    }
}
