using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Tests.Encoding;

namespace Hypercall.Engine.Tests.Rules;

public sealed class RuleSetValidationTests
{
    private const int MaxTicks = RuleLimits.MaxTicks;
    private static readonly RuleSet Base = RuleSet.Default;

    /// <summary>Member | least | most, written once more from wire.md.</summary>
    private const string Bounds = """
        Version | 1 | 2147483647
        OutcomeCache | 1 | 10000000
        OutcomeCacheBytes | 1048576 | 1073741824
        MaxSources | 1 | 65536
        MaxAgents | 1 | 1024
        MaxAgentRecords | 16 | 4096
        MaxMakers | 1 | 100000
        MaxMmpIntervalMs | 1 | 86400000
        MaxMmpRecords | 2 | 65536
        MaxPriceAgeMs | 0 | 31622400000
        MaxIndexMovePpm | 0 | 1000000000
        ExpiryTimeMinutes | 0 | 1439
        SignificantFigures | 0 | 17
        TwapMs | 0 | 31622400000
        MaxSettlementMovePpm | 0 | 1000000
        MinTwapCoveragePpm | 0 | 1000000
        Trading.PriceBand.MarkPpm | 0 | 10000000
        Trading.PriceBand.Floor | 0 | 100000000000000000
        Trading.Distress.BandPpm | 0 | 1000000
        Trading.Distress.Floor | 0 | 100000000000000000
        Trading.SizeStep | 1 | 1000000000000000
        Trading.MinSize | 1 | 1000000000000000
        Trading.MaxSize | 10000 | 1000000000000000
        Fees.MakerPpm | -1000000 | 1000000
        Fees.TakerPpm | -1000000 | 1000000
        Fees.CapPpm | 0 | 1000000
        Fees.SettlementPpm | -1000000 | 1000000
        Fees.SettlementCapPpm | 0 | 1000000
        Fees.BuilderPpm | 0 | 1000000
        Tier.MaxOpenOrders | 0 | 10000000
        Tier.MaxOpenPositions | 0 | 10000000
        Standard.ImPpm | 0 | 10000000
        Standard.ImFloorPpm | 0 | 10000000
        Standard.MmPpm | 0 | 10000000
        Portfolio.FloorPpm | 0 | 10000000
        Portfolio.GammaPpm | 0 | 10000000
        Portfolio.GammaHours | 0 | 8784
        Portfolio.MmPpm | 0 | 10000000
        Portfolio.CoverPpm | 0 | 1000000
        Portfolio.PerpProfitPpm | 0 | 1000000
        Portfolio.VolTenor.ReferenceDays | 1 | 365
        Portfolio.VolTenor.PowerPpm | 0 | 1000000
        Portfolio.VolTenor.MinPpm | 1 | 10000000
        Portfolio.VolTenor.MaxPpm | 1 | 10000000
        Liquidation.GraceMs | 0 | 86400000
        Liquidation.ChecksPerCommand | 1 | 1024
        Liquidation.PartialMaxPositions | 0 | 1000
        Liquidation.RepriceMs | 1 | 86400000
        Liquidation.SlicePpm | 1 | 1000000
        Liquidation.BonusStepPpm | 0 | 1000000
        Liquidation.BonusMaxPpm | 0 | 1000000
        Liquidation.EscalationMs | 1 | 86400000
        Liquidation.AuctionMs | 1 | 86400000
        Liquidation.AuctionStartPpm | 0 | 1000000
        Liquidation.AuctionMinPpm | 0 | 1000000
        Liquidation.FeePpm | 0 | 1000000
        Liquidation.InsuranceSharePpm | 0 | 1000000
        Liquidation.FundBonusPpm | 0 | 1000000
        Liquidation.MaxPauseMs | 0 | 86400000
        """;

    /// <summary>Number, path that is expected, rule set.</summary>
    private static readonly (string Path, RuleSet Rules)[] Invalid =
    [
        ("semantics", Base with { Semantics = 0 }),
        ("semantics", Base with { Semantics = RuleSet.ImplementedSemantics + 1 }),
        ("defaultStp", Base with { DefaultStp = (StpMode)4 }),
        ("builders", Base with { Builders = [Wallet(3), Wallet(3)] }),
        ("builders", Base with { Builders = [Wallet(4), Wallet(3)] }),
        ("builders", Base with
        {
            Builders = [.. Enumerable.Range(0, RuleLimits.MaxBuilders + 1).Select(i => Wallet(i))],
        }),
        ("mmp.breach", Base with { Mmp = new MmpRules((MmpBreach)2, MmpWindow.Rolling) }),
        ("mmp.window", Base with { Mmp = new MmpRules(MmpBreach.Exceeds, (MmpWindow)2) }),
        ("maxSize", Sizes(1, 2, 1)),
        ("portfolio.volTenor.maxPpm", Tenor(new VolTenorRules(1, 0, 2, 1))),
        ("maxAgentRecords", Base with { MaxAgents = 16, MaxAgentRecords = 15 }),
        ("venueSigners", Base with { VenueSigners = Signers(RuleLimits.MaxVenueSigners + 1) }),
        ("overrides", Base with { Overrides = Overrides(RuleLimits.MaxOverrides + 1) }),
    ];

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

