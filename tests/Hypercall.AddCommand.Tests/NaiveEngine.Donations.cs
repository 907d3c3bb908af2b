using System.Numerics;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;

namespace Hypercall.Testing.Twin;

/// <summary>The added command in the twin.</summary>
internal sealed partial class NaiveEngine
{
    private NaiveReject? Donate(CashDonation command)
    {
        BigInteger amount = command.Amount.Units;
        NaiveWallet wallet = _state.Wallet(command.Wallet);
        if (amount <= 0)
            return NaiveReject.Of(RejectCode.InvalidAmount, amount);
        if (wallet.Cash < amount)
            return NaiveReject.Of(RejectCode.InsufficientBalance, amount, wallet.Cash);
        MoveCash(wallet, -amount, BalanceReason.Insurance);
        bool isInsurance = command.Purpose == DonationPurpose.Insurance;
        MoveVenue(isInsurance ? LedgerAccountKind.Insurance : LedgerAccountKind.Fees, amount, BalanceReason.Insurance);
        return null;
    }
}
