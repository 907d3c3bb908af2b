using System.Globalization;
using System.Text.Json;
using Hypercall.Engine;
using Hypercall.Engine.Events;
using static Hypercall.Json.Tests.Samples;

namespace Hypercall.Json.Tests;

/// <summary>Lines through the engine: what it answers and keeps can be written, whatever the command.</summary>
public sealed class EngineRoundTests
{
    [Fact]
    public void Every_command_of_the_table_gives_an_outcome_line_and_a_state()
    {
        var engine = new ExchangeEngine();
        foreach ((string fields, EngineCommand command) in CommandCases.All)
        {
            string line = CommandCases.Line(fields, command, false);
            ApplyOutput output = engine.Apply(Parse(line).ToEnvelope(engine.Sequence + 1));
            using var outcome = JsonDocument.Parse(Text(writer => OutcomeJson.Write(writer, output)));
            Assert.Equal(engine.Sequence, outcome.RootElement.GetProperty("sequence").GetInt64());
            Assert.Equal(engine.Hash.ToString(), outcome.RootElement.GetProperty("hash").GetString());
        }

        using var state = JsonDocument.Parse(Text(writer => StateJson.Write(writer, engine.View())));
        Assert.Equal(CommandCases.All.Length, state.RootElement.GetProperty("sequence").GetInt64());
        JsonElement wallet = state.RootElement.GetProperty("wallets").GetProperty(W1);
        Assert.Equal("1000000.00000000000001", wallet.GetProperty("cash").GetString());
        JsonElement hypercore = wallet.GetProperty("hypercore");
        Assert.Equal("-1000000.00000000000001", hypercore.GetProperty("equity").GetString());
        Assert.Equal("-0.5", hypercore.GetProperty("positions").GetProperty("BTC-PERP").GetProperty("size").GetString());
        Assert.Equal(6, state.RootElement.GetProperty("venue").GetProperty("sources").GetProperty("chain").GetInt64());
    }

    [Fact]
    public void A_member_missing_from_the_rules_is_named_in_the_outcome()
    {
        const string line = "{\"type\":\"SetRules\",\"timestamp\":1,\"rules\":{\"version\":2}}";
        ApplyOutput output = new ExchangeEngine().Apply(Parse(line).ToEnvelope(1));
        Assert.Equal(RejectCode.InvalidRules, output.Rejection.Code);
        Assert.Contains(
            "\"detail\":\"rule set member 'semantics' is missing, unknown or out of range\"",
            Text(writer => OutcomeJson.Write(writer, output)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_trade_shows_in_outcome_and_state()
    {
        const string terms = $"\"symbol\":\"{Call}\",\"price\":\"2\",\"tif\":\"gtc\"";
        var engine = new ExchangeEngine();
        string last = "";
        foreach (string fields in (string[])
            [
                $"\"type\":\"MarketAction\",\"action\":\"create\",\"symbol\":\"{Call}\"",
                "\"type\":\"PriceUpdate\",\"prices\":[{\"underlying\":\"BTC\",\"price\":\"100000\"}]",
                "\"type\":\"IvUpdate\",\"underlying\":\"BTC\",\"expiry\":20260327,"
                    + "\"points\":[{\"strike\":\"100000\",\"iv\":\"0.01\"}]",
                $"\"type\":\"DepositUpdate\",\"wallet\":\"{W1}\",\"amount\":\"100000\",\"source\":\"s\",\"number\":1",
                $"\"type\":\"DepositUpdate\",\"wallet\":\"{W2}\",\"amount\":\"1000\",\"source\":\"s\",\"number\":2",
                $"\"type\":\"PlaceOrder\",\"wallet\":\"{W1}\",\"side\":\"sell\",\"size\":\"3\",\"clientId\":\"ask\",{terms}",
                $"\"type\":\"PlaceOrder\",\"wallet\":\"{W2}\",\"side\":\"buy\",\"size\":\"1\",{terms}",
            ])
        {
            SubmittedCommand command = Parse($"{{\"timestamp\":1774500000000,{fields}}}");
            ApplyOutput output = engine.Apply(command.ToEnvelope(engine.Sequence + 1));
            last = Text(writer => OutcomeJson.Write(writer, output));
            Assert.Contains("\"outcome\":\"accepted\"", last, StringComparison.Ordinal);
        }

        using var outcome = JsonDocument.Parse(last);
        Assert.Equal(
            ["Filled", "BookChanged"],
            outcome.RootElement.GetProperty("events").EnumerateArray()
                .Select(item => item.GetProperty("event").GetString())
                .Where(name => name is "Filled" or "BookChanged"));
        using var state = JsonDocument.Parse(Text(writer => StateJson.Write(writer, engine.View())));
        JsonElement seller = state.RootElement.GetProperty("wallets").GetProperty(W1);
        JsonElement margin = seller.GetProperty("margin");
        Assert.All(
            ["equity", "initialMargin", "maintenanceMargin", "available"],
            name => Assert.Equal(JsonValueKind.String, margin.GetProperty(name).ValueKind));
        // Three contracts short or offered at 15 % of the index each, and their mark.
        Assert.InRange(
            decimal.Parse(margin.GetProperty("initialMargin").GetString()!, CultureInfo.InvariantCulture),
            3 * 15_000m, 3 * 15_100m);
        Assert.Contains(
            $"\"books\":{{\"{Call}\":{{\"bids\":[],\"asks\":[[\"2\",\"2\",[1]]]}}}}",
            Text(writer => StateJson.Write(writer, engine.View())),
            StringComparison.Ordinal);
    }
}
