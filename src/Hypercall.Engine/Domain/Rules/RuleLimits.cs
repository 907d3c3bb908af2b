namespace Hypercall.Engine.Domain.Rules;

/// <summary>
/// Ranges of rule set members (project rule). They are wide enough for any venue and narrow enough that no later
/// computation leaves its type: a rate of at most <see cref="MaxRatePpm"/> on the largest notional (1e17 price units ×
/// 1e15 quantity units) still fits 127 bits.
/// </summary>
public static class RuleLimits
{
    /// <summary>Rates of notional, premium or a fee: within ± this, i.e. the whole.</summary>
    public const long MaxRatePpm = 1_000_000;

    /// <summary>Margin percentages, scenario moves and the price band: at most ten times the base.</summary>
    public const long MaxMultiplePpm = 10_000_000;

    /// <summary>Largest limit of an index price's step: a thousand times the last price.</summary>
    public const long MaxIndexMovePpm = 1_000_000_000;

    /// <summary>Scenario moves lie above minus this: a price or volatility cannot fall by its whole.</summary>
    public const long WholePpm = 1_000_000;

    /// <summary>Longest age of a price, and window of a settlement's average: a year of 366 days.</summary>
    public const long MaxDurationMs = 366L * 86_400_000;

    /// <summary>Longest gamma window: a year of 366 days.</summary>
    public const long MaxGammaHours = 366 * 24;

    /// <summary>Last minute of a day.</summary>
    public const int MaxExpiryTimeMinutes = 24 * 60 - 1;

    /// <summary>Digits of the largest price in units (1e17) less one: more would limit nothing.</summary>
    public const int MaxSignificantFigures = 17;

    /// <summary>Largest outcome cache.</summary>
    public const int MaxOutcomeCache = 10_000_000;

    /// <summary>Least bytes of the outcome cache.</summary>
    public const long MinOutcomeCacheBytes = 1_048_576;

    /// <summary>Most bytes of the outcome cache.</summary>
    public const long MaxOutcomeCacheBytes = 1_073_741_824;

    /// <summary>Most builders.</summary>
    public const int MaxBuilders = 1000;

    /// <summary>Largest limit of sources of transfers.</summary>
    public const int MaxSources = 65_536;

    /// <summary>Largest limit of a wallet's live agents.</summary>
    public const int MaxAgents = 1024;

    /// <summary>Largest limit of a wallet's agents, live and dead.</summary>
    public const int MaxAgentRecords = 4096;

    /// <summary>Largest limit of the makers that an order meets.</summary>
    public const int MaxMakers = 100_000;

    /// <summary>Least limit of a protection window's records: two become one.</summary>
    public const int MinMmpRecords = 2;

    /// <summary>Largest limit of a protection window's records.</summary>
    public const int MaxMmpRecords = 65_536;

    /// <summary>Longest stage of a liquidation or its grace, pause of it, and interval of protection: a day.</summary>
    public const long MaxStageMs = 86_400_000;

    /// <summary>Largest reference of the tenor of volatility moves: a year.</summary>
    public const long MaxReferenceDays = 365;

    /// <summary>Largest limit of the positions of a wallet that is liquidated through the book.</summary>
    public const int MaxPartialPositions = 1000;

    /// <summary>Most wallets examined per command.</summary>
    public const int MaxChecksPerCommand = 1024;

    /// <summary>Largest limit of open orders or positions of a wallet without a tier; a tier's may be any.</summary>
    public const int MaxTierLimit = 10_000_000;

    /// <summary>Most steps of a tick table.</summary>
    public const int MaxTicks = 64;

    /// <summary>Most scenarios; at least one.</summary>
    public const int MaxScenarios = 256;

    /// <summary>Longest scenario id, in characters.</summary>
    public const int MaxScenarioIdLength = 16;

    /// <summary>Most venue signers.</summary>
    public const int MaxVenueSigners = 1024;

    /// <summary>Most overrides.</summary>
    public const int MaxOverrides = 1024;
}
