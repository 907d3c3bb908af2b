namespace Hypercall.Engine.Shapes;

/// <summary>A wallet that stands in a list.</summary>
internal readonly struct AddressShape : IShape<WalletAddress>
{
    public static int LeastBytes => WalletAddress.Length;

    public static ShapeForm Form => ShapeForm.Value;

    static WalletAddress IShape<WalletAddress>.Walk<V>(ref V v, in WalletAddress address) =>
        v.Address("wallet", address);
}

/// <summary>A kind of command that stands in a list.</summary>
internal readonly struct CommandTypeShape : IShape<CommandType>
{
    public static CommandType Blank => CommandType.Tick;

    public static ShapeForm Form => ShapeForm.Member;

    static CommandType IShape<CommandType>.Walk<V>(ref V v, in CommandType type)
    {
        CommandType walked = v.Enum("command", type, (CommandType)byte.MaxValue);
        v.Require(Enum.IsDefined(walked), "the type of the command is unknown");
        return walked;
    }
}

internal readonly struct VenueSignerShape : IShape<VenueSigner>
{
    public static VenueSigner Blank { get; } = new(default, []);

    public static int LeastBytes => WalletAddress.Length + 1;

    public static ShapeForm Form => ShapeForm.NamedValue;

    static VenueSigner IShape<VenueSigner>.Walk<V>(ref V v, in VenueSigner signer) => new(
        v.Address("signer", signer.Signer), v.Items<CommandType, CommandTypeShape>("commands", signer.Commands));
}

internal readonly struct TickStepShape : IShape<TickStep>
{
    public static int LeastBytes => 16;

    static TickStep IShape<TickStep>.Walk<V>(ref V v, in TickStep step) =>
        new(v.Price("from", step.From), v.Price("tick", step.Tick));
}

internal readonly struct TradingRulesShape : IShape<TradingRules>
{
    public static TradingRules Blank => RuleSet.Default.Trading;

    public static ShapeForm Form => ShapeForm.Inline;

    static TradingRules IShape<TradingRules>.Walk<V>(ref V v, in TradingRules trading) => new(
        v.Items<TickStep, TickStepShape>("ticks", trading.Ticks),
        v.Quantity("sizeStep", trading.SizeStep),
        v.Quantity("minSize", trading.MinSize),
        v.Quantity("maxSize", trading.MaxSize),
        v.OptionalPart<V, PriceBandRules, PriceBandShape>("priceBand", trading.PriceBand, orNull: true),
        v.OptionalPart<V, DistressRules, DistressShape>("distress", trading.Distress, orNull: true));
}

internal readonly struct PriceBandShape : IShape<PriceBandRules>
{
    static PriceBandRules IShape<PriceBandRules>.Walk<V>(ref V v, in PriceBandRules band) => new(
        v.Int64("markPpm", band.MarkPpm), v.Price("floor", band.Floor));
}

internal readonly struct DistressShape : IShape<DistressRules>
{
    static DistressRules IShape<DistressRules>.Walk<V>(ref V v, in DistressRules band) => new(
        v.Int64("bandPpm", band.BandPpm), v.Price("floor", band.Floor));
}

internal readonly struct FeeRulesShape : IShape<FeeRules>
{
    public static FeeRules Blank => RuleSet.Default.Fees;

    static FeeRules IShape<FeeRules>.Walk<V>(ref V v, in FeeRules fees) => new(
        v.Int64("makerPpm", fees.MakerPpm),
        v.Int64("takerPpm", fees.TakerPpm),
        v.Int64("capPpm", fees.CapPpm),
        v.Int64("settlementPpm", fees.SettlementPpm),
        v.Int64("settlementCapPpm", fees.SettlementCapPpm),
        v.Int64("builderPpm", fees.BuilderPpm));
}

