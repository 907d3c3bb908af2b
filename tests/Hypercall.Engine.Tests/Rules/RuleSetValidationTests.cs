using System.Collections.Immutable;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Tests.Encoding;

namespace Hypercall.Engine.Tests.Rules;

public sealed class RuleSetValidationTests
{
    private const int MaxTicks = RuleLimits.MaxTicks;
    private static readonly RuleSet Base = RuleSet.Default;

    /// <summary>Number, path that is expected, rule set.</summary>
    private static readonly (string Path, RuleSet Rules)[] Invalid =
    [
        ("version", Base with { Version = 0 }),
        ("semantics", Base with { Semantics = 0 }),
        ("semantics", Base with { Semantics = RuleSet.ImplementedSemantics + 1 }),
        ("defaultStp", Base with { DefaultStp = (StpMode)4 }),
        ("outcomeCache", Base with { OutcomeCache = 0 }),
        ("outcomeCache", Base with { OutcomeCache = 10_000_001 }),
        ("builders", Base with { Builders = [Wallet(3), Wallet(3)] }),
        ("builders", Base with { Builders = [Wallet(4), Wallet(3)] }),
        ("builders", Base with
        {
            Builders = [.. Enumerable.Range(0, RuleLimits.MaxBuilders + 1).Select(i => Wallet(i))],
        }),
        ("outcomeCacheBytes", Base with { OutcomeCacheBytes = 1_048_575 }),
        ("outcomeCacheBytes", Base with { OutcomeCacheBytes = 1_073_741_825 }),
        ("maxSources", Base with { MaxSources = 0 }),
        ("maxSources", Base with { MaxSources = 65_537 }),
        ("maxAgents", Base with { MaxAgents = 0 }),
        ("maxAgents", Base with { MaxAgents = 1_025, MaxAgentRecords = 4_096 }),
        ("maxAgentRecords", Base with { MaxAgents = 16, MaxAgentRecords = 15 }),
        ("maxAgentRecords", Base with { MaxAgentRecords = 4_097 }),
        ("maxMakers", Base with { MaxMakers = 0 }),
        ("maxMakers", Base with { MaxMakers = 100_001 }),
        ("maxMmpIntervalMs", Base with { MaxMmpIntervalMs = 0 }),
        ("maxMmpIntervalMs", Base with { MaxMmpIntervalMs = 86_400_001 }),
        ("maxMmpRecords", Base with { MaxMmpRecords = 1 }),
        ("maxMmpRecords", Base with { MaxMmpRecords = 65_537 }),
        ("distress.bandPpm", Distress(new DistressRules(-1, default))),
        ("distress.bandPpm", Distress(new DistressRules(1_000_001, default))),
        ("distress.floor", Distress(new DistressRules(0, new Price(-1)))),
        ("portfolio.coverPpm", Base with { Portfolio = Base.Portfolio with { CoverPpm = 1_000_001 } }),
        ("portfolio.coverPpm", Base with { Portfolio = Base.Portfolio with { CoverPpm = -1 } }),
        ("portfolio.perpProfitPpm", Base with { Portfolio = Base.Portfolio with { PerpProfitPpm = 1_000_001 } }),
        ("portfolio.perpProfitPpm", Base with { Portfolio = Base.Portfolio with { PerpProfitPpm = -1 } }),
        ("portfolio.volTenor.referenceDays", Tenor(new VolTenorRules(0, 0, 1, 1))),
        ("portfolio.volTenor.referenceDays", Tenor(new VolTenorRules(366, 0, 1, 1))),
        ("portfolio.volTenor.powerPpm", Tenor(new VolTenorRules(1, -1, 1, 1))),
        ("portfolio.volTenor.powerPpm", Tenor(new VolTenorRules(1, 1_000_001, 1, 1))),
        ("portfolio.volTenor.minPpm", Tenor(new VolTenorRules(1, 0, 0, 1))),
        ("portfolio.volTenor.maxPpm", Tenor(new VolTenorRules(1, 0, 2, 1))),
        ("portfolio.volTenor.maxPpm", Tenor(new VolTenorRules(1, 0, 2, 10_000_001))),
        ("liquidation.graceMs", Base with { Liquidation = new LiquidationRules(86_400_001, 1) }),
        ("liquidation.maxPauseMs", Base with { Liquidation = new LiquidationRules(1, 1, MaxPauseMs: -1) }),
        ("liquidation.maxPauseMs", Base with { Liquidation = new LiquidationRules(1, 1, MaxPauseMs: 86_400_001) }),
        ("maxSettlementMovePpm", Base with { MaxSettlementMovePpm = -1 }),
        ("maxSettlementMovePpm", Base with { MaxSettlementMovePpm = 1_000_001 }),
        ("minTwapCoveragePpm", Base with { MinTwapCoveragePpm = -1 }),
        ("minTwapCoveragePpm", Base with { MinTwapCoveragePpm = 1_000_001 }),
        ("maxPriceAgeMs", Base with { MaxPriceAgeMs = -1 }),
        ("maxPriceAgeMs", Base with { MaxPriceAgeMs = RuleLimits.MaxDurationMs + 1 }),
        ("maxIndexMovePpm", Base with { MaxIndexMovePpm = -1 }),
        ("maxIndexMovePpm", Base with { MaxIndexMovePpm = RuleLimits.MaxIndexMovePpm + 1 }),
        ("priceBand.markPpm", Band(new PriceBandRules(-1, new Price(0)))),
        ("priceBand.floor", Band(new PriceBandRules(0, new Price(-1)))),
        ("priceBand.floor", Band(new PriceBandRules(0, new Price(Price.MaxUnits + 1)))),
        ("expiryTime", Base with { ExpiryTimeMinutes = -1 }),
        ("expiryTime", Base with { ExpiryTimeMinutes = 1_440 }),
        ("significantFigures", Base with { SignificantFigures = -1 }),
        ("significantFigures", Base with { SignificantFigures = 18 }),
        ("sizeStep", Sizes(0, 1, 1)),
        ("minSize", Sizes(1, 0, 1)),
        ("maxSize", Sizes(1, 1, 0)),
        ("maxSize", Sizes(1, 2, 1)),
        ("maxSize", Sizes(1, 1, Quantity.MaxExposureUnits + 1)),
        ("fees.makerPpm", Fees(Base.Fees with { MakerPpm = -1_000_001 })),
        ("fees.takerPpm", Fees(Base.Fees with { TakerPpm = 1_000_001 })),
        ("fees.capPpm", Fees(Base.Fees with { CapPpm = -1 })),
        ("fees.settlementPpm", Fees(Base.Fees with { SettlementPpm = 1_000_001 })),
        ("fees.settlementCapPpm", Fees(Base.Fees with { SettlementCapPpm = 1_000_001 })),
        ("fees.builderPpm", Fees(Base.Fees with { BuilderPpm = 1_000_001 })),
        ("tier.maxOpenOrders", Base with { Tier = new TierRules(-1, 0) }),
        ("tier.maxOpenPositions", Base with { Tier = new TierRules(0, -1) }),
        ("mmp.breach", Base with { Mmp = new MmpRules((MmpBreach)2, MmpWindow.Rolling) }),
        ("mmp.window", Base with { Mmp = new MmpRules(MmpBreach.Exceeds, (MmpWindow)2) }),
        ("standard.imPpm", Base with { Standard = new StandardMarginRules(-1, 0, 0) }),
        ("standard.imFloorPpm", Base with { Standard = new StandardMarginRules(0, -1, 0) }),
        ("standard.mmPpm", Base with { Standard = new StandardMarginRules(0, 0, RuleLimits.MaxMultiplePpm + 1) }),
        ("portfolio.floorPpm", Base with { Portfolio = Base.Portfolio with { FloorPpm = -1 } }),
        ("portfolio.gammaPpm", Base with { Portfolio = Base.Portfolio with { GammaPpm = -1 } }),
        ("portfolio.gammaHours", Base with { Portfolio = Base.Portfolio with { GammaHours = 8_785 } }),
        ("portfolio.mmPpm", Base with { Portfolio = Base.Portfolio with { MmPpm = -1 } }),
        ("liquidation.graceMs", Base with { Liquidation = new LiquidationRules(-1, 1) }),
        ("liquidation.checksPerCommand", Base with { Liquidation = new LiquidationRules(0, 0) }),
        ("liquidation.checksPerCommand", Base with { Liquidation = new LiquidationRules(0, 1_025) }),
        ("twapMs", Base with { TwapMs = -1 }),
        ("liquidation.partialMaxPositions", Liquidation(l => l with { PartialMaxPositions = -1 })),
        ("liquidation.partialMaxPositions", Liquidation(l => l with { PartialMaxPositions = 1_001 })),
        ("liquidation.repriceMs", Liquidation(l => l with { RepriceMs = 0 })),
        ("liquidation.repriceMs", Liquidation(l => l with { RepriceMs = 86_400_001 })),
        ("liquidation.slicePpm", Liquidation(l => l with { SlicePpm = 0 })),
        ("liquidation.slicePpm", Liquidation(l => l with { SlicePpm = 1_000_001 })),
        ("liquidation.bonusStepPpm", Liquidation(l => l with { BonusStepPpm = -1 })),
        ("liquidation.bonusStepPpm", Liquidation(l => l with { BonusStepPpm = 1_000_001 })),
        ("liquidation.bonusMaxPpm", Liquidation(l => l with { BonusMaxPpm = -1 })),
        ("liquidation.bonusMaxPpm", Liquidation(l => l with { BonusMaxPpm = 1_000_001 })),
        ("liquidation.escalationMs", Liquidation(l => l with { EscalationMs = 0 })),
        ("liquidation.escalationMs", Liquidation(l => l with { EscalationMs = 86_400_001 })),
        ("liquidation.auctionMs", Liquidation(l => l with { AuctionMs = 0 })),
        ("liquidation.auctionMs", Liquidation(l => l with { AuctionMs = 86_400_001 })),
        ("liquidation.auctionStartPpm", Liquidation(l => l with { AuctionStartPpm = -1 })),
        ("liquidation.auctionStartPpm", Liquidation(l => l with { AuctionStartPpm = 1_000_001 })),
        ("liquidation.auctionMinPpm", Liquidation(l => l with { AuctionMinPpm = -1 })),
        ("liquidation.auctionMinPpm", Liquidation(l => l with { AuctionMinPpm = 1_000_001 })),
        ("liquidation.feePpm", Liquidation(l => l with { FeePpm = -1 })),
        ("liquidation.feePpm", Liquidation(l => l with { FeePpm = 1_000_001 })),
        ("liquidation.insuranceSharePpm", Liquidation(l => l with { InsuranceSharePpm = -1 })),
        ("liquidation.insuranceSharePpm", Liquidation(l => l with { InsuranceSharePpm = 1_000_001 })),
        ("liquidation.fundBonusPpm", Liquidation(l => l with { FundBonusPpm = -1 })),
        ("liquidation.fundBonusPpm", Liquidation(l => l with { FundBonusPpm = 1_000_001 })),
    ];

