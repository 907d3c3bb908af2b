using Hypercall.Engine.Modules.Books;
using Hypercall.Engine.Pricing;

namespace Hypercall.Engine.Modules.Protection;

/// <summary>Market-maker protection (engine.md §9) as fills meet it.</summary>
internal sealed class MarketMakerProtection(EngineState state, Turn turn, OptionValuer valuer, RestingOrders resting)
{
    /// <summary>
    /// Counts a fill of a protected order at the greeks of the moment. On a breach the wallet freezes and the order's
    /// remainder in <paramref name="orderSlot"/> (if it rests), then its other protected orders on the underlying are
    /// cancelled.
    /// </summary>
    /// <param name="signedUnits">Contracts, positive where the order buys.</param>
    /// <param name="orderSlot">Slot of the order's remainder, or -1.</param>
    /// <returns>True on a breach.</returns>
    public bool ProtectAfterFill(WalletAccount wallet, Instrument instrument, long signedUnits, int orderSlot)
    {
        Underlying underlying = instrument.Underlying;
        if (state.Mmp.Find(wallet.Number, underlying.Number) is not { Enabled: true } mmp)
            return false;
        long now = state.TimestampMs;
        MmpTotals counted = Count(instrument, signedUnits, out bool hasGreeks);
        MmpTotals totals = mmp.TotalsAt(now, state.Rules.Mmp.Window) + counted;
        MmpCause? cause = mmp.FindBreach(totals, hasGreeks, state.Rules.Mmp.Breach);
        if (cause is { } breached)
        {
            long until = mmp.FreezeEndMs(now);
            turn.Events.Add(new MmpTriggered(
                wallet.Address, underlying.Name, breached, until == MmpState.UntilReset ? null : until));
            if (orderSlot >= 0)
                resting.CancelResting(orderSlot, OrderReason.Mmp);
            CancelProtected(wallet, underlying);
        }

        state.Mmp.CountFill(mmp, new MmpFillRecord(now, counted), state.Rules, freezes: cause is not null);
        return cause is not null;
    }

    /// <summary>Apart from the fill, which would else make room for what is picked by.</summary>
    private void CancelProtected(WalletAccount wallet, Underlying underlying) =>
        resting.CancelSome(wallet, OrderReason.Mmp, slot =>
            (state.Orders.Store.Node(slot).Flags & OrderFlags.Mmp) != 0
            && state.InstrumentOf(slot).Underlying == underlying);

    /// <summary>
    /// What a fill now counts in a window: greeks per contract at 8 decimals × size, exactly (engine.md §9).
    /// </summary>
    public MmpTotals Count(Instrument instrument, long signedUnits, out bool hasGreeks)
    {
        FillGreeks? known = valuer.GreeksOf(instrument);
        hasGreeks = known is not null;
        FillGreeks greeks = known.GetValueOrDefault();
        return new MmpTotals(
            Math.Abs(signedUnits), (Int128)greeks.DeltaUnits * signedUnits, (Int128)greeks.VegaUnits * signedUnits);
    }
}