internal readonly struct TierRulesShape : IShape<TierRules>
{
    public static TierRules Blank => RuleSet.Default.Tier;

    static TierRules IShape<TierRules>.Walk<V>(ref V v, in TierRules tier) => new(
        v.Int32("maxOpenOrders", tier.MaxOpenOrders), v.Int32("maxOpenPositions", tier.MaxOpenPositions));
}

internal readonly struct MmpRulesShape : IShape<MmpRules>
{
    public static MmpRules Blank => RuleSet.Default.Mmp;

    static MmpRules IShape<MmpRules>.Walk<V>(ref V v, in MmpRules mmp) => new(
        v.Enum("breach", mmp.Breach, MmpBreach.Reaches),
        v.Enum("window", mmp.Window, MmpWindow.Fixed));
}

internal readonly struct StandardMarginShape : IShape<StandardMarginRules>
{
    public static StandardMarginRules Blank => RuleSet.Default.Standard;

    static StandardMarginRules IShape<StandardMarginRules>.Walk<V>(ref V v, in StandardMarginRules standard) => new(
        v.Int64("imPpm", standard.ImPpm),
        v.Int64("imFloorPpm", standard.ImFloorPpm),
        v.Int64("mmPpm", standard.MmPpm));
}

internal readonly struct ScenarioShape : IShape<MarginScenario>
{
    public static MarginScenario Blank { get; } = new("", 0, 0, 0);

    public static int LeastBytes => 25;

    static MarginScenario IShape<MarginScenario>.Walk<V>(ref V v, in MarginScenario scenario) => new(
        v.Text("id", scenario.Id, 0, TextLimits.MaxScenarioIdBytes),
        v.Int64("spotPpm", scenario.SpotPpm),
        v.Int64("volPpm", scenario.VolPpm),
        v.Int64("weightPpm", scenario.WeightPpm));
}

internal readonly struct PortfolioMarginShape : IShape<PortfolioMarginRules>
{
    public static PortfolioMarginRules Blank => RuleSet.Default.Portfolio;

    static PortfolioMarginRules IShape<PortfolioMarginRules>.Walk<V>(ref V v, in PortfolioMarginRules portfolio) => new(
        v.Items<MarginScenario, ScenarioShape>("scenarios", portfolio.Scenarios),
        v.Int64("floorPpm", portfolio.FloorPpm),
        v.Int64("gammaPpm", portfolio.GammaPpm),
        v.Int64("gammaHours", portfolio.GammaHours),
        v.Int64("mmPpm", portfolio.MmPpm),
        v.Int64("coverPpm", portfolio.CoverPpm),
        v.Int64("perpProfitPpm", portfolio.PerpProfitPpm),
        v.OptionalPart<V, VolTenorRules, VolTenorShape>("volTenor", portfolio.VolTenor, orNull: true));
}

internal readonly struct VolTenorShape : IShape<VolTenorRules>
{
    public static VolTenorRules Blank { get; } = new(0, 0, 0, 0);

    static VolTenorRules IShape<VolTenorRules>.Walk<V>(ref V v, in VolTenorRules tenor) => new(
        v.Int64("referenceDays", tenor.ReferenceDays),
        v.Int64("powerPpm", tenor.PowerPpm),
        v.Int64("minPpm", tenor.MinPpm),
        v.Int64("maxPpm", tenor.MaxPpm));
}

internal readonly struct LiquidationRulesShape : IShape<LiquidationRules>
{
    public static LiquidationRules Blank => RuleSet.Default.Liquidation;

    static LiquidationRules IShape<LiquidationRules>.Walk<V>(ref V v, in LiquidationRules liquidation) => new(
        v.Int64("graceMs", liquidation.GraceMs),
        v.Int32("checksPerCommand", liquidation.ChecksPerCommand),
        v.Int32("partialMaxPositions", liquidation.PartialMaxPositions),
        v.Int64("repriceMs", liquidation.RepriceMs),
        v.Int64("slicePpm", liquidation.SlicePpm),
        v.Int64("bonusStepPpm", liquidation.BonusStepPpm),
        v.Int64("bonusMaxPpm", liquidation.BonusMaxPpm),
        v.Int64("escalationMs", liquidation.EscalationMs),
        v.Int64("auctionMs", liquidation.AuctionMs),
        v.Int64("auctionStartPpm", liquidation.AuctionStartPpm),
        v.Int64("auctionMinPpm", liquidation.AuctionMinPpm),
        v.Int64("feePpm", liquidation.FeePpm),
        v.Int64("insuranceSharePpm", liquidation.InsuranceSharePpm),
        v.Int64("fundBonusPpm", liquidation.FundBonusPpm),
        v.Int64("maxPauseMs", liquidation.MaxPauseMs));
}

