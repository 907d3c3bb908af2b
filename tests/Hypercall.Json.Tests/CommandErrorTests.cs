using System.Text.RegularExpressions;
using static Hypercall.Json.Tests.Samples;

namespace Hypercall.Json.Tests;

/// <summary>Lines that are no commands: each says which field and what was expected.</summary>
public sealed class CommandErrorTests
{
    private const string Head = "{\"type\":\"";
    private const string Time = "\",\"timestamp\":1,";
    private const string Terms =
        $"\"symbol\":\"{Call}\",\"side\":\"buy\",\"price\":\"1\",\"size\":\"1\",\"tif\":\"gtc\"";

    private const string Place = $"{Head}PlaceOrder{Time}\"wallet\":\"{W1}\",{Terms}";
    private const string Cancel = $"{Head}CancelOrder{Time}\"wallet\":\"{W1}\"";
    private const string Deposit = $"{Head}DepositUpdate{Time}\"wallet\":\"{W1}\"";
    private const string Bulk = $"{Head}BulkOrders{Time}\"wallet\":\"{W1}\",\"actions\":";
    private const string Pool = $"{Head}SetPmSettlementPoolConfig{Time}\"underlying\":\"BTC\",\"config\":";
    private const string Rfq =
        $"{Head}RfqExecute{Time}\"rfqId\":\"r\",\"quoteId\":\"q\",\"taker\":\"{W1}\",\"maker\":\"{W2}\",\"legs\":";

    private const string Leg = $"{{\"symbol\":\"{Call}\",\"side\":\"buy\",\"size\":\"1\",\"price\":\"1\"";
    private const string Long = "9223372036854775807";

    [Theory]
    [InlineData("", "invalid JSON at byte 1, expected one object")]
    [InlineData("nonsense", "invalid JSON at byte 2, expected one object")]
    [InlineData("{\"type\":\"Tick\",\"timestamp\":1", "invalid JSON at byte 29, expected one object")]
    [InlineData("{\"type\":\"Tick\",\"timestamp\":1}{}", "invalid JSON at byte 30, expected one object")]
    [InlineData("{\"type\":\"Tick\",\"timestamp\":1,}", "invalid JSON at byte 30, expected one object")]
    [InlineData("{\"type\":\"Tick\",\"timestamp\":01}", "invalid JSON at byte 29, expected one object")]
    [InlineData("{'type':'Tick'}", "invalid JSON at byte 2, expected one object")]
    [InlineData("[]", "expected an object")]
    [InlineData("7", "expected an object")]
    [InlineData("null", "expected an object")]
    public void Text_that_is_no_object(string line, string message) => Assert.Equal(message, ParseError(line).Message);

    [Theory]
    [InlineData("{}", "type", "expected the name of a command")]
    [InlineData("{\"type\":null}", "type", "expected the name of a command")]
    [InlineData("{\"type\":7}", "type", "expected the name of a command")]
    [InlineData("{\"type\":\"AuctionBid\",\"timestamp\":1}", "type", "expected the name of a command")]
    [InlineData("{\"type\":\"tick\",\"timestamp\":1}", "type", "expected the name of a command")]
    [InlineData("{\"type\":\"Tick\"}", "timestamp", "missing, expected an integer")]
    [InlineData("{\"type\":\"Tick\",\"timestamp\":\"1\"}", "timestamp", "expected an integer")]
    [InlineData("{\"type\":\"Tick\",\"timestamp\":-1}", "timestamp", "expected an integer from 0 to 253402300799999")]
    [InlineData("{\"type\":\"Tick\",\"timestamp\":253402300800000}", "timestamp",
        "expected an integer from 0 to 253402300799999")]
    [InlineData("{\"type\":\"Tick\",\"timestamp\":1.0}", "timestamp", "expected an integer from 0 to 253402300799999")]
    [InlineData("{\"type\":\"Tick\",\"timestamp\":1e3}", "timestamp", "expected an integer from 0 to 253402300799999")]
    [InlineData(Head + "Tick" + Time + "\"sequence\":1}", "sequence", "unknown field")]
    [InlineData(Head + "Tick" + Time + "\"timestamp\":1}", "timestamp", "duplicate field")]
    [InlineData(Head + "Tick" + Time + "\"t\\u0079pe\":\"Tick\"}", "type", "duplicate field")]
    [InlineData(Head + "Tick" + Time + "\"requestId\":\"7\"}", "requestId", "expected a UUID")]
    [InlineData(Head + "Tick" + Time + "\"requestId\":\"0a1b2c3d4e5f60718293a4b5c6d7e8f9\"}", "requestId",
        "expected a UUID")]
    [InlineData(Head + "Tick" + Time + "\"requestId\":\"0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8fg\"}", "requestId",
        "expected a UUID")]
    [InlineData(Head + "Tick" + Time + "\"firstSentAt\":-1}", "firstSentAt",
        "expected an integer from 0 to 253402300799999")]
    [InlineData(Head + "Tick" + Time + "\"signer\":\"0x1\"}", "signer",
        "expected a wallet address: 0x and 40 lower-case hex digits")]
    [InlineData(Head + "Tick" + Time + "\"signer\":\"0x00000000000000000000000000000000000000FF\"}", "signer",
        "expected a wallet address: 0x and 40 lower-case hex digits")]
    [InlineData(Head + "Tick" + Time + "\"nonce\":\"5\"}", "nonce", "expected an integer")]
    [InlineData(Head + "Tick" + Time + "\"nonce\":9223372036854775808}", "nonce",
        "expected an integer from -9223372036854775808 to " + Long)]
    [InlineData(Head + "NonceAdvance" + Time + "\"nonce\":5}", "signer",
        "missing, expected a wallet address: 0x and 40 lower-case hex digits")]
    [InlineData(Head + "NonceAdvance" + Time + "\"signer\":\"" + W1 + "\"}", "nonce", "missing, expected an integer")]
    public void Wrong_envelopes(string line, string field, string problem) =>
        Assert.Equal(new JsonError(field, problem), ParseError(line));

