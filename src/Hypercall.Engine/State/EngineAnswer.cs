namespace Hypercall.Engine.State;

/// <summary>The answer to an <see cref="EngineQuestion"/>, of the same kind; made on demand, as of the last command
/// applied.</summary>
public abstract record EngineAnswer : IShape<EngineAnswer>
{
    private protected EngineAnswer(QuestionKind kind) => Kind = kind;

    /// <summary>What it answers.</summary>
    public QuestionKind Kind { get; }

    /// <inheritdoc/>
    public static EngineAnswer Blank { get; } = new ChainAnswer(null);

    /// <inheritdoc/>
    public static EngineAnswer Walk<V>(ref V v, in EngineAnswer value)
        where V : struct, IFields, allows ref struct => AnswerShapes.Walk(ref v, value);
}

/// <summary>One underlying's options.</summary>
/// <param name="Chain">Null for an underlying that no accepted command named.</param>
public sealed record ChainAnswer(ChainView? Chain) : EngineAnswer(QuestionKind.Chain);

/// <summary>A wallet under the scenario grid.</summary>
/// <param name="Risk">Null for a wallet that no accepted command touched.</param>
public sealed record RiskAnswer(RiskView? Risk) : EngineAnswer(QuestionKind.Risk);

/// <summary>A wallet.</summary>
/// <param name="Wallet">Null for one that no accepted command touched.</param>
public sealed record WalletAnswer(WalletReport? Wallet) : EngineAnswer(QuestionKind.Wallet);

/// <summary>What is listed.</summary>
/// <param name="Underlyings">Ascending by name (ordinal).</param>
/// <param name="VenueModes">Ways of trading that the whole venue allows.</param>
public sealed record InstrumentsAnswer(ImmutableArray<UnderlyingView> Underlyings, TradingModes VenueModes)
    : EngineAnswer(QuestionKind.Instruments);

/// <summary>Who may sign for a wallet besides itself.</summary>
/// <param name="IsKnown">Whether an accepted command ever touched the wallet.</param>
/// <param name="Agents">Those alive at the engine's time, in the order of their approval.</param>
public sealed record AgentsAnswer(bool IsKnown, ImmutableArray<AgentView> Agents) : EngineAnswer(QuestionKind.Agents);

/// <summary>A wallet's market-maker protection.</summary>
/// <param name="Configs">Ascending by underlying (ordinal).</param>
public sealed record ProtectionAnswer(ImmutableArray<ProtectionView> Configs) : EngineAnswer(QuestionKind.Protection);

/// <summary>Index prices.</summary>
/// <param name="Prices">Ascending by underlying (ordinal).</param>
public sealed record IndexAnswer(ImmutableArray<IndexView> Prices) : EngineAnswer(QuestionKind.Index);

/// <summary>The rules in force.</summary>
public sealed record RulesAnswer(RuleSet Rules) : EngineAnswer(QuestionKind.Rules);

/// <summary>The auctions that run.</summary>
/// <param name="Auctions">Ascending by id.</param>
public sealed record AuctionsAnswer(ImmutableArray<AuctionReport> Auctions) : EngineAnswer(QuestionKind.Auctions);

/// <summary>A portfolio that is auctioned.</summary>
/// <param name="Wallet">Whose it is.</param>
/// <param name="Asked">What is asked for it now; negative: the bidder is paid.</param>
/// <param name="Positions">Ascending by symbol (ordinal).</param>
public sealed record AuctionReport(
    long AuctionId,
    WalletAddress Wallet,
    MarginMode Mode,
    Cash Asked,
    long StartedAtMs,
    long EndsAtMs,
    ImmutableArray<PositionReport> Positions);

