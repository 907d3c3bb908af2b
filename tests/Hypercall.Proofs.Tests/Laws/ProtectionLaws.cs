using Hypercall.Engine.Book;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Proofs.Tests.Laws;

/// <summary>
/// Market-maker protection: totals are those of the window; a fill that takes one beyond its limit freezes; who is
/// frozen has no protected order, so that none fills, and gets none.
/// </summary>
internal sealed class ProtectionLaws(EngineState state)
{
    public string? FindBroken(EventBuffer events)
    {
        for (int number = 0; number < state.Mmp.Count; number++)
        {
            MmpState mmp = state.Mmp[number];
            string? broken = FindInWindow(mmp) ?? FindInFreeze(mmp) ?? FindAfterFreeze(mmp, events);
            if (broken is not null)
                return broken;
        }

        return null;
    }

    private string? FindInWindow(MmpState mmp)
    {
        MmpTotals sum = default;
        for (int i = 0; i < mmp.FillCount; i++)
            sum += mmp[i].Counted;
        if (sum != mmp.Totals)
            return "protection totals are not those of the window";
        return mmp.FillCount > 0 && mmp.IsFrozen(state.TimestampMs) ? "what is frozen has a window" : null;
    }

    /// <summary>Alphabets lower no limit, so that what is in a window was within it at its last fill.</summary>
    private string? FindInFreeze(MmpState mmp)
    {
        if (!mmp.IsFrozen(state.TimestampMs))
        {
            return mmp.Enabled && IsBeyond(mmp)
                ? "a total is beyond its limit and nothing is frozen"
                : null;
        }

        return HasProtectedOrder(mmp) ? "who is frozen has a protected order" : null;
    }

    private bool IsBeyond(MmpState mmp)
    {
        Int128 scale = Quantity.UnitsPerContract;
        bool reaches = state.Rules.Mmp.Breach == MmpBreach.Reaches;
        return IsBeyond(mmp.Totals.QuantityUnits, mmp.QuantityLimitUnits, reaches)
            || IsBeyond(mmp.Totals.DeltaUnits, mmp.DeltaLimitUnits * scale, reaches)
            || IsBeyond(mmp.Totals.VegaUnits, mmp.VegaLimitUnits * scale, reaches);
    }

    private static bool IsBeyond(Int128 total, Int128? limit, bool reaches) =>
        limit is { } given && (reaches ? Int128.Abs(total) >= given : Int128.Abs(total) > given);

    private bool HasProtectedOrder(MmpState mmp)
    {
        OrderStore orders = state.Orders.Store;
        int slot = state.Wallets[mmp.Wallet].FirstOrder;
        for (; slot >= 0; slot = orders.Node(slot).NextOfWallet)
        {
            bool isThere = state.InstrumentOf(slot).Underlying.Number == mmp.Underlying;
            if (isThere && (orders.Node(slot).Flags & OrderFlags.Mmp) != 0)
                return true;
        }

        return false;
    }

    /// <summary>After the freeze no order that it took out fills.</summary>
    private string? FindAfterFreeze(MmpState mmp, EventBuffer events)
    {
        WalletAddress wallet = state.Wallets[mmp.Wallet].Address;
        bool isFrozen = false;
        for (int i = 0; i < events.Count; i++)
        {
            if (events.KindAt(i) == EventKind.MmpTriggered)
                isFrozen |= events.At<MmpTriggered>(i).Wallet == wallet;
            else if (isFrozen && events.KindAt(i) == EventKind.Filled && IsCanceled(events, i, wallet))
                return "an order fills that protection has taken out";
        }

        return null;
    }

    private static bool IsCanceled(EventBuffer events, int fill, WalletAddress wallet)
    {
        Filled filled = events.At<Filled>(fill);
        if (filled.MakerWallet != wallet)
            return false;
        for (int i = 0; i < fill; i++)
        {
            if (events.KindAt(i) == EventKind.OrderUpdated
                && events.At<OrderUpdated>(i) is { Status: OrderStatus.Canceled } order
                && order.OrderId == filled.MakerOrderId)
            {
                return true;
            }
        }

        return false;
    }
}
