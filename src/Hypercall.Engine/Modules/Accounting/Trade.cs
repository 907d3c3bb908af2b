namespace Hypercall.Engine.Modules.Accounting;

/// <summary>Who trades what with whom; outside the book there are no orders and no builders.</summary>
/// <param name="TakerUnits">Contracts, positive where the taker buys.</param>
internal readonly record struct Trade(
    WalletAccount Taker,
    WalletAccount Maker,
    Instrument Instrument,
    long PriceUnits,
    long TakerUnits,
    FillSource Source)
{
    public long TakerOrderId { get; init; }

    public long MakerOrderId { get; init; }

    /// <summary>Whether the taker's order is one of a liquidation.</summary>
    public bool IsTakerLiquidated { get; init; }

    /// <summary>Whether the maker's order is one of a liquidation.</summary>
    public bool IsMakerLiquidated { get; init; }

    public WalletAddress? TakerBuilder { get; init; }

    public WalletAddress? MakerBuilder { get; init; }
}