    [Theory]
    [InlineData(Place + ",\"newClientId\":\"a\"}", "newClientId", "unknown field")]
    [InlineData(Place + ",\"orderId\":1}", "orderId", "unknown field")]
    [InlineData(Place + ",\"side\":\"buy\"}", "side", "duplicate field")]
    [InlineData(Place + ",\"postOnly\":1}", "postOnly", "expected true or false")]
    [InlineData(Place + ",\"postOnly\":\"true\"}", "postOnly", "expected true or false")]
    [InlineData(Place + ",\"stp\":\"CancelMaker\"}", "stp",
        "expected one of cancelMaker, cancelTaker, cancelBoth, decrement")]
    [InlineData(Place + ",\"clientId\":\"\"}", "clientId", "expected a string of 1 to 4096 bytes")]
    [InlineData(Place + ",\"clientId\":5}", "clientId", "expected a string")]
    [InlineData(Place + ",\"clientId\":\"\\ud800\"}", "clientId", "expected a string")]
    [InlineData(Place + ",\"builder\":\"me\"}", "builder",
        "expected a wallet address: 0x and 40 lower-case hex digits")]
    [InlineData(Place + ",\"expiresAt\":-5}", "expiresAt", "expected an integer from 0 to 253402300799999")]
    [InlineData(Cancel + "}", "orderId", "expected exactly one of orderId and clientId")]
    [InlineData(Cancel + ",\"orderId\":null,\"clientId\":null}", "orderId",
        "expected exactly one of orderId and clientId")]
    [InlineData(Cancel + ",\"orderId\":1,\"clientId\":\"a\"}", "orderId",
        "expected exactly one of orderId and clientId")]
    [InlineData(Cancel + ",\"orderId\":\"1\"}", "orderId", "expected an integer")]
    [InlineData(Cancel + ",\"orderId\":1.5}", "orderId", "expected an integer from -9223372036854775808 to " + Long)]
    [InlineData(Head + "CancelAllAfter" + Time + "\"wallet\":\"" + W1 + "\",\"timeoutMs\":-1}", "timeoutMs",
        "expected an integer from 0 to 253402300799999")]
    [InlineData(Bulk + "{}}", "actions", "expected an array")]
    [InlineData(Bulk + "[7]}", "actions[0]", "expected an object")]
    [InlineData(Bulk + "[{}]}", "actions[0].type", "expected one of PlaceOrder, CancelOrder, ReplaceOrder")]
    [InlineData(Bulk + "[{\"type\":\"Tick\"}]}", "actions[0].type",
        "expected one of PlaceOrder, CancelOrder, ReplaceOrder")]
    [InlineData(Bulk + "[{\"type\":\"CancelOrder\",\"orderId\":1},{\"type\":\"CancelOrder\"}]}", "actions[1].orderId",
        "expected exactly one of orderId and clientId")]
    [InlineData(Bulk + "[{\"type\":\"PlaceOrder\",\"wallet\":\"" + W1 + "\"," + Terms + "}]}", "actions[0].wallet",
        "unknown field")]
    public void Wrong_order_commands(string line, string field, string problem) =>
        Assert.Equal(new JsonError(field, problem), ParseError(line));

