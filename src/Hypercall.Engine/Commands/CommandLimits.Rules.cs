using System.Collections.Immutable;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Engine.Commands;

/// <summary>
/// What of a rule set could not be read back. Whether its values make sense is the engine's to judge, which rejects the
/// command.
/// </summary>
public static partial class CommandLimits
{
    private static string? OfRules(SetRules command)
    {
        if (command.Rules is null == command.MalformedMember is null)
            return "exactly one of rules and malformed member is needed";
        if (command.Rules is not { } rules)
            return OfText(command.MalformedMember, 0, SetRules.MaxMemberBytes, "member");
        return OfMembers(rules)
            ?? OfChoice((byte)rules.DefaultStp, (byte)StpMode.Decrement, "defaultStp")
            ?? OfItems(rules.VenueSigners, "venueSigners", OfSigner)
            ?? OfItems(rules.Builders, "builders", static _ => null)
            ?? OfItems(rules.Trading.Ticks, "ticks", static _ => null)
            ?? OfChoice((byte)rules.Mmp.Breach, (byte)MmpBreach.Reaches, "mmp.breach")
            ?? OfChoice((byte)rules.Mmp.Window, (byte)MmpWindow.Fixed, "mmp.window")
            ?? OfScenarios(rules.Portfolio.Scenarios)
            ?? OfItems(rules.Overrides, "overrides", OfOverride);
    }

    private static string? OfMembers(RuleSet rules) =>
        OfMember(rules.Trading, "trading")
        ?? OfMember(rules.Fees, "fees")
        ?? OfMember(rules.Tier, "tier")
        ?? OfMember(rules.Mmp, "mmp")
        ?? OfMember(rules.Standard, "standard")
        ?? OfMember(rules.Portfolio, "portfolio")
        ?? OfMember(rules.Liquidation, "liquidation");

    private static string? OfMember(object? member, string what) => member is null ? $"{what} is missing" : null;

    private static string? OfSigner(VenueSigner? signer) => signer is null
        ? "a venue signer is missing"
        : OfItems(signer.Commands, "commands", static command =>
            Enum.IsDefined(command) ? null : $"command {(byte)command} is not defined");

    private static string? OfScenarios(ImmutableArray<MarginScenario> scenarios) =>
        OfItems(scenarios, "scenarios", static scenario => scenario is null
            ? "a scenario is missing"
            : OfText(scenario.Id, 0, MaxScenarioIdBytes, "scenario id"));

    private static string? OfOverride(UnderlyingOverride? item)
    {
        if (item is null)
            return "an override is missing";
        return OfUnderlying(item.Underlying)
            ?? (item.Ticks is { } ticks ? OfItems(ticks, "ticks", static _ => null) : null)
            ?? (item.Portfolio is { } portfolio ? OfScenarios(portfolio.Scenarios) : null);
    }
}
