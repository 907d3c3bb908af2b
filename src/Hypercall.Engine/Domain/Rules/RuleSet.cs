namespace Hypercall.Engine.Domain.Rules;

/// <summary>
/// Everything the engine decides by, versioned and part of the state (architecture.md §Rules are state). Immutable;
/// replaced as a whole by SetRules. Members and defaults are those of wire.md §Rules. Rates are parts per million.
/// </summary>
public sealed record RuleSet
{
    /// <summary>The semantics versions this engine implements.</summary>
    public const int ImplementedSemantics = 1;

    /// <summary>Exactly the current + 1 when set.</summary>
    public required int Version { get; init; }

    /// <summary>Version of the engine's behaviour.</summary>
    public required int Semantics { get; init; }

    /// <summary>False skips the margin check and the price band.</summary>
    public required bool MarginEnabled { get; init; }

    /// <summary>Self-trade prevention of orders that name none.</summary>
    public required StpMode DefaultStp { get; init; }

    /// <summary>Wallets that may sign venue commands, ascending, each with the commands it may sign.</summary>
    public required ImmutableArray<VenueSigner> VenueSigners { get; init; }

    /// <summary>Wallets that orders may name as builder, ascending.</summary>
    public required ImmutableArray<WalletAddress> Builders { get; init; }

    /// <summary>Most entries of the outcome cache.</summary>
    public required int OutcomeCache { get; init; }

    /// <summary>Most bytes of the outcome cache's entries in their canonical encoding.</summary>
    public required long OutcomeCacheBytes { get; init; }

    /// <summary>Most sources of transfers.</summary>
    public required int MaxSources { get; init; }

    /// <summary>Most live agents of a wallet.</summary>
    public required int MaxAgents { get; init; }

    /// <summary>Most agents of a wallet, live and dead.</summary>
    public required int MaxAgentRecords { get; init; }

    /// <summary>Most makers that one order meets.</summary>
    public required int MaxMakers { get; init; }

    /// <summary>Longest interval of market-maker protection.</summary>
    public required long MaxMmpIntervalMs { get; init; }

    /// <summary>Most records of a protection window.</summary>
    public required int MaxMmpRecords { get; init; }

    /// <summary>Age beyond which an index price or surface counts as absent; 0: never.</summary>
    public required long MaxPriceAgeMs { get; init; }

    /// <summary>Largest step of an index price without force; 0: any.</summary>
    public required long MaxIndexMovePpm { get; init; }

    /// <summary>Time of day at which an underlying's options expire, minutes after 00:00 UTC.</summary>
    public required int ExpiryTimeMinutes { get; init; }

    /// <summary>Most significant figures of a price; 0: any.</summary>
    public required int SignificantFigures { get; init; }

    /// <summary>Ticks, sizes and price band.</summary>
    public required TradingRules Trading { get; init; }

    /// <summary>Fee rates.</summary>
    public required FeeRules Fees { get; init; }

    /// <summary>Limits of wallets without a tier of their own.</summary>
    public required TierRules Tier { get; init; }

    /// <summary>Semantics of market-maker protection.</summary>
    public required MmpRules Mmp { get; init; }

    /// <summary>Standard margin.</summary>
    public required StandardMarginRules Standard { get; init; }

    /// <summary>Portfolio margin.</summary>
    public required PortfolioMarginRules Portfolio { get; init; }

    /// <summary>Liquidation.</summary>
    public required LiquidationRules Liquidation { get; init; }

    /// <summary>Window of the settlement price's average.</summary>
    public required long TwapMs { get; init; }

    /// <summary>Largest difference of a carried settlement price from the average without force; 0: any.</summary>
    public required long MaxSettlementMovePpm { get; init; }

    /// <summary>Least part of the average's window that prices must cover.</summary>
    public required long MinTwapCoveragePpm { get; init; }

    /// <summary>Per underlying, ascending by name (ordinal), members that replace the general ones.</summary>
    public required ImmutableArray<UnderlyingOverride> Overrides { get; init; }

    /// <summary>The rules of an engine that has applied nothing.</summary>
    public static RuleSet Default { get; } = RuleDefaults.Create();
}

/// <summary>A wallet that may sign some venue commands.</summary>
/// <param name="Commands">Venue commands, ascending by <see cref="CommandType"/> value.</param>
public sealed record VenueSigner(WalletAddress Signer, ImmutableArray<CommandType> Commands);

/// <summary>From this price on, prices are multiples of the tick.</summary>
public readonly record struct TickStep(Price From, Price Tick);

/// <summary>
/// Band around the mark: a buy above or a sell below mark ± max(markPpm × mark, floor) is rejected.
/// </summary>
public readonly record struct PriceBandRules(long MarkPpm, Price Floor);

/// <summary>
/// Band around the mark for wallets in distress: a buy above or a sell below mark ± max(bandPpm × mark, floor) is
/// rejected.
/// </summary>
public readonly record struct DistressRules(long BandPpm, Price Floor);

/// <summary>Which prices and sizes orders may have.</summary>
/// <param name="Ticks">Ascending by From, the first one from 0.</param>
/// <param name="SizeStep">Sizes are multiples of it.</param>
/// <param name="PriceBand">Null: no band.</param>
/// <param name="Distress">Band of wallets in distress; null: none.</param>
public sealed record TradingRules(
    ImmutableArray<TickStep> Ticks,
    Quantity SizeStep,
    Quantity MinSize,
    Quantity MaxSize,
    PriceBandRules? PriceBand,
    DistressRules? Distress = null);

