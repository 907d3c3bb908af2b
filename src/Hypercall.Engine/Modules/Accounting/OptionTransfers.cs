namespace Hypercall.Engine.Modules.Accounting;

/// <summary>
/// Options in and out (engine.md §6): trades at price 0 without fee against what the venue holds of withdrawn
/// contracts, which never goes short.
/// </summary>
internal sealed class OptionTransfers(
    EngineState state, Turn turn, MarginCalculator margin, MarginChecks marginChecks, FillAccounting fills)
{
    public Refusal? ApplyOptionDeposit(OptionDepositUpdate command)
    {
        long units = command.Size.Units;
        if (CheckOptionTransfer(command.Symbol, units, out Instrument? instrument) is { } rejection)
            return rejection;
        WalletAccount? wallet = state.Wallets.Find(command.Wallet);
        if (state.Positions.Of(wallet, instrument).TotalUnits > Quantity.MaxExposureUnits - units)
            return RejectCode.Overflow;
        if (instrument!.HeldUnits < units)
            return turn.Reject(RejectCode.InsufficientPosition, units, instrument.HeldUnits);
        TransferOptions(wallet ?? state.Wallets.GetOrAdd(command.Wallet), instrument, units);
        return null;
    }

    public Refusal? ApplyOptionWithdrawal(OptionWithdrawalUpdate command)
    {
        long units = command.Size.Units;
        if (CheckOptionTransfer(command.Symbol, units, out Instrument? instrument) is { } rejection)
            return rejection;
        WalletAccount? wallet = state.Wallets.Find(command.Wallet);
        if (marginChecks.CheckMayLeave(wallet) is { } restriction)
            return restriction;
        long held = state.Positions.Of(wallet, instrument).QuantityUnits;
        if (wallet is null || held < units)
            return turn.Reject(RejectCode.InsufficientPosition, units, Math.Max(held, 0));
        if (instrument!.HeldUnits > Quantity.MaxHeldUnits - units)
            return RejectCode.Overflow;
        margin.Hypothesis.Start(wallet).Fill(instrument, -units, 0, 0);
        if (marginChecks.CheckExcess() is { } shortage)
            return shortage;
        TransferOptions(wallet, instrument, -units);
        return null;
    }

    private Refusal? CheckOptionTransfer(string symbol, long units, out Instrument? instrument)
    {
        instrument = state.Markets.Find(symbol);
        if (instrument is null && !ParsedInstrument.IsOptionSymbol(symbol))
            return turn.Reject(RejectCode.InvalidSymbol, 0, 0, symbol);
        if (units <= 0)
            return turn.Reject(RejectCode.InvalidSize, units, 0);
        if (instrument is null)
            return turn.Reject(RejectCode.UnknownInstrument, 0, 0, symbol);
        return instrument.Status == InstrumentStatus.ExpiredPendingPrice
            ? RejectCode.InstrumentExpired
            : null;
    }

    /// <summary>Moves contracts between a wallet and the venue's holding; positive into the wallet.</summary>
    private void TransferOptions(WalletAccount wallet, Instrument instrument, long signedUnits)
    {
        fills.Transfer(wallet, instrument, signedUnits);
        state.Markets.ChangeHeld(instrument, -signedUnits);
    }
}
