namespace Hypercall.Engine.State;

/// <summary>
/// What a wallet has in an instrument: its position and its open orders' sums. Exists while any of them is not zero.
/// </summary>
internal struct PositionEntry
{
    public int Wallet;
    public int Instrument;

    /// <summary>Signed contracts.</summary>
    public long QuantityUnits;

    /// <summary>Σ signed quantity × price; 0 when flat.</summary>
    public Int128 CostUnits;

    /// <summary>Σ remaining of the wallet's open buys (derived from the orders).</summary>
    public long OpenBuyUnits;

    /// <summary>Σ remaining of the wallet's open sells (derived from the orders).</summary>
    public long OpenSellUnits;

    /// <summary>Slot of the wallet's next entry, or -1.</summary>
    public int NextOfWallet;

    /// <summary>Slot of the wallet's previous entry, or -1.</summary>
    public int PreviousOfWallet;

    /// <summary>Its place among the instrument's holders, while it is not flat (derived).</summary>
    public int HolderPlace;

    /// <summary>What the limit of a wallet's exposure counts.</summary>
    public readonly long TotalUnits => Math.Abs(QuantityUnits) + OpenBuyUnits + OpenSellUnits;

    public readonly long OpenUnits(Side side) => side == Side.Buy ? OpenBuyUnits : OpenSellUnits;

    public readonly bool IsReducedBy(Side side) => side == Side.Buy ? QuantityUnits < 0 : QuantityUnits > 0;

    /// <summary>
    /// Whether an order reduces risk: it is reduce-only, or opposite to the position, which covers it and all that is
    /// open on its side.
    /// </summary>
    public readonly bool IsReducedBy(in OrderTerms order) =>
        (order.Flags & OrderFlags.ReduceOnly) != 0
        || (IsReducedBy(order.Side)
            && order.Size.Units + OpenUnits(order.Side) <= Math.Abs(QuantityUnits));

    /// <summary>How much an order on a side can reduce the position: |Q| if opposite, else 0.</summary>
    public readonly long ReducibleUnits(Side side) =>
        Math.Max(0, side == Side.Buy ? -QuantityUnits : QuantityUnits);

    /// <summary>True when nothing is left to remember.</summary>
    public readonly bool IsVacant => QuantityUnits == 0 && OpenBuyUnits == 0 && OpenSellUnits == 0;
}
