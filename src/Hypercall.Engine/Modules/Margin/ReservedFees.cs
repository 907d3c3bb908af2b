using Hypercall.Engine.Book;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Modules.Fees;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Modules.Margin;

/// <summary>
/// Fees that standard margin reserves for a wallet's open buys (risk.md §A4): for each order's remainder at its limit
/// the
/// larger of maker's and taker's at the last index price, none where both are rebates. Kept per wallet and underlying
/// as
/// a running sum, made anew only when the index or the rules have changed since.
/// </summary>
internal static class ReservedFees
{
    /// <summary>Fee reserved for an order of this size at this limit, zero or more.</summary>
    public static Int128 OfOrder(Underlying underlying, long priceUnits, long units) => units == 0
        ? 0
        : FeeService.LimitFeeUnits(underlying, priceUnits, units);

    /// <summary>Keeps the sum when an open buy changes from one remainder to another.</summary>
    public static void Change(WalletExposure exposure, in OrderNode order, long beforeUnits, long afterUnits)
    {
        Underlying underlying = exposure.Underlying;
        if (exposure.ReservedFeeVersion != underlying.IndexVersion)
            return;
        exposure.ReservedFeeUnits +=
            OfOrder(underlying, order.PriceUnits, afterUnits) - OfOrder(underlying, order.PriceUnits, beforeUnits);
    }

    /// <summary>The sum over all of a wallet's open buys.</summary>
    public static Int128 OfWallet(EngineState state, WalletAccount wallet)
    {
        if (wallet.OpenBuyNotionalUnits == 0)
            return 0;
        Int128 sum = 0;
        for (WalletExposure? exposure = wallet.FirstExposure; exposure is not null; exposure = exposure.Next)
        {
            if (exposure.ReservedFeeVersion != exposure.Underlying.IndexVersion)
                Recompute(state, wallet, exposure);
            sum += exposure.ReservedFeeUnits;
        }

        return sum;
    }

    private static void Recompute(EngineState state, WalletAccount wallet, WalletExposure exposure)
    {
        Int128 sum = 0;
        for (int slot = wallet.FirstOrder; slot >= 0; slot = state.Orders.Store.Node(slot).NextOfWallet)
        {
            ref OrderNode node = ref state.Orders.Store.Node(slot);
            bool isOpenBuy = node.Side == Side.Buy && node.Level >= 0;
            if (isOpenBuy && state.Markets[node.Instrument]!.Underlying == exposure.Underlying)
                sum += OfOrder(exposure.Underlying, node.PriceUnits, node.RemainingUnits);
        }

        exposure.ReservedFeeUnits = sum;
        exposure.ReservedFeeVersion = exposure.Underlying.IndexVersion;
    }
}
