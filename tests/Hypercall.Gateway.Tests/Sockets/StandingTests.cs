namespace Hypercall.Gateway.Tests.Sockets;

/// <summary>The channels of what has no events (gateway.md §6): index prices, option chains, portfolios.</summary>
public sealed class StandingTests(GatewayVenueFixture venue) : IClassFixture<GatewayVenueFixture>
{
    private const string Option = GatewayVenueFixture.Option;
    private const long Expiry = 2_082_441_600;

    [Fact]
    public async Task Index_prices_come_as_they_stand_and_as_they_change()
    {
        await SetIndexAsync("ETH", 3_000);
        await SetIndexAsync("BTC", 100_000);
        await using TestSocket all = await TestSocket.OpenAsync(venue);
        await using TestSocket one = await TestSocket.OpenAsync(venue);
        await all.SubscribeAsync("index_prices");
        await one.SubscribeAsync("index_prices", "BTC");

        JsonElement first = await all.ReadAsync("IndexPriceUpdate");
        Assert.Equal(["BTC 100000", "ETH 3000"], PricesOf(first));
        Assert.True(first.GetProperty("timestamp").GetInt64() > 0);
        Assert.True(first.GetProperty("prices")[0].GetProperty("timestamp").GetInt64() > 0);
        Assert.Equal(["BTC 100000"], PricesOf(await one.ReadAsync("IndexPriceUpdate")));

        await SetIndexAsync("ETH", 3_001);
        Assert.Equal(["BTC 100000", "ETH 3001"], PricesOf(await all.ReadAsync("IndexPriceUpdate")));
        await SetIndexAsync("BTC", 99_000);
        Assert.Equal(["BTC 99000"], PricesOf(await one.ReadAsync("IndexPriceUpdate")));

        await one.SendAsync("Unsubscribe", new JsonObject { ["channel"] = "index_prices" });
        await one.ReadAsync("Unsubscribed");
        await SetIndexAsync("BTC", 98_000);
        while (!PricesOf(await all.ReadAsync("IndexPriceUpdate")).Contains("BTC 98000"))
        {
        }

        await one.SendAsync("ClockSync", new JsonObject { ["nonce"] = 1 });
        Assert.Equal("ClockSynced", (await one.ReadAsync())!.Value.GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_socket_has_so_many_filters_of_chains_and_one_that_it_has_begins_anew()
    {
        await using TestSocket socket = await TestSocket.OpenAsync(venue);
        for (int day = 0; day < 64; day++)
            await SubscribeAsync(socket, new JsonObject { ["expiry"] = Day(day) });
        await SubscribeAsync(socket, new JsonObject { ["expiry"] = Day(63) });
        await socket.SendAsync(
            "Subscribe", new JsonObject { ["channel"] = "options_chain", ["expiry"] = Day(64) }, "one too many");
        JsonElement error = await socket.ReadAsync("Error");
        Assert.Equal(
            ("InvalidRequest", "one too many"),
            (error.GetProperty("code").GetString(), error.GetProperty("id").GetString()));
        await socket.SendAsync("Unsubscribe", new JsonObject { ["channel"] = "options_chain" });
        await socket.ReadAsync("Unsubscribed");
        await SubscribeAsync(socket, new JsonObject { ["expiry"] = Day(64) });
    }

    private static string Day(int number) => new DateOnly(2030, 1, 1).AddDays(number).ToString("yyyy-MM-dd");

    [Fact]
    public async Task A_chain_comes_row_by_row_with_quotes_greeks_and_what_is_gone()
    {
        const string put = "ETH-20351228-3200-P";
        TestKey key = await venue.FundedAsync(80);
        await MarkAsync();
        await using TestSocket socket = await TestSocket.OpenAsync(venue);
        await using TestSocket calls = await TestSocket.OpenAsync(venue);
        await SubscribeAsync(socket, new JsonObject { ["expiry"] = "2035-12-28" });
        await SubscribeAsync(calls, new JsonObject
        {
            ["symbols"] = new JsonArray("ETH-28DEC35-3200-C"), ["option_type"] = "call",
        });

        JsonElement row = await ReadRowAsync(socket, found =>
            found.GetProperty("strike").GetDecimal() == 3_200
            && found.GetProperty("call").GetProperty("greeks_abs").ValueKind == JsonValueKind.Object);
        Assert.Equal(Option, row.GetProperty("call").GetProperty("symbol").GetString());
        Assert.InRange(
            row.GetProperty("call").GetProperty("greeks_abs").GetProperty("delta").GetDecimal(), 0.01m, 0.99m);
        Assert.False(row.TryGetProperty("put", out _));

        (_, JsonElement placed, _) = await venue.SendAsync(
            "POST", "/order", Signed.Order(key, venue.NewNonce(), "Buy", "2", "123.5"));
        JsonElement quoted = await ReadRowAsync(socket, found => BidOf(found, "call") == 123.5m);
        Assert.Equal(247m, quoted.GetProperty("call").GetProperty("bid_size_usd_notional").GetDecimal());
        await ReadRowAsync(calls, found => BidOf(found, "call") == 123.5m);

        await venue.RunAsync(new MarketAction(MarketActionKind.Create, put));
        await ReadRowAsync(socket, found => found.TryGetProperty("put", out _));
        await venue.SendAsync("DELETE", "/order", Signed.Cancel(
            key, venue.NewNonce(), placed.GetProperty("order_id").GetInt64()));
        // Whoever hears of calls alone is told of no put.
        JsonElement empty = await ReadRowAsync(calls, found => BidOf(found, "call") is null);
        Assert.False(empty.TryGetProperty("put", out _));
        await venue.RunAsync(new MarketAction(MarketActionKind.Halt, put));
        await venue.RunAsync(new MarketAction(MarketActionKind.Delete, put));
        await ReadRowAsync(socket, found => !found.TryGetProperty("put", out _));
    }

    [Fact]
    public async Task A_row_of_which_nothing_is_left_is_removed()
    {
        const string other = "ETH-20351228-4100-C";
        await venue.RunAsync(new MarketAction(MarketActionKind.Create, other));
        await using TestSocket socket = await TestSocket.OpenAsync(venue);
        await SubscribeAsync(socket, new JsonObject { ["symbols"] = new JsonArray(other) });
        JsonElement listed = await socket.ReadAsync("OptionsChainUpdate");
        Assert.Equal("Upsert", listed.GetProperty("action").GetString());

        await venue.RunAsync(new MarketAction(MarketActionKind.Halt, other));
        await venue.RunAsync(new MarketAction(MarketActionKind.Delete, other));

        JsonElement removed;
        while ((removed = await socket.ReadAsync("OptionsChainUpdate")).GetProperty("action").GetString() != "Remove")
        {
        }

        Assert.Equal(
            ("ETH", Expiry, """{"strike":4100}"""),
            (removed.GetProperty("currency").GetString(), removed.GetProperty("expiry").GetInt64(),
                removed.GetProperty("row").GetRawText()));
    }

    [Fact]
    public async Task A_row_on_the_socket_is_the_one_of_the_read()
    {
        await venue.RunAsync(new MarketAction(MarketActionKind.Create, "BTC-20351228-90000-P"));
        await SetIndexAsync("BTC", 100_000);
        await using TestSocket socket = await TestSocket.OpenAsync(venue);
        await SubscribeAsync(socket, new JsonObject { ["symbols"] = new JsonArray("BTC") });

        JsonElement row = await ReadRowAsync(socket, _ => true);

        using HttpResponseMessage answer = await venue.Http.GetAsync($"/options-chain?currency=BTC&expiry={Expiry}");
        using JsonDocument read = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(read.RootElement.GetProperty("rows")[0].GetRawText(), row.GetRawText());
    }

    [Fact]
    public async Task A_portfolio_comes_whole_then_as_it_changes()
    {
        (TestKey maker, TestKey taker) = (await venue.FundedAsync(81), await venue.FundedAsync(82));
        await MarkAsync();
        await using TestSocket socket = await TestSocket.OpenAsync(venue);
        await socket.SendAsync("Authenticate", new JsonObject { ["wallet"] = taker.Address.ToString() });
        await socket.ReadAsync("Authenticated");
        await socket.SubscribeAsync("portfolio");
        JsonElement initial = await ReadPortfolioAsync(socket, "Initial", _ => true);
        Assert.Equal(0, initial.GetProperty("positions").GetArrayLength());
        JsonElement margin = await ReadPortfolioAsync(socket, "MarginUpdate", _ => true);
        Assert.Equal(
            ("standard", "0", "100000"),
            (margin.GetProperty("margin_mode").GetString(), margin.GetProperty("total_margin_used").GetString(),
                margin.GetProperty("available_balance").GetString()));

        await venue.SendAsync("POST", "/order", Signed.Order(maker, venue.NewNonce(), "Sell", "3", "500"));
        await venue.SendAsync("POST", "/order", Signed.Order(taker, venue.NewNonce(), "Buy", "2", "500", tif: "ioc"));
        JsonElement position = await ReadPositionAsync(socket, "2");
        Assert.Equal(Option, position.GetProperty("symbol").GetString());
        JsonElement greeks = await ReadPortfolioAsync(
            socket, "GreeksUpdate", update => update.GetProperty("per_leg").GetArrayLength() == 1);
        JsonElement leg = greeks.GetProperty("per_leg")[0];
        Assert.Equal("2", leg.GetProperty("quantity").GetString());
        Assert.InRange(leg.GetProperty("delta").GetDecimal(), 0.02m, 1.98m);
        Assert.Equal(
            leg.GetProperty("delta").GetDecimal(), greeks.GetProperty("aggregate").GetProperty("delta").GetDecimal());

        await using TestSocket late = await TestSocket.OpenAsync(venue);
        await late.ProveAsync(taker);
        await late.SubscribeAsync("portfolio");
        JsonElement known = await ReadPortfolioAsync(late, "Initial", _ => true);
        using HttpResponseMessage answer = await venue.Http.GetAsync($"/portfolio?wallet={taker.Address}");
        using JsonDocument read = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(
            WithoutTime(read.RootElement.GetProperty("data").GetProperty("positions")[0]),
            WithoutTime(known.GetProperty("positions")[0]));

        await venue.SendAsync("POST", "/order", Signed.Order(maker, venue.NewNonce(), "Buy", "2", "510"));
        await venue.SendAsync("POST", "/order", Signed.Order(taker, venue.NewNonce(), "Sell", "2", "510", tif: "ioc"));
        JsonElement closed = await ReadPositionAsync(socket, "0");
        Assert.Equal("20", closed.GetProperty("realized_pnl").GetString());
        await venue.SendAsync("DELETE", "/orders", Signed.CancelAll(maker, venue.NewNonce()));
    }

    [Fact]
    public async Task Chains_that_are_larger_than_a_socket_s_queue_are_told_whole()
    {
        const int strikes = 300;
        var small = new GatewayVenueFixture("hypercall.gateway.socket.most-messages = 64");
        await small.InitializeAsync();
        try
        {
            for (int strike = 0; strike < strikes; strike++)
                await small.RunAsync(new MarketAction(MarketActionKind.Create, $"SOL-20351228-{100 + strike}-C"));
            await using TestSocket socket = await TestSocket.OpenAsync(small);
            await SubscribeAsync(socket, new JsonObject { ["symbols"] = new JsonArray("SOL") });
            var seen = new HashSet<decimal>();
            while (seen.Count < strikes)
                seen.Add((await ReadRowAsync(socket, _ => true)).GetProperty("strike").GetDecimal());
            Assert.Equal(100m, seen.Min());
        }
        finally
        {
            await small.DisposeAsync();
        }
    }

    private Task<long> SetIndexAsync(string underlying, long price) =>
        venue.RunAsync(new PriceUpdate([new IndexPrice(underlying, Price.FromUsdc(price))]));

    private async Task MarkAsync()
    {
        await SetIndexAsync("ETH", 3_000);
        await venue.RunAsync(new IvUpdate("ETH", 20_351_228, [new VolatilityPoint(Price.FromUsdc(3_200), 60_000_000)]));
    }

    private static async Task SubscribeAsync(TestSocket socket, JsonObject filter)
    {
        filter["channel"] = "options_chain";
        await socket.SendAsync("Subscribe", filter);
        await socket.ReadAsync("Subscribed");
    }

    private static string[] PricesOf(JsonElement update) =>
    [
        .. update.GetProperty("prices").EnumerateArray().Select(price =>
            $"{price.GetProperty("underlying").GetString()} {price.GetProperty("price").GetString()}"),
    ];

    private static decimal? BidOf(JsonElement row, string side) =>
        row.TryGetProperty(side, out JsonElement leg)
        && leg.GetProperty("bid_price_usd") is { ValueKind: JsonValueKind.Number } bid
            ? bid.GetDecimal()
            : null;

    private static async Task<JsonElement> ReadRowAsync(TestSocket socket, Predicate<JsonElement> isWanted)
    {
        while (true)
        {
            JsonElement update = await socket.ReadAsync("OptionsChainUpdate");
            if (update.GetProperty("action").GetString() == "Upsert" && isWanted(update.GetProperty("row")))
                return update.GetProperty("row");
        }
    }

    internal static async Task<JsonElement> ReadPortfolioAsync(
        TestSocket socket, string kind, Predicate<JsonElement> isWanted)
    {
        while (true)
        {
            JsonElement update = await socket.ReadAsync("PortfolioUpdate");
            Assert.True(update.GetProperty("timestamp").GetInt64() > 0);
            if (update.GetProperty("kind").GetString() == kind && isWanted(update))
                return update;
        }
    }

    private static async Task<JsonElement> ReadPositionAsync(TestSocket socket, string amount) =>
        (await ReadPortfolioAsync(socket, "PositionUpdate", update =>
            update.GetProperty("position").GetProperty("amount").GetString() == amount)).GetProperty("position");

    private static string WithoutTime(JsonElement position)
    {
        JsonObject members = JsonNode.Parse(position.GetRawText())!.AsObject();
        members.Remove("updated_at");
        return members.ToJsonString();
    }
}