    private static RuleSet Liquidation(Func<LiquidationRules, LiquidationRules> change) =>
        Base with { Liquidation = change(Base.Liquidation) };

    private static readonly ImmutableArray<TickStep>[] InvalidTicks =
    [
        [],
        default,
        [Step(1, 1)],
        [Step(0, 0)],
        [Step(0, -1)],
        [Step(0, Price.MaxUnits + 1)],
        [Step(0, 1), Step(0, 1)],
        [Step(0, 1), Step(5, 1), Step(4, 1)],
        [Step(0, 1), Step(Price.MaxUnits + 1, 1)],
        [.. Enumerable.Range(0, MaxTicks + 1).Select(i => Step(i, 1))],
    ];

    private static readonly ImmutableArray<MarginScenario>[] InvalidScenarios =
    [
        [],
        [new("", 0, 0, 0)],
        [new("12345678901234567", 0, 0, 0)],
        [new("A", 0, 0, 0), new("A", 1, 1, 1)],
        [new("A", -1_000_000, 0, 0)],
        [new("A", 0, -1_000_000, 0)],
        [new("A", RuleLimits.MaxMultiplePpm + 1, 0, 0)],
        [new("A", 0, 0, -1)],
        [new("A", 0, 0, 1_000_001)],
        [.. Enumerable.Range(0, RuleLimits.MaxScenarios + 1).Select(i => new MarginScenario($"S{i}", 0, 0, 0))],
    ];

