using Hypercall.Engine.Modules.Books;

namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>
/// Which orders a wallet keeps when it enters PreLiquidation, or when auto-deleveraging has closed what it held: those
/// that only reduce, alone and together (risk.md §A6, §B4).
/// </summary>
internal sealed class ReducingOrders(EngineState state, RestingOrders resting, PriceBands bands)
{
    private readonly Dictionary<int, long> _keptUnits = [];

    /// <summary>
    /// Cancels, in the order of ids, what could make a wallet in PreLiquidation worse: what lies beyond the distress
    /// band, and what would together grow or turn a position.
    /// </summary>
    public void KeepInDistress(WalletAccount wallet) => Keep(wallet, null, OrderReason.Liquidation);

    /// <summary>Cancels, in the order of ids, what would now grow or turn a position in one option.</summary>
    public void KeepAfterDeleveraging(WalletAccount wallet, Instrument instrument) =>
        Keep(wallet, instrument, OrderReason.Deleveraged);

    private void Keep(WalletAccount wallet, Instrument? only, OrderReason reason)
    {
        _keptUnits.Clear();
        resting.CancelSome(wallet, reason, slot =>
            (only is null || state.InstrumentOf(slot) == only) && !TryKeep(wallet, slot, isDistress: only is null));
    }

    private bool TryKeep(WalletAccount wallet, int slot, bool isDistress)
    {
        ref readonly OrderNode node = ref state.Orders.Store.Node(slot);
        Instrument instrument = state.InstrumentOf(slot);
        if (isDistress && !bands.IsInDistressBand(instrument, node.Side, node.PriceUnits))
            return false;
        ref readonly PositionEntry entry = ref state.Positions.Of(wallet, instrument);
        bool isOpposite = entry.IsReducedBy(node.Side);
        long kept = _keptUnits.GetValueOrDefault(instrument.Number) + node.RemainingUnits;
        bool isKept = (node.Flags & OrderFlags.ReduceOnly) != 0
            || (isOpposite && kept <= Math.Abs(entry.QuantityUnits));
        if (isKept && isOpposite)
            _keptUnits[instrument.Number] = kept;
        return isKept;
    }
}
