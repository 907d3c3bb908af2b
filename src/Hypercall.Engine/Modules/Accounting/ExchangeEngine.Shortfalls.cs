using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>
/// Debts and shortfalls at the end of a command (risk.md §A4): of the wallets that it touched, first all that owe and
/// have cash repay, then the insurance fund covers those that have nothing left to close. What the wallets did in
/// between, leg by leg, is nobody's business.
/// </summary>
public sealed partial class ExchangeEngine
{
    private readonly List<WalletAccount> _touched = [];
    private readonly List<WalletAccount> _attended = [];

    private void Touch(WalletAccount wallet, WalletTouch touch)
    {
        if (wallet.Touch == WalletTouch.None)
            _touched.Add(wallet);
        if (touch > wallet.Touch)
            wallet.Touch = touch;
    }

    /// <summary>
    /// What follows every command, rejected ones too: repay, cover, examine. The cancels that come of it are no part of
    /// the command: its remembered outcome keeps the status of its own order.
    /// </summary>
    private void EndCommand(EngineCommand command)
    {
        OrderStatus? status = _lastOrderStatus;
        long filled = _lastOrderFilledUnits;
        FindAttended();
        foreach (WalletAccount wallet in _attended)
            RepayDebt(wallet);
        foreach (WalletAccount wallet in _attended)
            CoverShortfall(wallet);
        ExamineWallets(command);
        foreach (WalletAccount wallet in _touched)
            wallet.Touch = WalletTouch.None;
        _touched.Clear();
        _lastOrderStatus = status;
        _lastOrderFilledUnits = filled;
    }

    /// <summary>Lists the touched wallets that owe, lack cash or are not Healthy, by address: mostly none.</summary>
    private void FindAttended()
    {
        _attended.Clear();
        foreach (WalletAccount wallet in _touched)
        {
            if (wallet.DebtUnits != 0 || wallet.CashUnits < 0 || wallet.LiquidationState != LiquidationState.Healthy)
                _attended.Add(wallet);
        }

        if (_attended.Count > 1)
            _attended.Sort(CompareAddresses);
    }

    private static int CompareAddresses(WalletAccount left, WalletAccount right) =>
        left.Address.CompareTo(right.Address);

    private void RepayDebt(WalletAccount wallet)
    {
        Int128 repaid = Int128.Min(wallet.DebtUnits, wallet.CashUnits);
        if (repaid <= 0)
            return;
        ChangeDebt(wallet, -repaid);
        MoveCash(wallet, -repaid, BalanceReason.Debt);
    }

    /// <summary>
    /// Brings the cash of a wallet that holds nothing up to zero: the insurance fund pays first, the rest is its debt.
    /// With margin off that is for settlement alone.
    /// </summary>
    private void CoverShortfall(WalletAccount wallet)
    {
        bool mayBeCovered = _state.Rules.MarginEnabled || wallet.Touch == WalletTouch.Settled;
        if (wallet.CashUnits >= 0 || wallet.OpenPositions != 0 || !mayBeCovered)
            return;
        Int128 paid = Int128.Min(_state.Ledger.InsuranceUnits, -wallet.CashUnits);
        MoveVenueCash(LedgerAccountKind.Insurance, -paid, BalanceReason.Insurance);
        MoveCash(wallet, paid, BalanceReason.Insurance);
        Int128 unpaid = -wallet.CashUnits;
        if (unpaid != 0)
        {
            ChangeDebt(wallet, unpaid);
            MoveCash(wallet, unpaid, BalanceReason.Debt);
        }

        if (wallet.LiquidationState == LiquidationState.InLiquidation)
            Hold(wallet, LiquidationState.Liquidated);
    }

    private void ChangeDebt(WalletAccount wallet, Int128 deltaUnits)
    {
        wallet.DebtUnits += deltaUnits;
        _state.Ledger.DebtsUnits += deltaUnits;
        Touch(wallet, WalletTouch.Changed);
        _changes.MarkWallet(wallet);
    }
}
