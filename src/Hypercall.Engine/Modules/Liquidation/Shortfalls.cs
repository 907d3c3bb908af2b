using System.Runtime.InteropServices;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Modules.Accounting;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>
/// Debts and shortfalls at the end of a command (risk.md §A4): of the wallets that it touched, first all that owe and
/// have cash repay, then the insurance fund covers those that have nothing left to close. What the wallets did in
/// between, leg by leg, is nobody's business.
/// </summary>
internal sealed class Shortfalls(
    EngineState state, Turn turn, CashMoves cashMoves, LiquidationStages stages, Examiner examiner)
{
    private readonly List<WalletAccount> _attended = [];

    /// <summary>
    /// What follows every command, rejected ones too: repay, cover, examine. The cancels that come of it are no part of
    /// the command: its remembered outcome keeps the status of its own order.
    /// </summary>
    public void EndCommand(EngineCommand command)
    {
        LastOrder? own = turn.LastOrder;
        FindAttended();
        foreach (WalletAccount wallet in _attended)
            RepayDebt(wallet);
        foreach (WalletAccount wallet in _attended)
            CoverShortfall(wallet);
        examiner.ExamineWallets(command, _attended);
        turn.LeaveWallets();
        turn.LastOrder = own;
    }

    /// <summary>Lists the touched wallets that owe, lack cash or are not Healthy, by address: mostly none.</summary>
    private void FindAttended()
    {
        _attended.Clear();
        foreach (WalletAccount wallet in CollectionsMarshal.AsSpan(turn.TouchedWallets))
        {
            if (wallet.DebtUnits != 0 || wallet.CashUnits < 0 || wallet.LiquidationState != LiquidationState.Healthy)
                _attended.Add(wallet);
        }

        if (_attended.Count > 1)
            _attended.Sort(WalletAccount.CompareByAddress);
    }

    private void RepayDebt(WalletAccount wallet)
    {
        Int128 repaid = Int128.Min(wallet.DebtUnits, wallet.CashUnits);
        if (repaid <= 0)
            return;
        cashMoves.ChangeDebt(wallet, -repaid);
        cashMoves.MoveCash(wallet, -repaid, BalanceReason.Debt);
    }

    /// <summary>
    /// Brings the cash of a wallet that holds nothing up to zero: the insurance fund pays first, the rest is its debt.
    /// With margin off that is for settlement alone.
    /// </summary>
    private void CoverShortfall(WalletAccount wallet)
    {
        bool mayBeCovered = state.Rules.MarginEnabled || turn.TouchOf(wallet) == WalletTouch.Settled;
        if (wallet.CashUnits >= 0 || wallet.OpenPositions != 0 || !mayBeCovered)
            return;
        Int128 paid = Int128.Min(state.Ledger.InsuranceUnits, -wallet.CashUnits);
        cashMoves.MoveVenueCash(LedgerAccountKind.Insurance, -paid, BalanceReason.Insurance);
        cashMoves.MoveCash(wallet, paid, BalanceReason.Insurance);
        Int128 unpaid = -wallet.CashUnits;
        if (unpaid != 0)
        {
            cashMoves.ChangeDebt(wallet, unpaid);
            cashMoves.MoveCash(wallet, unpaid, BalanceReason.Debt);
        }

        if (wallet.LiquidationState == LiquidationState.InLiquidation)
            stages.Hold(wallet, LiquidationState.Liquidated);
    }
}
