using System.Text.Json.Nodes;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Shapes;
using static Hypercall.Json.Tests.Samples;

namespace Hypercall.Json.Tests;

/// <summary>The rule set: its text, back, and the path of whatever is wrong in it.</summary>
public sealed class RuleSetJsonTests
{
    private static readonly RuleSet Full = RuleSet.Default with
    {
        Version = 7,
        MarginEnabled = false,
        DefaultStp = StpMode.CancelBoth,
        VenueSigners =
        [
            new VenueSigner(Wallet1, [CommandType.MarketAction, CommandType.SetRules]),
            new VenueSigner(Wallet2, []),
        ],
        Builders = [Wallet1, Wallet2],
        ExpiryTimeMinutes = 23 * 60 + 59,
        Trading = RuleSet.Default.Trading with { PriceBand = null },
        Mmp = new MmpRules(MmpBreach.Reaches, MmpWindow.Fixed),
        Overrides =
        [
            new UnderlyingOverride { Underlying = "A" },
            new UnderlyingOverride
            {
                Underlying = "BTC",
                ExpiryTimeMinutes = 0,
                Ticks = [new TickStep(Px("0"), Px("0.1")), new TickStep(Px("100"), Px("1"))],
                SizeStep = Qty("1"),
                MinSize = Qty("2"),
                MaxSize = Qty("3"),
                Fees = new FeeRules(-1, 2, 3, 4, 5, 6),
                OverridesPriceBand = true,
                PriceBand = new PriceBandRules(1, Px("0.5")),
                OverridesDistress = true,
                Distress = new DistressRules(2, Px("0.25")),
                Standard = new StandardMarginRules(1, 2, 3),
                Portfolio = new PortfolioMarginRules(
                    [new MarginScenario("X", -1, 2, 3)], 4, 5, 6, 7, 8, 9, new VolTenorRules(10, 11, 12, 13)),
            },
            new UnderlyingOverride { Underlying = "ETH", OverridesPriceBand = true, OverridesDistress = true },
        ],
    };

