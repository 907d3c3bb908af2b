using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Modules.Accounting;

/// <summary>Who trades what with whom; outside the book there are no orders and no builders.</summary>
internal readonly struct Trade
{
    public required WalletAccount Taker { get; init; }

    public required WalletAccount Maker { get; init; }

    public required Instrument Instrument { get; init; }

    public required long PriceUnits { get; init; }

    /// <summary>Contracts, positive where the taker buys.</summary>
    public required long TakerUnits { get; init; }

    public required FillSource Source { get; init; }

    public long TakerOrderId { get; init; }

    public long MakerOrderId { get; init; }

    /// <summary>Whether the taker's order is one of a liquidation.</summary>
    public bool IsTakerLiquidated { get; init; }

    /// <summary>Whether the maker's order is one of a liquidation.</summary>
    public bool IsMakerLiquidated { get; init; }

    public WalletAddress? TakerBuilder { get; init; }

    public WalletAddress? MakerBuilder { get; init; }
}
