using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Modules.Accounting;

/// <summary>The handler of the added command.</summary>
internal sealed class Donations(EngineState state, Turn turn, CashMoves cashMoves)
{
    public Refusal? Apply(CashDonation command)
    {
        Int128 amount = command.Amount.Units;
        if (amount <= 0)
            return turn.Reject(RejectCode.InvalidAmount, amount, 0);
        WalletAccount? wallet = state.Wallets.Find(command.Wallet);
        if (wallet is null || wallet.CashUnits < amount)
            return turn.Reject(RejectCode.InsufficientBalance, amount, wallet?.CashUnits ?? 0);
        LedgerAccountKind account = command.Purpose == DonationPurpose.Insurance
            ? LedgerAccountKind.Insurance
            : LedgerAccountKind.Fees;
        cashMoves.MoveCash(wallet, -amount, BalanceReason.Insurance);
        cashMoves.MoveVenueCash(account, amount, BalanceReason.Insurance);
        return null;
    }
}