    [Theory]
    [InlineData("MarketAction", "\"action\":\"open\",\"symbol\":\"A\"", "action",
        "expected one of create, delete, expire, halt, resume")]
    [InlineData("TradingModeUpdate", "\"underlying\":\"A\",\"modes\":[\"Rfq\"]", "modes[0]",
        "expected one of orderbook, rfq, each at most once")]
    [InlineData("TradingModeUpdate", "\"underlying\":\"A\",\"modes\":[\"rfq\",\"rfq\"]", "modes[1]",
        "expected one of orderbook, rfq, each at most once")]
    [InlineData("TradingModeUpdate", "\"underlying\":\"A\",\"modes\":[1]", "modes[0]",
        "expected one of orderbook, rfq, each at most once")]
    [InlineData("TradingModeUpdate", "\"underlying\":\"A\",\"modes\":\"rfq\"", "modes", "expected an array")]
    [InlineData("PriceUpdate", "\"prices\":[{\"underlying\":\"A\"}]", "prices[0].price",
        "missing, expected a decimal string with at most 8 decimals")]
    [InlineData("PriceUpdate", "\"prices\":[{\"underlying\":\"A\",\"price\":\"1\",\"force\":true}]", "prices[0].force",
        "unknown field")]
    [InlineData("PriceUpdate", "\"prices\":null", "prices", "missing, expected an array")]
    [InlineData("IvUpdate", "\"underlying\":\"A\",\"expiry\":\"20260327\",\"points\":[]", "expiry",
        "expected an integer")]
    [InlineData("IvUpdate", "\"underlying\":\"A\",\"expiry\":2147483648,\"points\":[]", "expiry",
        "expected an integer from -2147483648 to 2147483647")]
    [InlineData("IvUpdate", "\"underlying\":\"A\",\"expiry\":1,\"points\":[{\"strike\":\"1\",\"iv\":0.5}]",
        "points[0].iv",
        "expected a decimal string with at most 8 decimals")]
    [InlineData("TickExpiry", "\"prices\":{}", "prices", "expected an array")]
    [InlineData("TickExpiry", "\"prices\":[7]", "prices[0]", "expected an object")]
    [InlineData("TickExpiry", "\"prices\":[{\"underlying\":\"A\",\"price\":\"1\"}]", "prices[0].expiry",
        "missing, expected an integer")]
    [InlineData("TickExpiry", "\"prices\":[{\"underlying\":\"A\",\"expiry\":\"20260327\",\"price\":\"1\"}]",
        "prices[0].expiry", "expected an integer")]
    [InlineData("TickExpiry", "\"prices\":[{\"underlying\":\"A\",\"expiry\":20260327,\"price\":1}]",
        "prices[0].price", "expected a decimal string with at most 8 decimals")]
    [InlineData("TickExpiry", "\"prices\":[],\"forced\":true", "forced", "unknown field")]
    [InlineData("InsuranceDeposit", "\"wallet\":null,\"amount\":\"1\",\"source\":\"s\",\"number\":1", "wallet",
        "unknown field")]
    [InlineData("SetRules", "\"rules\":[]", "rules", "expected an object")]
    [InlineData("SetRules", "\"rules\":null", "rules", "missing, expected an object")]
    [InlineData("SetRules", "\"rules\":{},\"force\":true", "force", "unknown field")]
    public void Wrong_market_and_venue_commands(string type, string fields, string field, string problem) =>
        Assert.Equal(new JsonError(field, problem), ParseError($"{Head}{type}{Time}{fields}}}"));