    private static readonly (string Path, ImmutableArray<UnderlyingOverride> Overrides)[] InvalidOverrides =
    [
        ("overrides.btc", [new() { Underlying = "btc" }]),
        ("overrides.", [new() { Underlying = "" }]),
        ("overrides.BTC", [new() { Underlying = "BTC" }, new() { Underlying = "BTC" }]),
        ("overrides.BTC", [new() { Underlying = "ETH" }, new() { Underlying = "BTC" }]),
        ("overrides.BTC.expiryTime", [new() { Underlying = "BTC", ExpiryTimeMinutes = 1_440 }]),
        ("overrides.BTC.ticks", [new() { Underlying = "BTC", Ticks = [] }]),
        ("overrides.BTC.ticks", [new() { Underlying = "BTC", Ticks = default(ImmutableArray<TickStep>) }]),
        ("overrides.BTC.sizeStep", [new() { Underlying = "BTC", SizeStep = new Quantity(0) }]),
        ("overrides.BTC.minSize", [new() { Underlying = "BTC", MinSize = new Quantity(-1) }]),
        ("overrides.BTC.minSize", [new() { Underlying = "BTC", MinSize = Quantity.FromContracts(1_000_001) }]),
        ("overrides.BTC.maxSize", [new() { Underlying = "BTC", MaxSize = new Quantity(0) }]),
        ("overrides.BTC.maxSize", [new() { Underlying = "BTC", MaxSize = new Quantity(9_999) }]),
        ("overrides.BTC.fees.capPpm", [new() { Underlying = "BTC", Fees = Base.Fees with { CapPpm = -1 } }]),
        ("overrides.BTC.priceBand.markPpm",
            [new() { Underlying = "BTC", OverridesPriceBand = true, PriceBand = new PriceBandRules(-1, default) }]),
        ("overrides.BTC.distress.bandPpm",
            [new() { Underlying = "BTC", OverridesDistress = true, Distress = new DistressRules(-1, default) }]),
        ("overrides.BTC.standard.mmPpm", [new() { Underlying = "BTC", Standard = new StandardMarginRules(0, 0, -1) }]),
        ("overrides.BTC.portfolio.scenarios",
            [new() { Underlying = "BTC", Portfolio = Base.Portfolio with { Scenarios = [] } }]),
        ("overrides.BTC.portfolio.scenarios", [Grid(Base.Portfolio.Scenarios.RemoveAt(16))]),
        ("overrides.BTC.portfolio.scenarios", [Grid(Base.Portfolio.Scenarios.Reverse().ToImmutableArray())]),
        ("overrides.BTC.portfolio.scenarios",
            [Grid(Base.Portfolio.Scenarios.SetItem(3, Base.Portfolio.Scenarios[3] with { Id = "s4" }))]),
        ("overrides.ETH.ticks", [new() { Underlying = "BTC" }, new() { Underlying = "ETH", Ticks = [Step(1, 1)] }]),
    ];

