namespace Hypercall.Engine.Modules.Accounting;

/// <summary>Cash in and out of wallets and of the insurance fund.</summary>
internal sealed class CashTransfers(
    EngineState state, Turn turn, MarginCalculator margin, MarginChecks marginChecks, CashMoves cashMoves)
{
    public Refusal? ApplyDeposit(DepositUpdate command)
    {
        if (CheckDeposit(command.Amount.Units) is { } rejection)
            return rejection;
        WalletAccount wallet = state.Wallets.GetOrAdd(command.Wallet);
        state.Ledger.CountDeposit(command.Amount.Units);
        cashMoves.MoveCash(wallet, command.Amount.Units, BalanceReason.Deposit);
        return null;
    }

    public Refusal? ApplyInsuranceDeposit(InsuranceDeposit command)
    {
        if (CheckDeposit(command.Amount.Units) is { } rejection)
            return rejection;
        state.Ledger.CountDeposit(command.Amount.Units);
        cashMoves.MoveVenueCash(LedgerAccountKind.Insurance, command.Amount.Units, BalanceReason.Deposit);
        return null;
    }

    private Refusal? CheckDeposit(Int128 amountUnits)
    {
        if (amountUnits <= 0)
            return turn.Reject(RejectCode.InvalidAmount, amountUnits, 0);
        return amountUnits > Cash.MaxDepositsUnits - state.Ledger.DepositsUnits
            ? RejectCode.Overflow
            : null;
    }

    public Refusal? ApplyWithdrawal(CashWithdrawalUpdate command)
    {
        Int128 amount = command.Amount.Units;
        if (amount <= 0)
            return turn.Reject(RejectCode.InvalidAmount, amount, 0);
        WalletAccount? wallet = state.Wallets.Find(command.Wallet);
        if (marginChecks.CheckMayLeave(wallet) is { } rejection)
            return rejection;
        Int128 cash = wallet?.CashUnits ?? 0;
        if (wallet is null || cash < amount)
            return turn.Reject(RejectCode.InsufficientBalance, amount, cash);
        margin.Hypothesis.Start(wallet).CashUnits -= amount;
        if (marginChecks.CheckExcess() is { } shortage)
            return shortage;
        state.Ledger.CountWithdrawal(amount);
        cashMoves.MoveCash(wallet, -amount, BalanceReason.Withdrawal);
        return null;
    }
}
