namespace Hypercall.Engine.Modules.Accounting;

/// <summary>Movements of cash between wallets and the venue's own accounts, and of debts.</summary>
internal sealed class CashMoves(EngineState state, Turn turn)
{
    /// <summary>Changes a wallet's cash; nothing happens for 0.</summary>
    public void MoveCash(WalletAccount wallet, Int128 deltaUnits, BalanceReason reason)
    {
        if (deltaUnits == 0)
            return;
        state.Wallets.ChangeCash(wallet, deltaUnits);
        turn.Touch(wallet, WalletTouch.Changed);
        EmitBalance(LedgerAccountKind.Wallet, wallet.Address, deltaUnits, wallet.CashUnits, reason);
    }

    /// <summary>Changes one of the venue's own accounts; nothing happens for 0.</summary>
    public void MoveVenueCash(LedgerAccountKind account, Int128 deltaUnits, BalanceReason reason)
    {
        if (deltaUnits == 0)
            return;
        EmitBalance(account, default, deltaUnits, state.Ledger.Move(account, deltaUnits), reason);
    }

    private void EmitBalance(
        LedgerAccountKind account, WalletAddress wallet, Int128 deltaUnits, Int128 balanceUnits, BalanceReason reason)
    {
        ref BalanceChanged changed = ref turn.Events.AppendBalanceChanged();
        changed.Account = account;
        changed.Wallet = wallet;
        changed.Delta = new Cash(deltaUnits);
        changed.Balance = new Cash(balanceUnits);
        changed.Reason = reason;
    }

    public void ChangeDebt(WalletAccount wallet, Int128 deltaUnits)
    {
        state.Wallets.ChangeDebt(wallet, deltaUnits);
        turn.Touch(wallet, WalletTouch.Changed);
    }
}
