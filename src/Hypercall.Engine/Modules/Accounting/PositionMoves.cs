using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Modules.Accounting;

/// <summary>What a fill or a settlement makes of a position, and all that counts positions.</summary>
internal sealed class PositionMoves(EngineState state, Turn turn, ChangeLog changes)
{
    public void UpdatePosition(FillSide side, Instrument instrument)
    {
        WalletAccount wallet = side.Wallet;
        turn.PositionsMoved = true;
        int slot = side.PositionSlot >= 0 ? side.PositionSlot : state.Positions.GetOrAdd(wallet, instrument.Number);
        ref PositionEntry entry = ref state.Positions[slot];
        int opened = (side.NewQuantityUnits != 0 ? 1 : 0) - (entry.QuantityUnits != 0 ? 1 : 0);
        wallet.OpenPositions += opened;
        instrument.OpenPositions += opened;
        if (opened != 0)
            CountHeldOption(wallet, instrument.Underlying, opened);
        instrument.NetPositionUnits += side.NewQuantityUnits - entry.QuantityUnits;
        if (wallet.Mode == MarginMode.Portfolio)
            state.Ledger.PortfolioCostUnits += side.NewCostUnits - entry.CostUnits;
        CountShort(wallet, entry.QuantityUnits, side.NewQuantityUnits);
        entry.QuantityUnits = side.NewQuantityUnits;
        entry.CostUnits = side.NewCostUnits;
        turn.Touch(wallet, WalletTouch.Changed);
        changes.RecordPosition(entry);
        ref PositionChanged changed = ref turn.Events.AppendPositionChanged();
        changed.Wallet = wallet.Address;
        changed.Symbol = instrument.Symbol;
        changed.Size = new Quantity(side.NewQuantityUnits);
        changed.EntryPrice = EnginePosition.EntryPrice(side.NewQuantityUnits, side.NewCostUnits);
        state.Positions.RemoveIfVacant(wallet, slot);
    }

    /// <summary>Takes a settled position out of the state.</summary>
    public void RemovePosition(WalletAccount wallet, Instrument instrument, int slot)
    {
        ref PositionEntry entry = ref state.Positions[slot];
        turn.PositionsMoved = true;
        wallet.OpenPositions--;
        instrument.OpenPositions--;
        instrument.NetPositionUnits -= entry.QuantityUnits;
        CountHeldOption(wallet, instrument.Underlying, -1);
        if (wallet.Mode == MarginMode.Portfolio)
            state.Ledger.PortfolioCostUnits -= entry.CostUnits;
        CountShort(wallet, entry.QuantityUnits, 0);
        entry.QuantityUnits = 0;
        entry.CostUnits = 0;
        changes.RecordPosition(entry);
        state.Positions.RemoveIfVacant(wallet, slot);
    }

    private static void CountShort(WalletAccount wallet, long beforeUnits, long afterUnits) =>
        wallet.ShortPositions += (afterUnits < 0 ? 1 : 0) - (beforeUnits < 0 ? 1 : 0);

    /// <summary>Keeps what the wallet holds on the underlying, and the underlying's list of holders.</summary>
    private static void CountHeldOption(WalletAccount wallet, Underlying underlying, int opened)
    {
        WalletExposure exposure = wallet.GetOrAddExposure(underlying);
        exposure.HeldOptions += opened;
        exposure.Underlying.Holders.Note(exposure);
    }
}
