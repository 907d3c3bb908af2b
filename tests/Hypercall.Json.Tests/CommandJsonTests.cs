using System.Text.Json;
using static Hypercall.Json.Tests.Samples;

namespace Hypercall.Json.Tests;

/// <summary>Lines that are commands: every command, its forms, and back.</summary>
public sealed class CommandJsonTests
{
    public static TheoryData<int, bool> Cases()
    {
        var data = new TheoryData<int, bool>();
        for (int i = 0; i < CommandCases.All.Length; i++)
        {
            if (CommandCases.All[i].Command.Type != CommandType.NonceAdvance)
                data.Add(i, false);
            data.Add(i, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_canonical_line_parses_to_its_command_and_is_written_back(int index, bool wholeEnvelope)
    {
        (string fields, EngineCommand command) = CommandCases.All[index];
        string line = CommandCases.Line(fields, command, wholeEnvelope);
        SubmittedCommand parsed = Parse(line);
        Assert.Equal(
            EnvelopeCodec.Encode(CommandCases.Submitted(command, wholeEnvelope).ToEnvelope(12)),
            EnvelopeCodec.Encode(parsed.ToEnvelope(12)));
        Assert.Equal(line, Line(parsed));
        Assert.Equal(line, Line(SubmittedCommand.FromEnvelope(parsed.ToEnvelope(12))));
    }

    [Fact]
    public void Every_command_type_has_a_case()
    {
        IEnumerable<CommandType> covered = CommandCases.All.Select(item => item.Command.Type)
            .Append(CommandType.NonceAdvance);
        Assert.Equal(Enum.GetValues<CommandType>(), covered.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fields_may_stand_in_any_order(int index, bool wholeEnvelope)
    {
        (string fields, EngineCommand command) = CommandCases.All[index];
        string line = CommandCases.Line(fields, command, wholeEnvelope);
        using var document = JsonDocument.Parse(line);
        IEnumerable<string> reversed = document.RootElement.EnumerateObject()
            .Reverse()
            .Select(field => $"\"{field.Name}\":{field.Value.GetRawText()}");
        Assert.Equal(line, Line(Parse($"{{{string.Join(',', reversed)}}}")));
    }

    [Fact]
    public void NonceAdvance_takes_signer_and_nonce_of_the_envelope()
    {
        const string line = $"{{\"type\":\"NonceAdvance\",\"timestamp\":1,\"signer\":\"{W1}\",\"nonce\":5}}";
        SubmittedCommand parsed = Parse(line);
        Assert.Equal(new SubmittedCommand(1, null, null, Wallet1, 5, new NonceAdvance()), parsed);
        Assert.Equal(line, Line(parsed));
    }

    [Fact]
    public void Optional_fields_may_be_null()
    {
        const string line = $"{{\"type\":\"PlaceOrder\",\"timestamp\":1,\"requestId\":null,\"firstSentAt\":null,"
            + $"\"signer\":null,\"nonce\":null,\"wallet\":\"{W1}\",\"symbol\":\"{Call}\",\"side\":\"buy\","
            + "\"price\":\"1\",\"size\":\"1\",\"tif\":\"gtc\",\"expiresAt\":null,\"postOnly\":null,"
            + "\"reduceOnly\":null,\"mmp\":null,\"stp\":null,\"clientId\":null,\"builder\":null}";
        var order = new OrderTerms(Call, Side.Buy, Px("1"), Qty("1"));
        Assert.Equal(new SubmittedCommand(1, null, null, null, null, new PlaceOrder(Wallet1, order)), Parse(line));
    }

    [Theory]
    [InlineData("1.0", "1")]
    [InlineData("1.10", "1.1")]
    [InlineData("0.123456780000000000000000000000000000000000000000000000000000000000000000", "0.12345678")]
    [InlineData("0.00000000", "0")]
    [InlineData("92233720368.54775807", "92233720368.54775807")]
    [InlineData("-92233720368.54775808", "-92233720368.54775808")]
    public void Decimals_are_written_in_their_shortest_form(string given, string canonical)
    {
        string price = $"{{\"underlying\":\"A\",\"price\":\"{given}\"}}";
        string line = $"{{\"type\":\"PriceUpdate\",\"timestamp\":1,\"prices\":[{price}]}}";
        Assert.Equal(line.Replace(given, canonical, StringComparison.Ordinal), Line(Parse(line)));
    }

    [Theory]
    [InlineData("{ \"type\" : \"Tick\" , \"timestamp\" : 0 }\r\n")]
    [InlineData("{\"t\\u0079pe\":\"T\\u0069ck\",\"timestamp\":0}")]
    [InlineData("{\"timestamp\":-0,\"type\":\"Tick\"}")]
    public void Spaces_line_ends_and_escapes_do_not_matter(string line) =>
        Assert.Equal("{\"type\":\"Tick\",\"timestamp\":0}", Line(Parse(line)));

    [Fact]
    public void A_uuid_may_have_capital_digits()
    {
        string capitals = Uuid.ToUpperInvariant();
        SubmittedCommand parsed = Parse($"{{\"type\":\"Tick\",\"timestamp\":0,\"requestId\":\"{capitals}\"}}");
        Assert.Equal(Uuid, parsed.RequestId.ToString());
    }

    [Fact]
    public void Values_that_are_the_engines_to_reject_are_no_line_errors()
    {
        string longId = new('x', 4096);
        SubmittedCommand parsed = Parse(
            $"{{\"type\":\"PlaceOrder\",\"timestamp\":1,\"wallet\":\"{W1}\",\"symbol\":\"btc?\",\"side\":\"buy\","
            + $"\"price\":\"-1\",\"size\":\"0\",\"tif\":\"ioc\",\"expiresAt\":3,\"clientId\":\"{longId}\"}}");
        var place = Assert.IsType<PlaceOrder>(parsed.Command);
        Assert.Equal("btc?", place.Order.Symbol);
        Assert.Equal(longId, place.Order.ClientId);
        Assert.Equal(3, place.Order.ExpiresAtMs);
    }

    [Fact]
    public void Counts_and_ids_of_a_request_for_quote_are_the_engines_to_reject()
    {
        string longId = new('r', 4096);
        const string leg = $"{{\"symbol\":\"{Call}\",\"side\":\"sell\",\"size\":\"1\",\"price\":\"1\"}}";
        SubmittedCommand parsed = Parse(
            $"{{\"type\":\"RfqExecute\",\"timestamp\":1,\"rfqId\":\"{longId}\",\"quoteId\":\"\",\"taker\":\"{W1}\","
            + $"\"maker\":\"{W1}\",\"legs\":[{string.Join(',', Enumerable.Repeat(leg, 1000))}]}}");
        var rfq = Assert.IsType<RfqExecute>(parsed.Command);
        Assert.Equal((longId, "", 1000), (rfq.RfqId, rfq.QuoteId, rfq.Legs.Length));
        Assert.Null(CommandLimits.FirstViolation(rfq));
    }

    [Fact]
    public void Absent_null_and_no_settlement_prices_are_the_same()
    {
        const string canonical = "{\"type\":\"TickExpiry\",\"timestamp\":1}";
        Assert.Equal(canonical, Line(Parse("{\"type\":\"TickExpiry\",\"timestamp\":1,\"prices\":[]}")));
        Assert.Equal(canonical, Line(Parse("{\"type\":\"TickExpiry\",\"timestamp\":1,\"prices\":null}")));
    }

    [Fact]
    public void Written_text_is_JSON_with_any_writer()
    {
        (string fields, EngineCommand command) = CommandCases.All[1];
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            CommandJson.Write(writer, CommandCases.Submitted(command, true));
        string canonical = CommandCases.Line(fields, command, true);
        Assert.Equal(canonical, Line(Parse(Encoding.UTF8.GetString(stream.ToArray()))));
    }
}
