namespace Hypercall.Engine.Shapes;

/// <summary>
/// The rules: the version of the layout, then the members; a new one is a line of this walk. Reading checks form only
/// (enum values, lengths), so that a rule set with members out of range can be journaled and rejected by the engine
/// (<see cref="RuleSetValidation"/>).
/// </summary>
internal readonly struct RuleSetShape : IShape<RuleSet>
{
    private const byte Version = 1;

    private static readonly string[] BeforeExpiryTime = ["priceBand", "distress", "expiryTime", "ticks"];

    public static RuleSet Blank => RuleSet.Default;

    public static RuleSet Walk<V>(ref V v, in RuleSet r)
        where V : struct, IFields, allows ref struct
    {
        v.Require(v.Tag("rule set version", Version, Version) == Version, "rule set version is unknown");
        RuleSet general = RuleSet.Default with
        {
            Version = v.Int32("version", r.Version),
            Semantics = v.Int32("semantics", r.Semantics),
            MarginEnabled = v.Boolean("marginEnabled", r.MarginEnabled),
            DefaultStp = v.Enum("defaultStp", r.DefaultStp, StpMode.Decrement),
            VenueSigners = v.Items<VenueSigner, VenueSignerShape>("venueSigners", r.VenueSigners),
            Builders = v.Items<WalletAddress, AddressShape>("builders", r.Builders),
            OutcomeCache = v.Int32("outcomeCache", r.OutcomeCache),
            OutcomeCacheBytes = v.Int64("outcomeCacheBytes", r.OutcomeCacheBytes),
            MaxSources = v.Int32("maxSources", r.MaxSources),
            MaxAgents = v.Int32("maxAgents", r.MaxAgents),
            MaxAgentRecords = v.Int32("maxAgentRecords", r.MaxAgentRecords),
            MaxMakers = v.Int32("maxMakers", r.MaxMakers),
            MaxMmpIntervalMs = v.Int64("maxMmpIntervalMs", r.MaxMmpIntervalMs),
            MaxMmpRecords = v.Int32("maxMmpRecords", r.MaxMmpRecords),
            MaxPriceAgeMs = v.Int64("maxPriceAgeMs", r.MaxPriceAgeMs),
            MaxIndexMovePpm = v.Int64("maxIndexMovePpm", r.MaxIndexMovePpm),
        };
        v.Ahead(BeforeExpiryTime);
        return general with
        {
            ExpiryTimeMinutes = v.TimeOfDay("expiryTime", r.ExpiryTimeMinutes),
            SignificantFigures = v.Int32("significantFigures", r.SignificantFigures),
            Trading = v.Part<TradingRules, TradingRulesShape>("trading", r.Trading),
            Fees = v.Part<FeeRules, FeeRulesShape>("fees", r.Fees),
            Tier = v.Part<TierRules, TierRulesShape>("tier", r.Tier),
            Mmp = v.Part<MmpRules, MmpRulesShape>("mmp", r.Mmp),
            Standard = v.Part<StandardMarginRules, StandardMarginShape>("standard", r.Standard),
            Portfolio = v.Part<PortfolioMarginRules, PortfolioMarginShape>("portfolio", r.Portfolio),
            Liquidation = v.Part<LiquidationRules, LiquidationRulesShape>("liquidation", r.Liquidation),
            TwapMs = v.Int64("twapMs", r.TwapMs),
            MaxSettlementMovePpm = v.Int64("maxSettlementMovePpm", r.MaxSettlementMovePpm),
            MinTwapCoveragePpm = v.Int64("minTwapCoveragePpm", r.MinTwapCoveragePpm),
            Overrides = v.Items<UnderlyingOverride, OverrideShape>("overrides", r.Overrides),
        };
    }
}
