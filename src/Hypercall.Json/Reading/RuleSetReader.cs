using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Json.Reading;

/// <summary>
/// Reads the rule set of a SetRules. Form only: whether values are in range is the engine's to say, and a member of
/// the wrong form becomes part of the command, which the engine then rejects by its path.
/// </summary>
internal static class RuleSetReader
{
    private const string Malformed = "malformed";

    /// <summary>The command of an object's text.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static SetRules Read(ReadOnlySpan<byte> json)
    {
        var fields = new ObjectFields(json, FieldPath.Root);
        RuleSet rules = ReadMembers(ref fields);
        return fields.Finish() is { } error
            ? new SetRules(null, Cut(error.Field ?? "rules"))
            : new SetRules(rules);
    }

    private static RuleSet ReadMembers(ref ObjectFields fields) => new()
    {
        Version = fields.Int32("version"u8),
        Semantics = fields.Int32("semantics"u8),
        MarginEnabled = fields.Boolean("marginEnabled"u8),
        DefaultStp = fields.Enum("defaultStp"u8, WireNames.StpModes),
        VenueSigners = VenueSigners(ref fields),
        Builders = Builders(ref fields),
        OutcomeCache = fields.Int32("outcomeCache"u8),
        OutcomeCacheBytes = fields.Int64("outcomeCacheBytes"u8),
        MaxSources = fields.Int32("maxSources"u8),
        MaxAgents = fields.Int32("maxAgents"u8),
        MaxAgentRecords = fields.Int32("maxAgentRecords"u8),
        MaxMakers = fields.Int32("maxMakers"u8),
        MaxMmpIntervalMs = fields.Int64("maxMmpIntervalMs"u8),
        MaxMmpRecords = fields.Int32("maxMmpRecords"u8),
        MaxPriceAgeMs = fields.Int64("maxPriceAgeMs"u8),
        MaxIndexMovePpm = fields.Int64("maxIndexMovePpm"u8),
        ExpiryTimeMinutes = fields.TimeOfDay("expiryTime"u8),
        SignificantFigures = fields.Int32("significantFigures"u8),
        Trading = new TradingRules(
            RuleMembers.Ticks(ref fields, true) ?? [],
            fields.Quantity("sizeStep"u8),
            fields.Quantity("minSize"u8),
            fields.Quantity("maxSize"u8),
            RuleMembers.PriceBand(ref fields, true),
            RuleMembers.Distress(ref fields, true)),
        Fees = RuleMembers.Fees(ref fields, true) ?? RuleSet.Default.Fees,
        Tier = RuleMembers.Tier(ref fields) ?? RuleSet.Default.Tier,
        Mmp = RuleMembers.Mmp(ref fields) ?? RuleSet.Default.Mmp,
        Standard = RuleMembers.Standard(ref fields, true) ?? RuleSet.Default.Standard,
        Portfolio = RuleMembers.Portfolio(ref fields, true) ?? RuleSet.Default.Portfolio,
        Liquidation = RuleMembers.Liquidation(ref fields) ?? RuleSet.Default.Liquidation,
        TwapMs = fields.Int64("twapMs"u8),
        MaxSettlementMovePpm = fields.Int64("maxSettlementMovePpm"u8),
        MinTwapCoveragePpm = fields.Int64("minTwapCoveragePpm"u8),
        Overrides = Overrides(ref fields),
    };

    private static ImmutableArray<WalletAddress> Builders(ref ObjectFields fields)
    {
        var builders = new List<WalletAddress>();
        if (!fields.TryContainer("builders"u8, JsonTokenType.StartArray, true, out ReadOnlySpan<byte> json))
            return [];
        string path = fields.PathOf("builders"u8);
        var items = new ArrayItems(json);
        while (items.MoveNext())
        {
            if (items.TryText(out ReadOnlySpan<byte> text)
                & WalletAddress.TryParse(Encoding.UTF8.GetString(text), out WalletAddress builder))
                builders.Add(builder);
            else
                fields.Fail(new JsonError(new FieldPath(path, items.Index).Text, Malformed));
        }

        return [.. builders];
    }

    private static ImmutableArray<VenueSigner> VenueSigners(ref ObjectFields fields)
    {
        var signers = new List<VenueSigner>();
        if (fields.TryContainer("venueSigners"u8, JsonTokenType.StartObject, true, out ReadOnlySpan<byte> json))
        {
            string path = fields.PathOf("venueSigners"u8);
            var members = new MapMembers(json);
            while (members.MoveNext())
            {
                string memberPath = new FieldPath(path).Member(members.Name);
                bool isWallet = WalletAddress.TryParse(members.Name, out WalletAddress wallet);
                if (isWallet && members.IsNameValid && members.Kind == JsonTokenType.StartArray)
                    signers.Add(new VenueSigner(wallet, VenueCommands(ref fields, members.Current, memberPath)));
                else
                    fields.Fail(new JsonError(memberPath, Malformed));
            }
        }

        signers.Sort(static (left, right) => left.Signer.CompareTo(right.Signer));
        return [.. signers];
    }

    private static ImmutableArray<CommandType> VenueCommands(
        ref ObjectFields fields, ReadOnlySpan<byte> json, string path)
    {
        var types = new SortedSet<CommandType>();
        var items = new ArrayItems(json);
        while (items.MoveNext())
        {
            bool isCommand = items.TryText(out ReadOnlySpan<byte> text)
                & WireNames.Commands.TryParse(text, out CommandType type);
            if (!isCommand || !types.Add(type))
                fields.Fail(new JsonError(new FieldPath(path, items.Index).Text, Malformed));
        }

        return [.. types];
    }

    private static ImmutableArray<UnderlyingOverride> Overrides(ref ObjectFields fields)
    {
        var overrides = new List<UnderlyingOverride>();
        if (fields.TryContainer("overrides"u8, JsonTokenType.StartObject, true, out ReadOnlySpan<byte> json))
        {
            string path = fields.PathOf("overrides"u8);
            var members = new MapMembers(json);
            while (members.MoveNext())
            {
                string memberPath = new FieldPath(path).Member(members.Name);
                bool fits = Encoding.UTF8.GetByteCount(members.Name) <= CommandLimits.MaxSymbolBytes;
                if (!members.IsNameValid || !fits)
                    fields.Fail(new JsonError(memberPath, Malformed));
                var item = new ObjectFields(members.Current, new FieldPath(memberPath));
                overrides.Add(RuleMembers.Override(ref item, members.Name));
                fields.Fail(item.Finish());
            }
        }

        overrides.Sort(static (left, right) => string.CompareOrdinal(left.Underlying, right.Underlying));
        return [.. overrides];
    }

    /// <summary>Paths hold names from the input; the command carries only so much of one.</summary>
    private static string Cut(string path)
    {
        int bytes = 0;
        int length = 0;
        foreach (Rune rune in path.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > SetRules.MaxMemberBytes)
                return path[..length];
            length += rune.Utf16SequenceLength;
        }

        return path;
    }
}