/// <summary>A wallet with what its positions are worth.</summary>
/// <param name="Debt">
/// What the insurance fund could not pay of cash that a settlement or a liquidation has left below zero.
/// </param>
/// <param name="Stage">The stage of liquidation that it is in by itself, or null.</param>
/// <param name="Positions">Ascending by symbol (ordinal).</param>
/// <param name="OpenOrders">Ascending by id.</param>
/// <param name="Tier">Name of its tier; null: the rules' default limits.</param>
/// <param name="CancelAllAtMs">When the dead-man's switch fires; null: disarmed.</param>
public sealed record WalletReport(
    WalletAddress Address,
    Cash Cash,
    Cash Debt,
    MarginMode Mode,
    LiquidationState LiquidationState,
    StageReport? Stage,
    ImmutableArray<PositionReport> Positions,
    ImmutableArray<OrderView> OpenOrders,
    MarginView Margin,
    string? Tier,
    int MaxOpenOrders,
    int MaxOpenPositions,
    long? CancelAllAtMs);

/// <summary>A stage of liquidation.</summary>
public readonly record struct StageReport(long EnteredAtMs, long EndsAtMs);

/// <summary>An open position and its value; null where there is no current mark.</summary>
/// <param name="Size">Signed contracts.</param>
/// <param name="Initial">
/// What standard margin asks for the position by itself; 0 for a long one, and for a short one without a mark.
/// </param>
/// <param name="Maintenance">What standard margin asks for to keep it; 0 as above.</param>
/// <param name="Volatility">Annual volatility as a fraction.</param>
/// <param name="Greeks">Mark and greeks of one contract; null where there are none.</param>
public sealed record PositionReport(
    string Symbol,
    Quantity Size,
    Price EntryPrice,
    Cash Cost,
    Price? Mark,
    Price? Index,
    Cash Initial,
    Cash Maintenance,
    decimal? Volatility,
    ChainGreeks? Greeks);

/// <summary>What is known of an underlying besides its prices, and what is listed on it.</summary>
/// <param name="Modes">Ways of trading that it allows.</param>
/// <param name="Ticks">Price steps, the first from 0.</param>
/// <param name="Instruments">In the order of their listing.</param>
public sealed record UnderlyingView(
    string Name,
    TradingModes Modes,
    ImmutableArray<TickStep> Ticks,
    Quantity SizeStep,
    Quantity MinSize,
    Quantity MaxSize,
    FeeRules Fees,
    int ExpiryTimeMinutes,
    ImmutableArray<InstrumentView> Instruments);

/// <summary>A listed option.</summary>
/// <param name="Number">Dense in the order of creation from 0, never used again.</param>
/// <param name="OpenInterest">Contracts held long.</param>
public sealed record InstrumentView(
    int Number, string Symbol, ContractKey Contract, InstrumentStatus Status, long ExpiryMs, Quantity OpenInterest);

/// <summary>An agent that may sign.</summary>
/// <param name="ExpiresAtMs">Exclusive end; null: none.</param>
public readonly record struct AgentView(WalletAddress Agent, long? ExpiresAtMs);

/// <summary>Market-maker protection of a wallet on an underlying.</summary>
/// <param name="DeltaLimitUnits">In units of 1e-8.</param>
/// <param name="VegaLimitUnits">In units of 1e-8 USDC.</param>
/// <param name="FrozenUntilMs">Exclusive end of a freeze; <see cref="long.MaxValue"/>: until a reset; 0: none.</param>
/// <param name="UsedQuantityUnits">Contracts filled within the window, in units of 1e-6.</param>
/// <param name="UsedDeltaUnits">Delta within the window, in units of 1e-14.</param>
/// <param name="UsedVegaUnits">Vega within the window, in units of 1e-14 USDC.</param>
public sealed record ProtectionView(
    string Underlying,
    bool Enabled,
    long IntervalMs,
    long FrozenTimeMs,
    Quantity? QuantityLimit,
    long? DeltaLimitUnits,
    long? VegaLimitUnits,
    long ConfigNonce,
    long FrozenUntilMs,
    Int128 UsedQuantityUnits,
    Int128 UsedDeltaUnits,
    Int128 UsedVegaUnits);

/// <summary>An underlying's index price.</summary>
/// <param name="Price">The last one; null before the first.</param>
/// <param name="AtMs">When it was set.</param>
/// <param name="IsCurrent">Whether it counts: there is one and it is not too old.</param>
public readonly record struct IndexView(string Underlying, Price? Price, long AtMs, bool IsCurrent);
