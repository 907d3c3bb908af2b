using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Modules.Accounting;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>
/// Options in and out (engine.md §6): trades at price 0 without fee against what the venue holds of withdrawn
/// contracts, which never goes short.
/// </summary>
public sealed partial class ExchangeEngine
{
    private RejectCode ApplyOptionDeposit(OptionDepositUpdate command)
    {
        long units = command.Size.Units;
        RejectCode rejection = CheckOptionTransfer(command.Symbol, units, out Instrument? instrument);
        if (rejection != RejectCode.None)
            return rejection;
        GetExposure(FindWallet(command.Wallet), instrument, out Exposure exposure);
        if (exposure.TotalUnits > Quantity.MaxExposureUnits - units)
            return RejectCode.Overflow;
        if (instrument!.HeldUnits < units)
            return Reject(RejectCode.InsufficientPosition, units, instrument.HeldUnits);
        TransferOptions(GetOrAddWallet(command.Wallet), instrument, units);
        return RejectCode.None;
    }

    private RejectCode ApplyOptionWithdrawal(OptionWithdrawalUpdate command)
    {
        long units = command.Size.Units;
        RejectCode rejection = CheckOptionTransfer(command.Symbol, units, out Instrument? instrument);
        if (rejection != RejectCode.None)
            return rejection;
        WalletAccount? wallet = FindWallet(command.Wallet);
        rejection = CheckMayLeave(wallet);
        if (rejection != RejectCode.None)
            return rejection;
        GetExposure(wallet, instrument, out Exposure exposure);
        if (wallet is null || exposure.PositionUnits < units)
            return Reject(RejectCode.InsufficientPosition, units, Math.Max(exposure.PositionUnits, 0));
        if (instrument!.HeldUnits > Quantity.MaxHeldUnits - units)
            return RejectCode.Overflow;
        _hypothesis.Start(wallet).Fill(instrument, -units, 0, 0);
        rejection = CheckExcess(_hypothesis);
        if (rejection == RejectCode.None)
            TransferOptions(wallet, instrument, -units);
        return rejection;
    }

    private RejectCode CheckOptionTransfer(string symbol, long units, out Instrument? instrument)
    {
        instrument = _state.Markets.Find(symbol);
        if (instrument is null && !ParsedInstrument.IsOptionSymbol(symbol))
            return Reject(RejectCode.InvalidSymbol, 0, 0, symbol);
        if (units <= 0)
            return Reject(RejectCode.InvalidSize, units, 0);
        if (instrument is null)
            return Reject(RejectCode.UnknownInstrument, 0, 0, symbol);
        return instrument.Status == InstrumentStatus.ExpiredPendingPrice
            ? RejectCode.InstrumentExpired
            : RejectCode.None;
    }

    /// <summary>Moves contracts between a wallet and the venue's holding; positive into the wallet.</summary>
    private void TransferOptions(WalletAccount wallet, Instrument instrument, long signedUnits)
    {
        FillSide side = _takerSide;
        PreviewSide(side, wallet, instrument, signedUnits, price: 0, ratePpm: 0, builder: null);
        Int128 cash = Ledger.FillCashUnits(wallet.Mode, signedUnits, 0, side.RealizedPnlUnits);
        MoveCash(wallet, cash, BalanceReason.OptionTransfer);
        MoveVenueCash(LedgerAccountKind.Clearing, -cash, BalanceReason.OptionTransfer);
        UpdatePosition(side, instrument);
        instrument.HeldUnits -= signedUnits;
        _changes.RecordInstrument(instrument);
    }
}
