using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Engine.Modules.Books;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Modules.Orders;

/// <summary>Dead-man's switches: set by their wallet, fired by time.</summary>
internal sealed class DeadManSwitches(EngineState state, ChangeLog changes, Registry registry, RestingOrders resting)
{
    private readonly List<WalletAccount> _dueWallets = [];

    public RejectCode ApplyCancelAllAfter(CancelAllAfter command)
    {
        if (command.TimeoutMs < 0 || command.TimeoutMs > CommandEnvelope.MaxTimestampMs - state.TimestampMs)
            return RejectCode.Overflow;
        WalletAccount wallet = registry.GetOrAddWallet(command.Wallet);
        wallet.CancelAllAtMs = command.TimeoutMs == 0 ? 0 : state.TimestampMs + command.TimeoutMs;
        if (wallet.CancelAllAtMs == 0)
            state.CancelAllDeadlines.Remove(wallet.Number);
        else
            state.CancelAllDeadlines.Set(wallet.Number, wallet.CancelAllAtMs, wallet.Number);
        changes.MarkWallet(wallet);
        return RejectCode.None;
    }

    public void FireDeadManSwitches(long now)
    {
        _dueWallets.Clear();
        while (state.CancelAllDeadlines.TryTakeDue(now, out int number))
            _dueWallets.Add(state.Wallets[number]);
        _dueWallets.Sort(static (left, right) => left.Address.CompareTo(right.Address));
        foreach (WalletAccount wallet in _dueWallets)
        {
            wallet.CancelAllAtMs = 0;
            changes.MarkWallet(wallet);
            resting.CancelWalletOrders(wallet, OrderReason.DeadMan);
        }
    }
}