    private static RuleSet Tenor(VolTenorRules tenor) =>
        Base with { Portfolio = Base.Portfolio with { VolTenor = tenor } };

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

    public static TheoryData<string, long, long> Members()
    {
        var rows = new TheoryData<string, long, long>();
        foreach (string line in Bounds.ReplaceLineEndings("\n").Split('\n'))
        {
            string[] cells = line.Split('|', StringSplitOptions.TrimEntries);
            rows.Add(
                cells[0], long.Parse(cells[1], CultureInfo.InvariantCulture),
                long.Parse(cells[2], CultureInfo.InvariantCulture));
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void A_member_is_valid_up_to_its_bounds_and_named_beyond_them(string member, long least, long most)
    {
        RuleSet full = Base with
        {
            MaxAgentRecords = RuleLimits.MaxAgentRecords,
            Trading = Base.Trading with
            {
                MaxSize = new Quantity(Quantity.MaxExposureUnits),
                PriceBand = default(PriceBandRules),
                Distress = default(DistressRules),
            },
            Portfolio = Base.Portfolio with { VolTenor = new VolTenorRules(1, 0, 1, RuleLimits.MaxMultiplePpm) },
        };
        string[] path = member.Split('.');
        string name = string.Join('.', path.Where(static part => part != "Trading")
            .Select(static part => char.ToLowerInvariant(part[0]) + part[1..])).Replace("Minutes", "");
        string? NamedAt(long value) => RuleSetValidation.FirstInvalidMember((RuleSet)With(full, path, value));

        Assert.Equal((name, null, null), (NamedAt(least - 1), NamedAt(least), NamedAt(most)));
        if (most != int.MaxValue)
            Assert.Equal(name, NamedAt(most + 1));
    }

    /// <summary>A copy of rules with one member changed.</summary>
    private static object With(object owner, string[] path, long value)
    {
        object copy = owner is ValueType
            ? RuntimeHelpers.GetObjectValue(owner)
            : owner.GetType().GetMethod("<Clone>$")!.Invoke(owner, null)!;
        PropertyInfo member = copy.GetType().GetProperty(path[0])!;
        Type type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
        member.SetValue(copy, path.Length > 1
            ? With(member.GetValue(copy)!, path[1..], value)
            : type.IsPrimitive
                ? Convert.ChangeType(value, type, CultureInfo.InvariantCulture)
                : Activator.CreateInstance(type, value));
        return copy;
    }

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
    public void Lists_are_valid_up_to_their_bounds()
    {
        RuleSet[] valid =
        [
            Base with { VenueSigners = Signers(RuleLimits.MaxVenueSigners) },
            Base with { Overrides = Overrides(RuleLimits.MaxOverrides) },
            Base with { Builders = [.. Enumerable.Range(0, RuleLimits.MaxBuilders).Select(Wallet)] },
            Ticks([.. Enumerable.Range(0, MaxTicks).Select(i => Step(i, 1))]),
            Ticks([Step(0, Price.MaxUnits), Step(Price.MaxUnits, 1)]),
            Scenarios([new("1234567890123456", -999_999, -999_999, 0)]),
            Scenarios([new("A", RuleLimits.MaxMultiplePpm, RuleLimits.MaxMultiplePpm, 1_000_000)]),
            Scenarios([.. Enumerable.Range(0, RuleLimits.MaxScenarios)
                .Select(static i => new MarginScenario($"S{i}", 0, 0, 0))]),
        ];
        Assert.All(valid, static rules => Assert.Null(RuleSetValidation.FirstInvalidMember(rules)));
    }

    [Fact]
    public void Tick_tables_that_are_not_ascending_from_zero_are_refused() => Assert.All(InvalidTicks, ticks =>
        Assert.Equal("ticks", RuleSetValidation.FirstInvalidMember(Ticks(ticks))));

    [Fact]
    public void Scenarios_that_are_not_unique_and_in_range_are_refused() => Assert.All(InvalidScenarios, scenarios =>
        Assert.Equal("portfolio.scenarios", RuleSetValidation.FirstInvalidMember(Scenarios(scenarios))));

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

    private static RuleSet Ticks(ImmutableArray<TickStep> ticks) =>
        Base with { Trading = Base.Trading with { Ticks = ticks } };

    private static RuleSet Scenarios(ImmutableArray<MarginScenario> scenarios) =>
        Base with { Portfolio = Base.Portfolio with { Scenarios = scenarios } };

    private static ImmutableArray<VenueSigner> Signers(int count) =>
        [.. Enumerable.Range(1, count).Select(static i => new VenueSigner(Wallet(i), []))];

    private static ImmutableArray<UnderlyingOverride> Overrides(int count) =>
        [.. Enumerable.Range(1_000, count).Select(static i => new UnderlyingOverride { Underlying = $"U{i}" })];

    private static TickStep Step(long from, long tick) => new(new Price(from), new Price(tick));

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
