namespace Hypercall.Views.Events;

/// <summary>One event of the venue, taken out of its outcome.</summary>
/// <param name="Sequence">Sequence of the command that it came with.</param>
/// <param name="TimestampMs">The command's time, ms since the epoch.</param>
public abstract record VenueEvent(long Sequence, long TimestampMs);

/// <summary>An order after a change.</summary>
public sealed record OrderEvent(long Sequence, long TimestampMs, OrderUpdated Order)
    : VenueEvent(Sequence, TimestampMs);

/// <summary>A trade, with both of its sides.</summary>
public sealed record FillEvent(long Sequence, long TimestampMs, Filled Fill) : VenueEvent(Sequence, TimestampMs)
{
    /// <summary>Who built the two orders.</summary>
    public FillBuilders Builders { get; init; }
}

/// <summary>The levels of a book that changed.</summary>
/// <param name="L2Sequence">Dense over the engine, not over the book.</param>
/// <param name="Bids">Best first; size 0: the level is gone.</param>
/// <param name="Asks">The same.</param>
public sealed record BookEvent(
    long Sequence,
    long TimestampMs,
    string Symbol,
    long L2Sequence,
    IReadOnlyList<BookLevel> Bids,
    IReadOnlyList<BookLevel> Asks) : VenueEvent(Sequence, TimestampMs);

/// <summary>An instrument's status after a change.</summary>
public sealed record MarketEvent(long Sequence, long TimestampMs, MarketUpdated Market)
    : VenueEvent(Sequence, TimestampMs);

/// <summary>Protection froze a wallet.</summary>
public sealed record ProtectionEvent(long Sequence, long TimestampMs, MmpTriggered Protection)
    : VenueEvent(Sequence, TimestampMs);

/// <summary>A wallet's liquidation state after a change.</summary>
public sealed record LiquidationEvent(long Sequence, long TimestampMs, LiquidationStateChanged Liquidation)
    : VenueEvent(Sequence, TimestampMs);

/// <summary>An auction that began or ended.</summary>
public sealed record AuctionEvent(long Sequence, long TimestampMs, LiquidationAuction Auction)
    : VenueEvent(Sequence, TimestampMs);

/// <summary>A position that was closed against one of the other side.</summary>
public sealed record DeleveragingEvent(long Sequence, long TimestampMs, Deleveraged Deleveraging)
    : VenueEvent(Sequence, TimestampMs);

/// <summary>A position that expired.</summary>
public sealed record SettlementEvent(long Sequence, long TimestampMs, PositionSettled Settlement)
    : VenueEvent(Sequence, TimestampMs);
