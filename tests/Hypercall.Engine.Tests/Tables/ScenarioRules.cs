using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Engine.Tests.Tables;

/// <summary>
/// Rule sets in tables: the last ones with a few members changed, written <c>name=value name=value</c>.
/// </summary>
internal static class ScenarioRules
{
    /// <summary>Rules of a fresh table: no fees, no margin, cents, hundredths of a contract.</summary>
    public static RuleSet Initial { get; } = RuleSet.Default with
    {
        MarginEnabled = false,
        Fees = RuleSet.Default.Fees with { MakerPpm = 0, TakerPpm = 0 },
    };

    public static RuleSet Change(RuleSet rules, string changes)
    {
        RuleSet changed = rules with { Version = rules.Version + 1 };
        foreach (string change in changes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = change.Split('=');
            changed = Change(changed, parts[0], parts[1]);
        }

        return changed;
    }

    private static RuleSet Change(RuleSet rules, string member, string value) => member switch
    {
        "maker" => rules with { Fees = rules.Fees with { MakerPpm = ScenarioNames.Whole(value) } },
        "taker" => rules with { Fees = rules.Fees with { TakerPpm = ScenarioNames.Whole(value) } },
        "cap" => rules with { Fees = rules.Fees with { CapPpm = ScenarioNames.Whole(value) } },
        "builder" => rules with { Fees = rules.Fees with { BuilderPpm = ScenarioNames.Whole(value) } },
        "min" => rules with { Trading = rules.Trading with { MinSize = Size(value) } },
        "max" => rules with { Trading = rules.Trading with { MaxSize = Size(value) } },
        "step" => rules with { Trading = rules.Trading with { SizeStep = Size(value) } },
        "figures" => rules with { SignificantFigures = (int)ScenarioNames.Whole(value) },
        "stp" => rules with { DefaultStp = Enum.Parse<StpMode>(value) },
        "breach" => rules with { Mmp = rules.Mmp with { Breach = Enum.Parse<MmpBreach>(value) } },
        "window" => rules with { Mmp = rules.Mmp with { Window = Enum.Parse<MmpWindow>(value) } },
        "margin" => rules with { MarginEnabled = value == "on" },
        "grace" => rules with { Liquidation = rules.Liquidation with { GraceMs = ScenarioNames.Whole(value) } },
        "checks" => rules with { Liquidation = rules.Liquidation with { ChecksPerCommand = (int)ScenarioNames.Whole(value) } },
        "pause" => rules with { Liquidation = rules.Liquidation with { MaxPauseMs = ScenarioNames.Whole(value) } },
        "coverage" => rules with { MinTwapCoveragePpm = ScenarioNames.Whole(value) },
        "settleMove" => rules with { MaxSettlementMovePpm = ScenarioNames.Whole(value) },
        "twap" => rules with { TwapMs = ScenarioNames.Whole(value) },
        "settlement" => rules with { Fees = rules.Fees with { SettlementPpm = ScenarioNames.Whole(value) } },
        "settlementCap" => rules with { Fees = rules.Fees with { SettlementCapPpm = ScenarioNames.Whole(value) } },
        "cache" => rules with { OutcomeCache = (int)ScenarioNames.Whole(value) },
        "maxAge" => rules with { MaxPriceAgeMs = ScenarioNames.Whole(value) },
        "maxMove" => rules with { MaxIndexMovePpm = ScenarioNames.Whole(value) },
        "signer" => rules with { VenueSigners = [Signer(value.Split(':'))] },
        "builders" => rules with { Builders = [.. value.Select(letter => ScenarioNames.Wallet($"{letter}"))] },
        "sources" => rules with { MaxSources = (int)ScenarioNames.Whole(value) },
        "agents" => rules with { MaxAgents = (int)ScenarioNames.Whole(value) },
        "agentRecords" => rules with { MaxAgentRecords = (int)ScenarioNames.Whole(value) },
        "makers" => rules with { MaxMakers = (int)ScenarioNames.Whole(value) },
        "mmpInterval" => rules with { MaxMmpIntervalMs = ScenarioNames.Whole(value) },
        "mmpRecords" => rules with { MaxMmpRecords = (int)ScenarioNames.Whole(value) },
        "ethTaker" => rules with { Overrides = [EthTaker(rules, ScenarioNames.Whole(value))] },
        _ => throw new FormatException($"'{member}' is no rule of a table"),
    };

    /// <summary>Who may sign what: <c>Z</c> ticks, <c>Z:DepositUpdate</c> that.</summary>
    private static VenueSigner Signer(string[] parts) => new(
        ScenarioNames.Wallet(parts[0]),
        [parts.Length > 1 ? Enum.Parse<CommandType>(parts[1]) : CommandType.Tick]);

    private static UnderlyingOverride EthTaker(RuleSet rules, long ratePpm) =>
        new() { Underlying = "ETH", Fees = rules.Fees with { TakerPpm = ratePpm } };

    private static Quantity Size(string value) => new(ScenarioNames.Units(value, Quantity.Decimals));
}
