namespace Hypercall.Engine.State;

/// <summary>What a wallet has in an instrument: its position and its open orders.</summary>
internal struct Exposure
{
    public long PositionUnits;
    public long OpenBuyUnits;
    public long OpenSellUnits;

    /// <summary>What the limit of a wallet's exposure counts.</summary>
    public readonly long TotalUnits => Math.Abs(PositionUnits) + OpenBuyUnits + OpenSellUnits;

    public readonly long OpenUnits(Side side) => side == Side.Buy ? OpenBuyUnits : OpenSellUnits;

    public readonly bool IsReducedBy(Side side) => side == Side.Buy ? PositionUnits < 0 : PositionUnits > 0;

    /// <summary>
    /// Whether an order reduces risk: it is reduce-only, or opposite to the position, which covers it and all that is
    /// open on its side.
    /// </summary>
    public readonly bool IsReducedBy(in OrderTerms order) =>
        (order.Flags & OrderFlags.ReduceOnly) != 0
        || (IsReducedBy(order.Side)
            && order.Size.Units + OpenUnits(order.Side) <= Math.Abs(PositionUnits));
}