    [Theory]
    [InlineData(Deposit + ",\"amount\":\"1\",\"source\":\"\",\"number\":1}", "source",
        "expected a string of 1 to 32 bytes")]
    [InlineData(Deposit + ",\"amount\":\"1\",\"source\":\"üüüüüüüüüüüüüüüüü\",\"number\":1}", "source",
        "expected a string of 1 to 32 bytes")]
    [InlineData(Deposit + ",\"amount\":\"1\",\"source\":\"s\",\"number\":0}", "number",
        "expected an integer from 1 to " + Long)]
    [InlineData(Deposit + ",\"amount\":\"0.000000000000001\",\"source\":\"s\",\"number\":1}", "amount",
        "expected a decimal string with at most 14 decimals")]
    [InlineData(Deposit + ",\"amount\":\"1000000000000000000.01\",\"source\":\"s\",\"number\":1}", "amount",
        "expected a decimal string with at most 14 decimals, from -1000000000000000000 to 1000000000000000000")]
    [InlineData(Head + "OptionDepositUpdate" + Time + "\"wallet\":\"" + W1 + "\"}", "symbol",
        "missing, expected a string")]
    [InlineData(Head + "OptionDepositUpdate" + Time + "\"wallet\":\"" + W1 + "\",\"amount\":\"1\"}", "amount",
        "unknown field")]
    [InlineData(Head + "OptionWithdrawalUpdate" + Time + "\"wallet\":\"" + W1 + "\",\"symbol\":\"A\","
        + "\"size\":\"0.0000001\",\"source\":\"s\",\"number\":1}", "size",
        "expected a decimal string with at most 6 decimals")]
    [InlineData(Head + "OptionDepositUpdate" + Time + "\"wallet\":\"" + W1 + "\",\"symbol\":\"A\","
        + "\"size\":\"1\",\"source\":\"s\"}", "number", "missing, expected an integer")]
    [InlineData(Head + "OptionWithdrawalUpdate" + Time + "\"wallet\":\"" + W1 + "\",\"symbol\":\"A\","
        + "\"size\":\"1\",\"source\":\"s\",\"number\":0}", "number",
        "expected an integer from 1 to " + Long)]
    [InlineData(Head + "HypercorePositionUpdate" + Time + "\"wallet\":\"" + W1 + "\",\"symbol\":\"A-PERP\","
        + "\"size\":\"1\"}", "entryPrice", "missing, expected a decimal string with at most 8 decimals")]
    [InlineData(Head + "HypercoreEquityUpdate" + Time + "\"wallet\":\"" + W1 + "\",\"equity\":7}", "equity",
        "expected a decimal string with at most 14 decimals")]
    [InlineData(Pool + "{}}", "config.targetShortOiNotionalMultiplier",
        "missing, expected a decimal string with at most 8 decimals")]
    [InlineData(Pool + "{\"kink\":\"1\"}}", "config.kink", "unknown field")]
    [InlineData(Pool + "7}", "config", "expected an object")]
    public void Wrong_account_commands(string line, string field, string problem) =>
        Assert.Equal(new JsonError(field, problem), ParseError(line));

    [Theory]
    [InlineData(Rfq + "{}}", "legs", "expected an array")]
    [InlineData(Rfq + "null}", "legs", "missing, expected an array")]
    [InlineData(Rfq + "[{}]}", "legs[0].symbol", "missing, expected a string")]
    [InlineData(Rfq + "[" + Leg + "},7]}", "legs[1]", "expected an object")]
    [InlineData(Rfq + "[" + Leg + ",\"tif\":\"ioc\"}]}", "legs[0].tif", "unknown field")]
    [InlineData(Rfq + "[],\"wallet\":\"" + W1 + "\"}", "wallet", "unknown field")]
    [InlineData(Head + "RfqExecute" + Time + "\"legs\":[]}", "taker",
        "missing, expected a wallet address: 0x and 40 lower-case hex digits")]
    public void Wrong_requests_for_quote(string line, string field, string problem) =>
        Assert.Equal(new JsonError(field, problem), ParseError(line));