/// <summary>Fee rates in ppm: of notional (maker, taker, settlement) and caps of premium or intrinsic value.</summary>
public sealed record FeeRules(
    long MakerPpm, long TakerPpm, long CapPpm, long SettlementPpm, long SettlementCapPpm, long BuilderPpm);

/// <summary>Limits of a tier.</summary>
public sealed record TierRules(int MaxOpenOrders, int MaxOpenPositions);

/// <summary>When a protection total breaches its limit; the values are part of the canonical encoding.</summary>
public enum MmpBreach : byte
{
    Exceeds = 0,
    Reaches = 1,
}

/// <summary>How a protection window moves; the values are part of the canonical encoding.</summary>
public enum MmpWindow : byte
{
    Rolling = 0,
    Fixed = 1,
}

/// <summary>Semantics of market-maker protection.</summary>
public sealed record MmpRules(MmpBreach Breach, MmpWindow Window);

/// <summary>Standard margin in ppm of the index.</summary>
public sealed record StandardMarginRules(long ImPpm, long ImFloorPpm, long MmPpm);

/// <summary>A scenario of the portfolio margin grid.</summary>
public sealed record MarginScenario(string Id, long SpotPpm, long VolPpm, long WeightPpm);

/// <summary>
/// How a scenario's move of volatility depends on the time to expiry: times (reference days / time)^power, within
/// bounds.
/// </summary>
public sealed record VolTenorRules(long ReferenceDays, long PowerPpm, long MinPpm, long MaxPpm);

/// <summary>Portfolio margin.</summary>
/// <param name="FloorPpm">Floor of an uncovered short contract, of the index.</param>
/// <param name="GammaPpm">Overlay of an uncovered short contract near its expiry, of the index.</param>
/// <param name="GammaHours">How near, in hours.</param>
/// <param name="MmPpm">Maintenance margin, of the initial margin without orders.</param>
/// <param name="CoverPpm">How far beyond a short's strike a long still covers it, of the strike.</param>
/// <param name="PerpProfitPpm">How much of a perpetual's profit counts.</param>
/// <param name="VolTenor">Null: every time to expiry moves alike.</param>
public sealed record PortfolioMarginRules(
    ImmutableArray<MarginScenario> Scenarios,
    long FloorPpm,
    long GammaPpm,
    long GammaHours,
    long MmPpm,
    long CoverPpm = 200_000,
    long PerpProfitPpm = 0,
    VolTenorRules? VolTenor = null);

/// <summary>Liquidation.</summary>
/// <param name="GraceMs">How long a wallet below maintenance has to recover.</param>
/// <param name="ChecksPerCommand">Most wallets examined after a command.</param>
/// <param name="PartialMaxPositions">Most positions of a wallet that is liquidated through the book.</param>
/// <param name="RepriceMs">How long an order of partial liquidation stands before the next step.</param>
/// <param name="SlicePpm">How much of a position a step offers.</param>
/// <param name="BonusStepPpm">How much further from the mark each step goes.</param>
/// <param name="BonusMaxPpm">How far it goes at most.</param>
/// <param name="EscalationMs">How long partial liquidation may take.</param>
/// <param name="AuctionMs">How long an auction takes.</param>
/// <param name="AuctionStartPpm">Part of the discount that is there at the start.</param>
/// <param name="AuctionMinPpm">Least base of the discount, of what the wallet holds.</param>
/// <param name="FeePpm">Fee of liquidation, of the index.</param>
/// <param name="InsuranceSharePpm">Part of the insurance fund that one liquidation may use up.</param>
/// <param name="FundBonusPpm">Most of the discount's base that the insurance fund pays for.</param>
/// <param name="MaxPauseMs">How long halts may put off the end of a stage.</param>
public sealed record LiquidationRules(
    long GraceMs,
    int ChecksPerCommand,
    int PartialMaxPositions = 5,
    long RepriceMs = 5_000,
    long SlicePpm = 250_000,
    long BonusStepPpm = 5_000,
    long BonusMaxPpm = 100_000,
    long EscalationMs = 120_000,
    long AuctionMs = 300_000,
    long AuctionStartPpm = 100_000,
    long AuctionMinPpm = 20_000,
    long FeePpm = 10_000,
    long InsuranceSharePpm = 250_000,
    long FundBonusPpm = 200_000,
    long MaxPauseMs = 900_000);

/// <summary>Members that replace the general ones for an underlying; null keeps the general one.</summary>
public sealed record UnderlyingOverride
{
    public required string Underlying { get; init; }

    public int? ExpiryTimeMinutes { get; init; }

    public ImmutableArray<TickStep>? Ticks { get; init; }

    public Quantity? SizeStep { get; init; }

    public Quantity? MinSize { get; init; }

    public Quantity? MaxSize { get; init; }

    public FeeRules? Fees { get; init; }

    /// <summary>True when this override says something about the band; then <see cref="PriceBand"/> counts.</summary>
    public bool OverridesPriceBand { get; init; }

    /// <summary>Null: no band for this underlying.</summary>
    public PriceBandRules? PriceBand { get; init; }

    /// <summary>True when this override says something about distress; then <see cref="Distress"/> counts.</summary>
    public bool OverridesDistress { get; init; }

    /// <summary>Null: no band of distress for this underlying.</summary>
    public DistressRules? Distress { get; init; }

    public StandardMarginRules? Standard { get; init; }

    public PortfolioMarginRules? Portfolio { get; init; }
}
