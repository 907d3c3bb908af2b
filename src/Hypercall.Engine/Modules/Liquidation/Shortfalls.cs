using Hypercall.Engine.Modules.Accounting;

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
        if (turn.TouchedWallets.Count == 0 && state.Examinations.Count == 0)
            return;
        FindAttended();
        if (_attended.Count != 0 || state.Examinations.Count != 0)
            Attend(command);
        turn.LeaveWallets();
    }

    private void Attend(EngineCommand command)
    {
        LastOrder? own = turn.LastOrder;
        foreach (WalletAccount wallet in _attended)
            cashMoves.Repay(wallet);
        foreach (WalletAccount wallet in _attended)
            CoverShortfall(wallet);
        examiner.ExamineWallets(command, _attended);
        turn.LastOrder = own;
    }

    /// <summary>Lists the touched wallets that owe, lack cash or are not Healthy, by address: mostly none.</summary>
    private void FindAttended()
    {
        _attended.Clear();
        foreach (WalletAccount wallet in turn.TouchedWallets.Items)
        {
            if (wallet.DebtUnits != 0 || wallet.CashUnits < 0 || wallet.LiquidationState != LiquidationState.Healthy)
                _attended.Add(wallet);
        }

        if (_attended.Count > 1)
            _attended.Sort(WalletAccount.CompareByAddress);
    }

    /// <summary>
    /// Covers a wallet that holds nothing; one in liquidation is Liquidated by it. With margin off that is for
    /// settlement alone.
    /// </summary>
    private void CoverShortfall(WalletAccount wallet)
    {
        bool mayBeCovered = state.Rules.MarginEnabled || turn.TouchOf(wallet) == WalletTouch.Settled;
        if (wallet.OpenPositions != 0 || !mayBeCovered || !cashMoves.TryCover(wallet))
            return;
        if (wallet.LiquidationState == LiquidationState.InLiquidation)
            stages.Leave(wallet, LiquidationState.Liquidated, AuctionStatus.Stopped);
    }
}