    [Fact]
    public void A_request_for_quote_longer_than_the_encoding_holds_is_refused()
    {
        string Line(int count) => $"{Rfq}[{string.Join(',', Enumerable.Repeat(Leg + "}", count))}]}}";
        Parse(Line(1000));
        Assert.Equal(new JsonError("legs", "expected at most 1000 legs"), ParseError(Line(1001)));
        string longId = Rfq.Replace("\"q\"", $"\"{new string('q', 4097)}\"", StringComparison.Ordinal);
        Assert.Equal(new JsonError("quoteId", "expected a string of 0 to 4096 bytes"), ParseError(longId + "[]}"));
    }

    [Theory]
    [InlineData("1", "expected a decimal string with at most 8 decimals")]
    [InlineData("\"\"", "expected a decimal string with at most 8 decimals")]
    [InlineData("\"1e5\"", "expected a decimal string with at most 8 decimals")]
    [InlineData("\"+1\"", "expected a decimal string with at most 8 decimals")]
    [InlineData("\"1.\"", "expected a decimal string with at most 8 decimals")]
    [InlineData("\".5\"", "expected a decimal string with at most 8 decimals")]
    [InlineData("\"01\"", "expected a decimal string with at most 8 decimals")]
    [InlineData("\"-0\"", "expected a decimal string with at most 8 decimals")]
    [InlineData("\" 1\"", "expected a decimal string with at most 8 decimals")]
    [InlineData("\"1,000\"", "expected a decimal string with at most 8 decimals")]
    [InlineData("\"0x10\"", "expected a decimal string with at most 8 decimals")]
    [InlineData("\"-\"", "expected a decimal string with at most 8 decimals")]
    [InlineData("\"0.123456789\"", "expected a decimal string with at most 8 decimals")]
    [InlineData("\"١\"", "expected a decimal string with at most 8 decimals")]
    [InlineData("\"92233720368.54775808\"",
        "expected a decimal string with at most 8 decimals, from -92233720368.54775808 to 92233720368.54775807")]
    public void Wrong_decimals(string value, string problem)
    {
        string line = $"{Head}PriceUpdate{Time}\"prices\":[{{\"underlying\":\"A\",\"price\":{value}}}]}}";
        Assert.Equal(new JsonError("prices[0].price", problem), ParseError(line));
    }

    [Theory]
    [InlineData("symbol")]
    [InlineData("side")]
    [InlineData("price")]
    [InlineData("size")]
    [InlineData("tif")]
    [InlineData("wallet")]
    public void A_missing_order_field_is_named(string field)
    {
        string line = Place + "}";
        string pattern = $"\"{field}\":\"[^\"]*\"";
        JsonError absent = ParseError(Regex.Replace(line, $",{pattern}", ""));
        JsonError isNull = ParseError(Regex.Replace(line, pattern, $"\"{field}\":null"));
        Assert.Equal(field, absent.Field);
        Assert.StartsWith("missing, expected ", absent.Problem, StringComparison.Ordinal);
        Assert.Equal(absent, isNull);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused()
    {
        byte[] line = Encoding.UTF8.GetBytes($"{Place},\"clientId\":\"?\"}}");
        line[Array.IndexOf(line, (byte)'?')] = 0xFF;
        Assert.Equal("the line is not UTF-8", ParseError(line).Message);
    }

    [Fact]
    public void Strings_longer_than_the_encoding_holds_are_refused()
    {
        string symbol = new('A', 129);
        Assert.Equal(
            "symbol", ParseError($"{Head}MarketAction{Time}\"action\":\"halt\",\"symbol\":\"{symbol}\"}}").Field);
        Assert.Equal("clientId", ParseError($"{Cancel},\"clientId\":\"{new string('A', 4097)}\"}}").Field);
    }

    [Fact]
    public void A_bulk_longer_than_the_encoding_holds_is_refused()
    {
        const string action = "{\"type\":\"CancelOrder\",\"orderId\":1}";
        string Line(int count) => $"{Bulk}[{string.Join(',', Enumerable.Repeat(action, count))}]}}";
        Parse(Line(1000));
        Assert.Equal(new JsonError("actions", "expected at most 1000 actions"), ParseError(Line(1001)));
    }

    [Fact]
    public void More_fields_than_any_command_has_are_refused()
    {
        IEnumerable<string> fields = Enumerable.Range(0, 60).Select(i => $"\"f{i}\":{i}");
        Assert.Equal(
            new JsonError("f48", "expected at most 48 fields in an object"),
            ParseError($"{{{string.Join(',', fields)}}}"));
    }

    [Fact]
    public void An_unknown_field_is_told_before_a_missing_one() =>
        Assert.Equal(new JsonError("walet", "unknown field"), ParseError($"{Head}CancelAll{Time}\"walet\":\"{W1}\"}}"));

    [Fact]
    public void A_message_is_one_short_line()
    {
        string name = "a\\nb" + new string('x', 200);
        string message = ParseError($"{Head}Tick{Time}\"{name}\":1}}").Message;
        Assert.StartsWith("field 'a?bxxx", message, StringComparison.Ordinal);
        Assert.EndsWith("x...': unknown field", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 80, 120);
    }

    [Fact]
    public void A_name_of_half_a_surrogate_pair_is_refused() =>
        Assert.Equal("a field's name is no text", ParseError($"{Head}Tick{Time}\"\\ud800\":1}}").Message);
}
