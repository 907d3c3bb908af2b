namespace Hypercall.Engine.Modules.Accounting;

/// <summary>
/// What wallets have outside the venue: perpetual positions, which hedge in portfolio margin, and equity.
/// </summary>
internal sealed class ExternalHoldings(EngineState state, Turn turn)
{
    public Refusal? ApplyHypercorePosition(HypercorePositionUpdate command)
    {
        if (ParsedInstrument.PerpUnderlying(command.Symbol) is not { } name)
            return turn.Reject(RejectCode.InvalidSymbol, 0, 0, command.Symbol);
        long price = command.EntryPrice.Units;
        long units = command.Size.Units;
        if (price < 0 || (price == 0 && units != 0))
            return turn.Reject(RejectCode.InvalidPrice, price, 0);
        if (price > Price.MaxUnits || units is > Quantity.MaxExposureUnits or < -Quantity.MaxExposureUnits)
            return RejectCode.Overflow;

        WalletAccount wallet = state.Wallets.GetOrAdd(command.Wallet);
        Underlying underlying = state.GetOrAddUnderlying(name);
        if (units != 0)
            state.Positions.SetPerp(wallet.GetOrAddExposure(underlying), units, price);
        else if (wallet.FindExposure(underlying) is { PerpUnits: not 0 } exposure)
            state.Positions.SetPerp(exposure, 0, 0);
        return null;
    }

    public Refusal? ApplyHypercoreEquity(HypercoreEquityUpdate command)
    {
        Int128 equity = command.Equity.Units;
        if (equity > Cash.MaxDepositsUnits || equity < -Cash.MaxDepositsUnits)
            return RejectCode.Overflow;
        state.Wallets.SetHypercoreEquity(state.Wallets.GetOrAdd(command.Wallet), equity);
        return null;
    }
}
