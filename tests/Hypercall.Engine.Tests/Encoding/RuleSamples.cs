using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Engine.Tests.Encoding;

/// <summary>Rule sets by name: the default one and ones that use every member and every kind of override.</summary>
internal static class RuleSamples
{
    /// <summary>Every member set, one override with all members, one with none, one that lifts the band.</summary>
    public static RuleSet Full { get; } = RuleSet.Default with
    {
        Version = 2,
        MarginEnabled = false,
        DefaultStp = StpMode.Decrement,
        VenueSigners =
        [
            new VenueSigner(WalletAddress.FromNumber(1), []),
            new VenueSigner(WalletAddress.FromNumber(2), [CommandType.Tick, CommandType.PriceUpdate, CommandType.SetRules]),
        ],
        Mmp = new MmpRules(MmpBreach.Reaches, MmpWindow.Fixed),
        Builders = [WalletAddress.Parse($"0x{3:x40}"), WalletAddress.Parse($"0x{4:x40}")],
        Overrides =
        [
            new UnderlyingOverride
            {
                Underlying = "BTC",
                ExpiryTimeMinutes = 0,
                Ticks = [new TickStep(new Price(0), new Price(1_000_000)), new TickStep(Price.FromUsdc(5), new Price(10))],
                SizeStep = new Quantity(1),
                MinSize = new Quantity(2),
                MaxSize = new Quantity(3),
                Fees = new FeeRules(-100, 200, 3, 4, 5, 6),
                OverridesPriceBand = true,
                PriceBand = new PriceBandRules(1, new Price(2)),
                OverridesDistress = true,
                Distress = new DistressRules(3, new Price(4)),
                Standard = new StandardMarginRules(1, 2, 3),
                Portfolio = new PortfolioMarginRules([new MarginScenario("X", -1, -2, 3)], 1, 2, 3, 4, 5, 6, new VolTenorRules(7, 8, 9, 10)),
            },
            new UnderlyingOverride { Underlying = "ETH" },
            new UnderlyingOverride { Underlying = "SOL", OverridesPriceBand = true, OverridesDistress = true },
        ],
    };

    /// <summary>As <see cref="Full"/> with the override's own grid of the general scenarios, which makes it valid.</summary>
    public static RuleSet Valid { get; } = Full with
    {
        Overrides =
        [
            Full.Overrides[0] with
            {
                Portfolio = new PortfolioMarginRules(
                    [.. RuleSet.Default.Portfolio.Scenarios.Select(scenario => new MarginScenario(scenario.Id, -1, -2, 3))],
                    1, 2, 3, 4, 5, 6, new VolTenorRules(7, 8, 9, 10)),
            },
            .. Full.Overrides[1..],
        ],
    };

    public static IEnumerable<KeyValuePair<string, RuleSet>> All() =>
    [
        KeyValuePair.Create("RuleSet", RuleSet.Default),
        KeyValuePair.Create("RuleSet-full", Full),
        KeyValuePair.Create("RuleSet-bandless", RuleSet.Default with
        {
            Trading = RuleSet.Default.Trading with { PriceBand = null, Ticks = [] },
            Portfolio = RuleSet.Default.Portfolio with { Scenarios = [] },
            Version = int.MinValue,
            Semantics = int.MaxValue,
        }),
    ];
}