    [Fact]
    public void The_default_rules_read_as_documented()
    {
        string golden = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "rules.json"));
        Assert.Equal(golden, RuleText.Of(RuleSet.Default, indented: true) + "\n");
        string compact = RuleText.Of(RuleSet.Default);
        Assert.Equal(JsonNode.Parse(golden)!.ToJsonString(), JsonNode.Parse(compact)!.ToJsonString());
        Assert.DoesNotContain('\n', compact);
        Assert.Equal(Encode(RuleSet.Default), Encode(ParseRules(golden)));
    }

    [Fact]
    public void Every_member_of_the_full_rules_comes_back()
    {
        RuleSet parsed = ParseRules(RuleText.Of(Full, indented: true));
        Assert.Equal(Encode(Full), Encode(parsed));
        Assert.Equal(RuleText.Of(Full), RuleText.Of(parsed));
        Assert.Equal((false, null), (parsed.Overrides[0].OverridesPriceBand, parsed.Overrides[0].PriceBand));
        Assert.Equal((true, null), (parsed.Overrides[2].OverridesPriceBand, parsed.Overrides[2].PriceBand));
    }

    [Fact]
    public void Members_stand_in_the_documented_order()
    {
        JsonObject rules = JsonNode.Parse(RuleText.Of(Full, indented: true))!.AsObject();
        JsonObject golden = JsonNode.Parse(RuleText.Of(RuleSet.Default))!.AsObject();
        Assert.Equal(golden.Select(member => member.Key), rules.Select(member => member.Key));
        Assert.Equal(
            [
                "expiryTime", "ticks", "sizeStep", "minSize", "maxSize", "fees", "priceBand", "distress", "standard",
                "portfolio",
            ],
            rules["overrides"]!["BTC"]!.AsObject().Select(member => member.Key));
        Assert.Equal(
            ["priceBand", "distress"], rules["overrides"]!["ETH"]!.AsObject().Select(member => member.Key));
    }

    [Fact]
    public void Signers_commands_and_overrides_are_put_in_order()
    {
        string text = Edit(rules =>
        {
            rules["venueSigners"] = new JsonObject
            {
                [W2] = new JsonArray("SetRules", "Tick", "MarketAction"),
                [W1] = new JsonArray(),
            };
            rules["overrides"] = new JsonObject
            {
                ["ETH"] = new JsonObject(),
                ["BTC"] = new JsonObject { ["ticks"] = null },
            };
        });
        RuleSet rules = ParseRules(text);
        Assert.Equal([Wallet1, Wallet2], rules.VenueSigners.Select(signer => signer.Signer));
        Assert.Equal(
            [CommandType.MarketAction, CommandType.Tick, CommandType.SetRules],
            rules.VenueSigners[1].Commands.AsEnumerable());
        Assert.Equal(["BTC", "ETH"], rules.Overrides.Select(item => item.Underlying));
        Assert.Null(rules.Overrides[0].Ticks);
    }

    public static TheoryData<string> MemberPaths()
    {
        var paths = new TheoryData<string>();
        Collect(JsonNode.Parse(RuleText.Of(Full))!, "", paths);
        return paths;
    }

    [Theory]
    [MemberData(nameof(MemberPaths))]
    public void A_missing_member_is_named(string path)
    {
        string member = path[(path.LastIndexOf('.') + 1)..];
        bool isSigner = path.StartsWith("venueSigners.", StringComparison.Ordinal);
        bool isOverride = path.StartsWith("overrides.", StringComparison.Ordinal) && path.Count(c => c == '.') <= 2;
        SetRules parsed = RuleText.Parse(Edit(rules => Parent(rules, path).AsObject().Remove(member), Full));
        Assert.Equal(isSigner || isOverride ? null : path, parsed.MalformedMember);
        Assert.Equal(isSigner || isOverride, parsed.Rules is not null);
    }

    [Theory]
    [MemberData(nameof(MemberPaths))]
    public void A_member_of_the_wrong_type_is_named(string path)
    {
        string member = path[(path.LastIndexOf('.') + 1)..];
        bool isText = path.EndsWith(".id", StringComparison.Ordinal);
        foreach (JsonNode wrong in new JsonNode[] { isText ? 5 : "?", 1.5, new JsonArray(7) })
        {
            SetRules parsed = RuleText.Parse(Edit(rules => Parent(rules, path)[member] = wrong.DeepClone(), Full));
            Assert.Null(parsed.Rules);
            Assert.Contains(parsed.MalformedMember, (string[])[path, $"{path}[0]"]);
        }
    }

    [Theory]
    [MemberData(nameof(MemberPaths))]
    public void An_unknown_member_is_named(string path)
    {
        string parent = path.Contains('.', StringComparison.Ordinal) ? path[..(path.LastIndexOf('.') + 1)] : "";
        if (parent is "overrides." or "venueSigners.")
            return;
        SetRules parsed = RuleText.Parse(Edit(rules => Parent(rules, path)["extra"] = 1, Full));
        Assert.Equal(parent + "extra", parsed.MalformedMember);
    }

    [Theory]
    [InlineData("\"expiryTime\":\"08:00\"", "\"expiryTime\":\"8:00\"", "expiryTime")]
    [InlineData("\"expiryTime\":\"08:00\"", "\"expiryTime\":\"24:00\"", "expiryTime")]
    [InlineData("\"expiryTime\":\"08:00\"", "\"expiryTime\":\"08:60\"", "expiryTime")]
    [InlineData("\"expiryTime\":\"08:00\"", "\"expiryTime\":\"0x:00\"", "expiryTime")]
    [InlineData("\"tick\":\"0.01\"", "\"tick\":\"0.000000001\"", "ticks[0].tick")]
    [InlineData("\"version\":1", "\"version\":1,\"version\":2", "version")]
    [InlineData("\"version\":1", "\"version\":2147483648", "version")]
    [InlineData("\"makerPpm\":200", "\"makerPpm\":200,\"makerPpm\":200", "fees.makerPpm")]
    [InlineData("\"priceBand\":{", "\"priceBand\":{\"markPpm\":1,", "priceBand.markPpm")]
    [InlineData("\"venueSigners\":{}", "\"venueSigners\":{\"0x1\":[]}", "venueSigners.0x1")]
    [InlineData("\"venueSigners\":{}", "\"venueSigners\":{\"" + W1 + "\":[\"Foo\"]}", "venueSigners." + W1 + "[0]")]
    [InlineData("\"venueSigners\":{}", "\"venueSigners\":{\"" + W1 + "\":[\"Tick\",\"Tick\"]}",
        "venueSigners." + W1 + "[1]")]
    [InlineData("\"venueSigners\":{}", "\"venueSigners\":{\"" + W1 + "\":[],\"" + W1 + "\":[]}", "venueSigners." + W1)]
    [InlineData("\"overrides\":{}", "\"overrides\":{\"BTC\":{},\"B\\u0054C\":{}}", "overrides.BTC")]
    [InlineData("\"overrides\":{}", "\"overrides\":{\"BTC\":null}", "overrides.BTC")]
    [InlineData("\"overrides\":{}", "\"overrides\":{\"BTC\":{\"tier\":{}}}", "overrides.BTC.tier")]
    [InlineData("\"id\":\"S1\"", "\"id\":\"\\udc00\"", "portfolio.scenarios[0].id")]
    public void Malformed_values_are_named(string original, string replacement, string path)
    {
        string text = RuleText.Of(RuleSet.Default);
        Assert.Contains(original, text, StringComparison.Ordinal);
        int at = text.IndexOf(original, StringComparison.Ordinal);
        SetRules parsed = RuleText.Parse(text[..at] + replacement + text[(at + original.Length)..]);
        Assert.Equal(new SetRules(null, path), parsed);
    }

    [Fact]
    public void A_long_name_is_cut_to_what_a_command_carries()
    {
        string name = "é" + string.Concat(Enumerable.Repeat("😀", 100));
        SetRules parsed = RuleText.Parse($"{{\"{name}\":1}}");
        Assert.Equal("é" + string.Concat(Enumerable.Repeat("😀", 63)), parsed.MalformedMember);
        Assert.Equal(254, Encoding.UTF8.GetByteCount(parsed.MalformedMember!));
    }

    private static byte[] Encode(RuleSet rules)
    {
        var writer = new CanonicalWriter();
        RuleSetCodec.Write(writer, rules);
        return writer.ToArray();
    }

    private static RuleSet ParseRules(string text)
    {
        SetRules command = RuleText.Parse(text);
        Assert.Null(command.MalformedMember);
        return command.Rules!;
    }

    private static string Edit(Action<JsonNode> edit, RuleSet? original = null)
    {
        JsonNode rules = JsonNode.Parse(RuleText.Of(original ?? RuleSet.Default))!;
        edit(rules);
        return rules.ToJsonString();
    }

    /// <summary>The node that a path's last member stands in.</summary>
    private static JsonNode Parent(JsonNode rules, string path)
    {
        JsonNode node = rules;
        foreach (string part in path.Split('.')[..^1])
        {
            string[] names = part.Split('[', ']');
            node = node[names[0]]!;
            if (names.Length > 1)
                node = node[int.Parse(names[1])]!;
        }

        return node;
    }

    private static void Collect(JsonNode node, string prefix, TheoryData<string> paths)
    {
        foreach ((string name, JsonNode? value) in node.AsObject())
        {
            paths.Add(prefix + name);
            if (value is JsonObject child)
                Collect(child, $"{prefix}{name}.", paths);
            else if (value is JsonArray { Count: > 0 } array && array[0] is JsonObject item)
                Collect(item, $"{prefix}{name}[0].", paths);
        }
    }
}
