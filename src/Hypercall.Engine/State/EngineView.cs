namespace Hypercall.Engine.State;

/// <summary>A readable copy of the state for people and tools (wire.md §State), made on demand.</summary>
public sealed record EngineView(
    long Sequence,
    long TimestampMs,
    Hash256 Hash,
    EngineStateDigest Digests,
    VenueView Venue,
    IReadOnlyList<WalletView> Wallets,
    IReadOnlyList<BookView> Books);

/// <summary>The venue's own accounts.</summary>
/// <param name="Clearing">Takes what the two sides of a movement settle differently.</param>
/// <param name="Fees">Fees kept, builder shares taken off.</param>
/// <param name="Debts">
/// What the insurance fund could not pay of cash that a settlement or a liquidation has left below zero, ascending by
/// wallet.
/// </param>
/// <param name="Sources">Last number per transfer source, ascending by name (ordinal).</param>
/// <param name="NextAuctionId">Id of the venue's next auction.</param>
/// <param name="PendingAverages">
/// The index's average of each option that awaits its settlement, null where there is none, ascending by symbol
/// (ordinal).
/// </param>
public sealed record VenueView(
    Cash Clearing,
    Cash Fees,
    Cash Insurance,
    IReadOnlyList<KeyValuePair<WalletAddress, Cash>> Debts,
    IReadOnlyList<KeyValuePair<string, long>> Sources,
    long NextAuctionId,
    IReadOnlyList<KeyValuePair<string, Price?>> PendingAverages);

/// <summary>A wallet that an accepted command touched.</summary>
/// <param name="Address">The wallet; wallets stand in ascending order.</param>
/// <param name="Liquidation">The stage of liquidation that it is in by itself, or null.</param>
/// <param name="Positions">Ascending by symbol (ordinal).</param>
/// <param name="OpenOrders">Ascending by id.</param>
/// <param name="Margin">Its margin now.</param>
/// <param name="HypercoreEquity">External equity as last reported; not counted in margin.</param>
/// <param name="HypercorePositions">External perpetual positions, ascending by symbol (ordinal).</param>
public sealed record WalletView(
    WalletAddress Address,
    Cash Cash,
    MarginMode Mode,
    LiquidationState LiquidationState,
    LiquidationView? Liquidation,
    IReadOnlyList<PositionView> Positions,
    IReadOnlyList<OrderView> OpenOrders,
    MarginView Margin,
    Cash HypercoreEquity,
    IReadOnlyList<PerpView> HypercorePositions);

/// <summary>A stage of liquidation; what its mode does not have is null.</summary>
/// <param name="Mode">Grace, partial or full.</param>
/// <param name="EnteredAtMs">When the wallet entered it.</param>
/// <param name="PauseUntilMs">Until when halts can put its end off.</param>
/// <param name="NextAtMs">Partial: when the next step is due.</param>
/// <param name="Step">Partial: steps done.</param>
/// <param name="BonusPpm">Partial: the wallet's own bonus, on top of the steps'.</param>
/// <param name="AuctionId">Full: the auction that runs.</param>
/// <param name="StartedAtMs">Full: when it began.</param>
/// <param name="EntrySizes">
/// Partial: contracts of each position that it found on entry, ascending by symbol (ordinal).
/// </param>
/// <param name="Asked">Full: what is asked for the portfolio now; negative: the bidder is paid.</param>
public sealed record LiquidationView(
    LiquidationMode Mode,
    long EnteredAtMs,
    long EndsAtMs,
    long PauseUntilMs,
    long? NextAtMs = null,
    int? Step = null,
    int? BonusPpm = null,
    long? AuctionId = null,
    long? StartedAtMs = null,
    IReadOnlyList<KeyValuePair<string, Quantity>>? EntrySizes = null,
    Cash? Asked = null);

/// <summary>
/// A wallet's margin (engine.md §10, risk.md §A4); null where a mark that it needs is not current.
/// </summary>
/// <param name="Equity">
/// Cash less debt plus the value of the positions (portfolio: less their cost, perpetuals included).
/// </param>
/// <param name="InitialMargin">Requirement with open orders.</param>
/// <param name="MaintenanceMargin">
/// Requirement below which the wallet is liquidated; positions only. Never null: it does not wait for marks.
/// </param>
/// <param name="Available">Excess: what an order may take up; negative when there is none.</param>
/// <param name="WorstScenario">
/// Portfolio mode: per underlying the id of the scenario that loses most. Null in standard mode.
/// </param>
public sealed record MarginView(
    Cash? Equity, Cash? InitialMargin, Cash? MaintenanceMargin, Cash? Available, WorstScenarios? WorstScenario)
{
    /// <summary>What positions and open orders ask for apart; null where a mark is not current.</summary>
    public MarginSplit? Split { get; init; }
}

/// <summary>An initial requirement taken apart.</summary>
/// <param name="Positions">What the positions would ask for if no order were open.</param>
/// <param name="OpenOrders">What the open orders ask for besides.</param>
/// <param name="ReservedPremium">Standard mode: premium and fees of the open buys, part of it; else 0.</param>
public readonly record struct MarginSplit(Cash Positions, Cash OpenOrders, Cash ReservedPremium);

/// <summary>An external perpetual position.</summary>
/// <param name="Size">Signed size.</param>
public sealed record PerpView(string Symbol, Quantity Size, Price EntryPrice);

/// <summary>An open position.</summary>
/// <param name="Size">Signed contracts.</param>
/// <param name="EntryPrice">Cost / size, 8 decimals.</param>
/// <param name="Cost">Σ signed quantity × price.</param>
public sealed record PositionView(string Symbol, Quantity Size, Price EntryPrice, Cash Cost);

/// <summary>An open order.</summary>
public sealed record OrderView(
    long OrderId,
    string? ClientId,
    string Symbol,
    Side Side,
    Price Price,
    Quantity Size,
    Quantity Filled,
    OrderStatus Status,
    TimeInForce TimeInForce,
    long? ExpiresAtMs,
    OrderFlags Flags,
    WalletAddress? Builder,
    bool Liquidation = false);

/// <summary>A book with at least one order; books stand ascending by symbol (ordinal), levels best first.</summary>
public sealed record BookView(string Symbol, IReadOnlyList<LevelView> Bids, IReadOnlyList<LevelView> Asks);

/// <summary>A level: its price, the sum of its orders and their ids in queue order.</summary>
public sealed record LevelView(Price Price, Quantity Size, IReadOnlyList<long> OrderIds);

/// <summary>SHA-256 of the canonical content of each component, in order (architecture.md §State hash).</summary>
public sealed record EngineStateDigest(IReadOnlyList<KeyValuePair<string, Hash256>> Components);
