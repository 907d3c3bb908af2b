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

    /// <summary>Has a wallet repay its debt as far as it has cash.</summary>
    public void Repay(WalletAccount wallet)
    {
        Int128 repaid = Int128.Min(wallet.DebtUnits, wallet.CashUnits);
        if (repaid <= 0)
            return;
        ChangeDebt(wallet, -repaid);
        MoveCash(wallet, -repaid, BalanceReason.Debt);
    }

    /// <summary>
    /// Brings cash below zero up to zero (risk.md §A4): the insurance fund pays as far as it reaches, the rest is debt.
    /// False where there is none to bring up.
    /// </summary>
    public bool TryCover(WalletAccount wallet) => TryCover(wallet, -wallet.CashUnits);

    /// <summary>The same for a part of what is below zero, at most so much.</summary>
    public bool TryCover(WalletAccount wallet, Int128 mostUnits)
    {
        Int128 covered = Int128.Min(mostUnits, -wallet.CashUnits);
        if (covered <= 0)
            return false;
        Int128 paid = Int128.Min(state.Ledger.InsuranceUnits, covered);
        MoveVenueCash(LedgerAccountKind.Insurance, -paid, BalanceReason.Insurance);
        MoveCash(wallet, paid, BalanceReason.Insurance);
        Int128 unpaid = covered - paid;
        if (unpaid == 0)
            return true;
        ChangeDebt(wallet, unpaid);
        MoveCash(wallet, unpaid, BalanceReason.Debt);
        return true;
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