    private static WalletAddress Wallet(int number) => WalletAddress.Parse($"0x{number:x40}");

    private static RuleSet Distress(DistressRules distress) =>
        Base with { Trading = Base.Trading with { Distress = distress } };

    private static RuleSet Tenor(VolTenorRules tenor) => Base with { Portfolio = Base.Portfolio with { VolTenor = tenor } };

    private static UnderlyingOverride Grid(ImmutableArray<MarginScenario> scenarios) =>
        new() { Underlying = "BTC", Portfolio = Base.Portfolio with { Scenarios = scenarios } };

    public static TheoryData<int, string> InvalidMembers() => Numbered(Invalid.Select(item => item.Path));

    public static TheoryData<int, string> InvalidOverrideMembers() =>
        Numbered(InvalidOverrides.Select(item => item.Path));

    [Fact]
    public void The_default_rules_and_one_with_every_member_are_valid() => Assert.Multiple(
        () => Assert.Null(RuleSetValidation.FirstInvalidMember(Base)),
        () => Assert.Null(RuleSetValidation.FirstInvalidMember(RuleSamples.Valid)),
        () => Assert.Equal(
            "overrides.BTC.portfolio.scenarios", RuleSetValidation.FirstInvalidMember(RuleSamples.Full)));

    [Theory]
    [MemberData(nameof(InvalidMembers))]
    public void A_member_out_of_range_is_named(int number, string path) =>
        Assert.Equal(path, RuleSetValidation.FirstInvalidMember(Invalid[number].Rules));

