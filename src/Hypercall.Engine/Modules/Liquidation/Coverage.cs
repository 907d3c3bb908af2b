using Hypercall.Engine.Modules.Accounting;

namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>
/// Who pays what a wallet lacks (risk.md §A4): the insurance fund as far as it reaches, the rest is its debt.
/// </summary>
internal sealed class Coverage(EngineState state, CashMoves cashMoves)
{
    /// <summary>Has a wallet repay its debt as far as it has cash.</summary>
    public void Repay(WalletAccount wallet)
    {
        Int128 repaid = Int128.Min(wallet.DebtUnits, wallet.CashUnits);
        if (repaid <= 0)
            return;
        cashMoves.ChangeDebt(wallet, -repaid);
        cashMoves.MoveCash(wallet, -repaid, BalanceReason.Debt);
    }

    /// <summary>Brings cash below zero up to zero; false where there is none to bring up.</summary>
    public bool TryCover(WalletAccount wallet)
    {
        if (wallet.CashUnits >= 0)
            return false;
        Int128 paid = Int128.Min(state.Ledger.InsuranceUnits, -wallet.CashUnits);
        cashMoves.MoveVenueCash(LedgerAccountKind.Insurance, -paid, BalanceReason.Insurance);
        cashMoves.MoveCash(wallet, paid, BalanceReason.Insurance);
        Int128 unpaid = -wallet.CashUnits;
        if (unpaid == 0)
            return true;
        cashMoves.ChangeDebt(wallet, unpaid);
        cashMoves.MoveCash(wallet, unpaid, BalanceReason.Debt);
        return true;
    }
}