/// <summary>The members that an underlying has of its own: two bytes of bits say which follow, in order.</summary>
internal readonly struct OverrideShape : IShape<UnderlyingOverride>
{
    private static readonly string[] AfterPriceBand = ["distress"];

    public static UnderlyingOverride Blank { get; } = new() { Underlying = "" };

    public static int LeastBytes => 3;

    public static ShapeForm Form => ShapeForm.Named;

    static UnderlyingOverride IShape<UnderlyingOverride>.Walk<V>(ref V v, in UnderlyingOverride o)
    {
        string underlying = v.Text("underlying", o.Underlying, 0, TextLimits.MaxSymbolBytes);
        Span<bool> has =
        [
            o.ExpiryTimeMinutes.HasValue, o.Ticks.HasValue, o.SizeStep.HasValue, o.MinSize.HasValue,
            o.MaxSize.HasValue, o.Fees is not null, o.OverridesPriceBand, o.Standard is not null,
            o.Portfolio is not null, o.OverridesDistress,
        ];
        v.Members("override members", has[..8]);
        v.Members("override members", has[8..]);
        var general = new UnderlyingOverride
        {
            Underlying = underlying,
            ExpiryTimeMinutes = v.Given("expiryTime", has[0])
                ? v.TimeOfDay("expiryTime", o.ExpiryTimeMinutes ?? 0)
                : null,
            Ticks = v.Given("ticks", has[1]) ? v.Items<TickStep, TickStepShape>("ticks", o.Ticks ?? []) : null,
            SizeStep = Size(ref v, "sizeStep", has[2], o.SizeStep),
            MinSize = Size(ref v, "minSize", has[3], o.MinSize),
            MaxSize = Size(ref v, "maxSize", has[4], o.MaxSize),
            Fees = v.Given("fees", has[5])
                ? v.Part<FeeRules, FeeRulesShape>("fees", o.Fees ?? FeeRulesShape.Blank)
                : null,
        };
        bool hasBand = v.Given("priceBand", has[6], evenNull: true);
        PriceBandRules? band = hasBand
            ? v.OptionalPart<V, PriceBandRules, PriceBandShape>("priceBand", o.PriceBand, orNull: true)
            : null;
        v.Ahead(AfterPriceBand);
        StandardMarginRules? standard = v.Given("standard", has[7])
            ? v.Part<StandardMarginRules, StandardMarginShape>("standard", o.Standard ?? StandardMarginShape.Blank)
            : null;
        PortfolioMarginRules? portfolio = v.Given("portfolio", has[8])
            ? v.Part<PortfolioMarginRules, PortfolioMarginShape>("portfolio", o.Portfolio ?? PortfolioMarginShape.Blank)
            : null;
        bool hasDistress = v.Given("distress", has[9], evenNull: true);
        return general with
        {
            OverridesPriceBand = hasBand,
            PriceBand = band,
            Standard = standard,
            Portfolio = portfolio,
            OverridesDistress = hasDistress,
            Distress = hasDistress
                ? v.OptionalPart<V, DistressRules, DistressShape>("distress", o.Distress, orNull: true)
                : null,
        };
    }

    private static Quantity? Size<V>(ref V v, string name, bool has, Quantity? size)
        where V : struct, IFields, allows ref struct =>
        v.Given(name, has) ? v.Quantity(name, size.GetValueOrDefault()) : null;
}
