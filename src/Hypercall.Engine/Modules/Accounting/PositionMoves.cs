using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Modules.Accounting;

/// <summary>What a fill makes of a position.</summary>
internal sealed class PositionMoves(EngineState state, Turn turn)
{
    public void UpdatePosition(FillSide side, Instrument instrument)
    {
        WalletAccount wallet = side.Wallet;
        state.Positions.Set(wallet, instrument, side.PositionSlot, side.NewQuantityUnits, side.NewCostUnits);
        turn.Touch(wallet, WalletTouch.Changed);
        ref PositionChanged changed = ref turn.Events.AppendPositionChanged();
        changed.Wallet = wallet.Address;
        changed.Symbol = instrument.Symbol;
        changed.Size = new Quantity(side.NewQuantityUnits);
        changed.EntryPrice = EnginePosition.EntryPrice(side.NewQuantityUnits, side.NewCostUnits);
    }
}
