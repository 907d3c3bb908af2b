namespace Hypercall.Testing.Twin;

/// <summary>Options in and out, external positions and equity.</summary>
internal sealed partial class NaiveEngine
{
    private NaiveReject? CheckTransferredOption(string symbol, long size)
    {
        if (!ParsedInstrument.IsOptionSymbol(symbol))
            return NaiveReject.Named(RejectCode.InvalidSymbol, symbol);
        if (size <= 0)
            return NaiveReject.Of(RejectCode.InvalidSize, size);
        NaiveInstrument? instrument = _state.Instrument(symbol);
        if (instrument is null)
            return NaiveReject.Named(RejectCode.UnknownInstrument, symbol);
        return instrument.IsPending ? NaiveReject.Of(RejectCode.InstrumentExpired) : null;
    }

    private NaiveReject? WithdrawOption(OptionWithdrawalUpdate command)
    {
        long size = command.Size.Units;
        NaiveReject? reject = CheckTransferredOption(command.Symbol, size);
        if (reject is not null)
            return reject;
        NaiveWallet wallet = _state.Wallet(command.Wallet);
        BigInteger held = wallet.Position(command.Symbol).Size;
        reject = CheckWithdrawing(wallet);
        if (reject is not null)
            return reject;
        if (held < size)
            return NaiveReject.Of(RejectCode.InsufficientPosition, size, BigInteger.Max(0, held));
        reject = CheckMarginAfter(Risk.Case(wallet), Risk.Case(wallet).WithFill(command.Symbol, -size, 0, 0));
        if (reject is null)
            MoveOption(wallet, command.Symbol, -size);
        return reject;
    }

    private NaiveReject? DepositOption(OptionDepositUpdate command)
    {
        long size = command.Size.Units;
        NaiveReject? reject = CheckTransferredOption(command.Symbol, size);
        if (reject is not null)
            return reject;
        NaiveWallet wallet = _state.Wallet(command.Wallet);
        NaiveInstrument instrument = _state.Instrument(command.Symbol)!;
        BigInteger exposure = BigInteger.Abs(wallet.Position(command.Symbol).Size) + size
            + OpenSize(_state.Orders.Where(o => o.Wallet == wallet.Address), command.Symbol);
        if (exposure > NaiveMath.MaxExposure)
            return NaiveReject.Of(RejectCode.Overflow);
        if (instrument.Holding < size)
            return NaiveReject.Of(RejectCode.InsufficientPosition, size, instrument.Holding);
        MoveOption(wallet, command.Symbol, size);
        return null;
    }

    /// <summary>A trade at price 0 against what the venue holds.</summary>
    private void MoveOption(NaiveWallet wallet, string symbol, BigInteger quantity)
    {
        BigInteger cash = Turn(wallet, symbol, quantity, 0, out BigInteger _);
        _state.Instrument(symbol)!.Holding -= quantity;
        MoveCash(wallet, cash, BalanceReason.OptionTransfer);
        MoveVenue(LedgerAccountKind.Clearing, -cash, BalanceReason.OptionTransfer);
        EmitPosition(wallet, symbol);
    }

    private NaiveReject? SetPerp(HypercorePositionUpdate command)
    {
        string? underlying = ParsedInstrument.PerpUnderlying(command.Symbol);
        BigInteger price = command.EntryPrice.Units;
        BigInteger size = command.Size.Units;
        if (underlying is null)
            return NaiveReject.Named(RejectCode.InvalidSymbol, command.Symbol);
        if (price < 0 || (price.IsZero && !size.IsZero))
            return NaiveReject.Of(RejectCode.InvalidPrice, price);
        if (price > NaiveMath.MaxPrice || BigInteger.Abs(size) > NaiveMath.MaxExposure)
            return NaiveReject.Of(RejectCode.Overflow);
        NaiveWallet wallet = _state.Wallet(command.Wallet);
        _state.Underlyings.Add(underlying);
        wallet.Perps.RemoveAll(p => p.Underlying == underlying);
        if (!size.IsZero)
            wallet.Perps.Add(new NaivePerp(underlying, size, price));
        return null;
    }

    private NaiveReject? SetHypercoreEquity(HypercoreEquityUpdate command)
    {
        if (BigInteger.Abs(command.Equity.Units) > NaiveMath.MaxDeposits)
            return NaiveReject.Of(RejectCode.Overflow);
        _state.Wallet(command.Wallet).HypercoreEquity = command.Equity.Units;
        return null;
    }
}
