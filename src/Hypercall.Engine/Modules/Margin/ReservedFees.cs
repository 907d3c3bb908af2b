using Hypercall.Engine.Modules.Fees;

namespace Hypercall.Engine.Modules.Margin;

/// <summary>
/// Fees that standard margin reserves for a wallet's open buys (risk.md §A4): for each order's remainder at its limit
/// the larger of maker's and taker's at the last index price, none where both are rebates. Kept per wallet and
/// underlying as a running sum, made anew only when the index or the rules have changed since.
/// </summary>
internal sealed class ReservedFees(EngineState state)
{
    private readonly Numbered<Numbered<Sum>?> _byUnderlying = new();

    /// <summary>Fees of an exposure's open buys.</summary>
    private struct Sum
    {
        /// <summary>The underlying's index version that the sum was made at; 0 where it never was.</summary>
        public long IndexVersion;

        public Int128 Units;
    }

    /// <summary>Fee reserved for an order of this size at this limit, zero or more.</summary>
    public static Int128 OfOrder(Underlying underlying, long priceUnits, long units) => units == 0
        ? 0
        : FeeService.LimitFeeUnits(underlying, priceUnits, units);

    /// <summary>Keeps the sum when an open buy changes from one remainder to another.</summary>
    public void Change(WalletExposure exposure, in OrderNode order, long beforeUnits, long afterUnits)
    {
        Underlying underlying = exposure.Underlying;
        ref Sum sum = ref SumOf(exposure);
        if (sum.IndexVersion == underlying.IndexVersion)
        {
            sum.Units +=
                OfOrder(underlying, order.PriceUnits, afterUnits) - OfOrder(underlying, order.PriceUnits, beforeUnits);
        }
    }

    /// <summary>The sum over all of a wallet's open buys.</summary>
    public Int128 OfWallet(WalletAccount wallet)
    {
        if (wallet.OpenBuyNotionalUnits == 0)
            return 0;
        Int128 all = 0;
        for (WalletExposure? exposure = wallet.FirstExposure; exposure is not null; exposure = exposure.Next)
        {
            ref Sum sum = ref SumOf(exposure);
            if (sum.IndexVersion != exposure.Underlying.IndexVersion)
                sum = new Sum { IndexVersion = exposure.Underlying.IndexVersion, Units = Compute(wallet, exposure) };
            all += sum.Units;
        }

        return all;
    }

    /// <summary>Whether what is kept of an exposure is out of date, or what its open buys come to.</summary>
    public bool IsSound(WalletAccount wallet, WalletExposure exposure)
    {
        Sum sum = SumOf(exposure);
        return sum.IndexVersion != exposure.Underlying.IndexVersion || sum.Units == Compute(wallet, exposure);
    }

    private ref Sum SumOf(WalletExposure exposure) =>
        ref (_byUnderlying[exposure.Underlying.Number] ??= new())[exposure.Number];

    private Int128 Compute(WalletAccount wallet, WalletExposure exposure)
    {
        Int128 sum = 0;
        for (int slot = wallet.FirstOrder; slot >= 0; slot = state.Orders.Store.Node(slot).NextOfWallet)
        {
            ref readonly OrderNode node = ref state.Orders.Store.Node(slot);
            bool isOpenBuy = node.Side == Side.Buy && node.Level >= 0;
            if (isOpenBuy && state.Markets[node.Instrument]!.Underlying == exposure.Underlying)
                sum += OfOrder(exposure.Underlying, node.PriceUnits, node.RemainingUnits);
        }

        return sum;
    }
}