    [Theory]
    [MemberData(nameof(InvalidOverrideMembers))]
    public void A_member_of_an_override_out_of_range_is_named(int number, string path)
    {
        RuleSet rules = Base with { Overrides = InvalidOverrides[number].Overrides };

        Assert.Equal(path, RuleSetValidation.FirstInvalidMember(rules));
    }

    [Fact]
    public void Tick_tables_that_are_not_ascending_from_zero_are_refused() => Assert.All(InvalidTicks, ticks =>
        Assert.Equal(
            "ticks",
            RuleSetValidation.FirstInvalidMember(Base with { Trading = Base.Trading with { Ticks = ticks } })));

    [Fact]
    public void Scenarios_that_are_not_unique_and_in_range_are_refused() => Assert.All(InvalidScenarios, scenarios =>
        Assert.Equal(
            "portfolio.scenarios",
            RuleSetValidation.FirstInvalidMember(
                Base with { Portfolio = Base.Portfolio with { Scenarios = scenarios } })));

    [Fact]
    public void The_first_of_several_invalid_members_is_named() => Assert.Equal(
        "semantics", RuleSetValidation.FirstInvalidMember(Base with { TwapMs = -1, Semantics = 9, OutcomeCache = 0 }));

    [Fact]
    public void Venue_signers_are_ascending_and_sign_venue_commands_only()
    {
        WalletAddress one = WalletAddress.FromNumber(1);
        WalletAddress two = WalletAddress.FromNumber(2);
        ImmutableArray<VenueSigner>[] invalid =
        [
            [new(one, [CommandType.PlaceOrder])],
            [new(one, [CommandType.Tick, CommandType.Tick])],
            [new(one, [CommandType.PriceUpdate, CommandType.Tick])],
            [new(two, []), new(one, [])],
            [new(one, []), new(one, [])],
        ];

        Assert.All(invalid, signers => Assert.Equal(
            $"venueSigners.{one}", RuleSetValidation.FirstInvalidMember(Base with { VenueSigners = signers })));
    }

    [Fact]
    public void Signers_may_be_named_for_the_venues_commands_and_for_withdrawals() =>
        Assert.All(CommandSamples.All(), item => Assert.Equal(
            item.Value.Class == CommandClass.Venue || item.Value is ITransfer,
            RuleSetValidation.IsVenueCommand(item.Value.Type)));

    private static TheoryData<int, string> Numbered(IEnumerable<string> paths)
    {
        var data = new TheoryData<int, string>();
        foreach (string path in paths)
            data.Add(data.Count, path);
        return data;
    }

    private static TickStep Step(long from, long tick) => new(new Price(from), new Price(tick));

    private static RuleSet Band(PriceBandRules band) => Base with { Trading = Base.Trading with { PriceBand = band } };

    private static RuleSet Fees(FeeRules fees) => Base with { Fees = fees };

    private static RuleSet Sizes(long step, long min, long max) => Base with
    {
        Trading = Base.Trading with
        {
            SizeStep = new Quantity(step),
            MinSize = new Quantity(min),
            MaxSize = new Quantity(max),
        },
    };
}
