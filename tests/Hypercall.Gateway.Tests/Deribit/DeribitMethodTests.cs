using System.Net;

namespace Hypercall.Gateway.Tests.Deribit;

/// <summary>Every method of gateway.md §7 over HTTP: its members, and what calling them does.</summary>
public sealed class DeribitMethodTests(DeribitVenueFixture fixture) : IClassFixture<DeribitVenueFixture>
{
    private const string Option = DeribitVenueFixture.Option;

    private const string Ticker = "timestamp state stats greeks index_price instrument_name last_price settlement_price "
        + "min_price max_price open_interest mark_price mark_iv ask_iv bid_iv best_bid_price best_ask_price "
        + "underlying_price underlying_index interest_rate estimated_delivery_price best_ask_amount best_bid_amount";

    private const string Trade = "trade_id trade_seq timestamp instrument_name direction price amount index_price "
        + "mark_price iv tick_direction";

    private const string OwnTrade = Trade + " order_id order_type state self_trade liquidity fee fee_currency label "
        + "profit_loss reduce_only post_only";

    private const string Order = "order_id order_state order_type direction instrument_name price amount filled_amount "
        + "average_price label time_in_force post_only reduce_only mmp api replaced is_liquidation max_show profit_loss "
        + "commission creation_timestamp last_update_timestamp";

    private const string Position = "instrument_name kind direction size average_price mark_price index_price "
        + "floating_profit_loss realized_profit_loss total_profit_loss initial_margin maintenance_margin "
        + "open_orders_margin delta gamma theta vega leverage settlement_price";

    private const string Summary = "currency balance equity available_funds available_withdrawal_funds initial_margin "
        + "maintenance_margin margin_balance portfolio_margining_enabled options_delta options_gamma options_theta "
        + "options_vega total_pl fees limits";

    private GatewayVenueFixture Venue => fixture.Venue;

    /// <summary>Method, query, where the members stand in the result, and which there are.</summary>
    public static TheoryData<string, string, string, string> Methods => new()
    {
        { "public/get_currencies", "", "0", "currency currency_long fee_precision coin_type min_confirmations "
            + "withdrawal_fee withdrawal_priorities" },
        { "public/get_instruments", "", "0", "kind instrument_name instrument_id base_currency quote_currency "
            + "counter_currency settlement_currency settlement_period price_index instrument_type option_type strike "
            + "contract_size tick_size tick_size_steps min_trade_amount maker_commission taker_commission is_active "
            + "creation_timestamp expiration_timestamp" },
        { "public/get_instruments", "currency=ETH&kind=option&expired=false", "0", "instrument_name" },
        { "public/get_instrument", $"instrument_name={Option}", "", "instrument_name strike" },
        { "public/ticker", $"instrument_name={Option}", "", Ticker },
        { "public/ticker", "instrument_name=ETH-20351228-3200-C", "", Ticker },
        { "public/get_book_summary_by_currency", "currency=ETH", "0", "instrument_name base_currency quote_currency "
            + "bid_price ask_price mid_price mark_price mark_iv last high low price_change volume volume_usd "
            + "open_interest underlying_price underlying_index interest_rate estimated_delivery_price "
            + "creation_timestamp" },
        { "public/get_book_summary_by_currency", "currency=USDC&kind=option", "0", "instrument_name" },
        { "public/get_book_summary_by_instrument", $"instrument_name={Option}", "0", "instrument_name mark_price" },
        { "public/get_order_book", $"instrument_name={Option}&depth=5", "", Ticker + " bids asks change_id" },
        { "public/get_last_trades_by_instrument", $"instrument_name={Option}&include_old=true", "trades.0", Trade },
        { "public/get_last_trades_by_instrument_and_time",
            $"instrument_name={Option}&start_timestamp=0&count=3", "trades.0", Trade },
        { "public/get_tradingview_chart_data",
            $"instrument_name={Option}&resolution=1D&start_timestamp=1700000000000&end_timestamp=2000000000000", "",
            "status ticks open high low close volume cost" },
        { "public/get_index_price", "index_name=eth_usdc", "", "index_price" },
        { "public/status", "", "", "locked" },
        { "public/test", "", "", "version" },
        { "public/hello", "client_name=a&client_version=1", "", "version" },
        { "private/get_open_orders", "", "0", Order },
        { "private/get_open_orders_by_currency", "currency=ETH", "0", Order },
        { "private/get_open_orders_by_currency", "currency=USDC", "0", Order },
        { "private/get_open_orders_by_instrument", $"instrument_name={Option}", "0", Order },
        { "private/get_order_history_by_currency", "currency=ETH&count=1000", "0", Order },
        { "private/get_order_history_by_instrument", $"instrument_name={Option}", "0", Order },
        { "private/get_user_trades_by_currency", "currency=ETH&include_old=true", "trades.0", OwnTrade },
        { "private/get_user_trades_by_currency_and_time", "currency=ETH&start_timestamp=0", "trades.0", OwnTrade },
        { "private/get_user_trades_by_instrument", $"instrument_name={Option}", "trades.0", OwnTrade },
        { "private/get_user_trades_by_instrument_and_time",
            $"instrument_name={Option}&start_timestamp=0", "trades.0", OwnTrade },
        { "private/get_positions", "currency=ETH&kind=option", "0", Position },
        { "private/get_position", $"instrument_name={Option}", "", Position },
        { "private/get_account_summaries", "", "summaries.0", Summary },
        { "private/get_account_summary", "currency=USDC&extended=true", "", Summary },
        { "private/get_account_summary", "currency=ETH", "", Summary },
        { "private/set_mmp_config",
            "index_name=eth_usdc&interval=60&frozen_time=300&quantity_limit=10.5", "",
            "index_name interval frozen_time quantity_limit delta_limit vega_limit" },
        { "private/get_mmp_config", "index_name=eth_usdc", "", "" },
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_method_answers_with_its_members(string method, string query, string place, string members)
    {
        await TradeAsync();
        DeribitAnswer answer = await Venue.CallAsync(
            method, query, method.StartsWith("private/", StringComparison.Ordinal) ? fixture.Maker : null);

        JsonElement found = answer.Result;
        foreach (string step in place.Split('.', StringSplitOptions.RemoveEmptyEntries))
            found = int.TryParse(step, out int index) ? found[index] : found.GetProperty(step);
        foreach (string member in members.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Assert.True(found.TryGetProperty(member, out _), $"{member} is missing: {found}");
        Assert.Equal("2.0", answer.Body.GetProperty("jsonrpc").GetString());
        Assert.True(answer.Body.GetProperty("testnet").GetBoolean());
        Assert.Equal(
            answer.Body.GetProperty("usDiff").GetInt64(),
            answer.Body.GetProperty("usOut").GetInt64() - answer.Body.GetProperty("usIn").GetInt64());
    }

    /// <summary>
    /// The engine takes off what is filled, whatever the gateway knew: also where nothing of the new total is left.
    /// </summary>
    [Fact]
    public async Task An_edit_below_what_is_filled_ends_the_order()
    {
        const string alone = "ETH_USDC-28DEC35-3300-C";
        await Venue.RunAsync(new MarketAction(MarketActionKind.Create, "ETH-20351228-3300-C"));
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(21));
        DeribitAnswer placed = await Venue.CallAsync(
            "private/sell", $"instrument_name={alone}&amount=5&type=limit&price=80", key);
        string id = placed.Result.GetProperty("order").GetProperty("order_id").GetString()!;
        await Venue.CallAsync("private/buy", $"instrument_name={alone}&amount=3&type=limit&price=80", fixture.Taker);

        DeribitAnswer edited = await Venue.CallAsync("private/edit", $"order_id={id}&amount=2&price=81", key);

        JsonElement order = edited.Result.GetProperty("order");
        Assert.Equal(
            ("cancelled", id, "3"),
            (Text(order, "order_state"), Text(order, "order_id"), Text(order, "filled_amount")));
        Assert.Equal(0, edited.Result.GetProperty("trades").GetArrayLength());
        Assert.Equal(0, (await Venue.CallAsync("private/get_open_orders", "", key)).Result.GetArrayLength());
    }

    /// <summary>Only options are there, and orders without a trigger; an underlying is named in any case.</summary>
    [Fact]
    public async Task Of_another_kind_or_type_nothing_is_listed_and_nothing_cancelled()
    {
        const string alone = "ETH_USDC-28DEC35-3400-C";
        await Venue.RunAsync(new MarketAction(MarketActionKind.Create, "ETH-20351228-3400-C"));
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(26));
        foreach ((string side, DeribitKey who, int amount) in ((string, DeribitKey, int)[])
            [("sell", key, 3), ("buy", fixture.Taker, 1)])
            await Venue.CallAsync(
                $"private/{side}", $"instrument_name={alone}&type=limit&amount={amount}&price=80", who);
        async Task<int> CountAsync(string method, string query)
        {
            JsonElement result = (await Venue.CallAsync($"private/{method}", query, key)).Result;
            return result.ValueKind == JsonValueKind.Number ? result.GetInt32()
                : (result.ValueKind == JsonValueKind.Array ? result : result.GetProperty("trades")).GetArrayLength();
        }

        foreach ((string wanted, int count) in ((string, int)[])
            [("kind=future", 0), ("type=trigger_all", 0), ("kind=option&type=limit", 1), ("kind=any&type=all", 1)])
            Assert.Equal(count, await CountAsync("get_open_orders_by_currency", $"currency=eth&{wanted}"));
        Assert.Equal(0, await CountAsync("get_user_trades_by_currency", "currency=ETH&kind=future"));
        Assert.Equal(1, await CountAsync("get_user_trades_by_currency", "currency=ETH&kind=option"));
        foreach ((string other, int count) in ((string, int)[])
            [("currency=ETH&kind=future", 0), ("currency=ETH&type=stop", 0), ("currency=DOGE", 0), ("currency=eth", 1)])
            Assert.Equal(count, await CountAsync("cancel_all_by_currency", other));
    }

    /// <summary>Refusals too: that there is no such order holds as of a command.</summary>
    [Theory]
    [InlineData("private/get_open_orders", "")]
    [InlineData("private/get_order_history_by_currency", "currency=ETH")]
    [InlineData("private/get_order_state", "order_id=ORDER")]
    [InlineData("private/get_order_state", "order_id=999999999")]
    [InlineData("private/get_user_trades_by_order", "order_id=ORDER")]
    [InlineData("private/get_user_trades_by_order", "order_id=999999999")]
    [InlineData("public/get_index_price", "index_name=none_usdc")]
    public async Task What_is_read_says_as_of_which_command_it_is(string method, string query)
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(25));
        DeribitAnswer placed = await Venue.CallAsync(
            "private/buy", $"instrument_name={Option}&amount=1&type=limit&price=50", key);
        string id = Text(placed.Result.GetProperty("order"), "order_id");
        long sequence = SequenceOf(await Venue.CallAsync("private/cancel", $"order_id={id}", key));

        DeribitAnswer read = await Venue.CallAsync(
            method, $"{query.Replace("ORDER", id, StringComparison.Ordinal)}&min_sequence={sequence}", key);

        Assert.InRange(SequenceOf(read), sequence, long.MaxValue);
    }

    /// <summary>Less at the same price keeps the order's place, its id and what it has had.</summary>
    [Fact]
    public async Task An_edit_in_place_tells_the_order_whole()
    {
        const string alone = "ETH_USDC-28DEC35-3350-C";
        await Venue.RunAsync(new MarketAction(MarketActionKind.Create, "ETH-20351228-3350-C"));
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(24));
        JsonElement placed = (await Venue.CallAsync(
            "private/sell", $"instrument_name={alone}&amount=5&type=limit&price=80", key)).Result.GetProperty("order");
        string id = Text(placed, "order_id");
        await Venue.CallAsync("private/buy", $"instrument_name={alone}&amount=3&type=limit&price=80", fixture.Taker);

        JsonElement edited = (await Venue.CallAsync(
            "private/edit", $"order_id={id}&amount=4&price=80", key)).Result.GetProperty("order");

        Assert.Equal(
            (id, "open", "4", "3", "80", Text(placed, "creation_timestamp"), "true"),
            (Text(edited, "order_id"), Text(edited, "order_state"), Text(edited, "amount"),
                Text(edited, "filled_amount"), Text(edited, "average_price"), Text(edited, "creation_timestamp"),
                Text(edited, "replaced").ToLowerInvariant()));
        JsonElement state = (await Venue.CallAsync("private/get_order_state", $"order_id={id}", key)).Result;
        Assert.Equal(
            (Text(state, "average_price"), Text(state, "commission")),
            (Text(edited, "average_price"), Text(edited, "commission")));
    }

    [Fact]
    public async Task An_order_goes_its_way_and_each_answer_shows_it()
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(20));
        DeribitAnswer placed = await Venue.CallAsync(
            "private/buy", $"instrument_name={Option}&amount=3&type=limit&price=100.5&label=mine&post_only=true"
                + "&reject_post_only=true", key);
        JsonElement order = placed.Result.GetProperty("order");
        string id = order.GetProperty("order_id").GetString()!;
        Assert.Equal(
            ("open", "buy", "100.5", "3", "0", "mine", Option, true),
            (Text(order, "order_state"), Text(order, "direction"), Text(order, "price"), Text(order, "amount"),
                Text(order, "filled_amount"), Text(order, "label"), Text(order, "instrument_name"),
                order.GetProperty("post_only").GetBoolean()));
        Assert.Equal(0, placed.Result.GetProperty("trades").GetArrayLength());

        JsonElement edited = (await Venue.CallAsync(
            "private/edit", $"order_id={id}&amount=2&price=101", key)).Result.GetProperty("order");
        id = edited.GetProperty("order_id").GetString()!;
        Assert.Equal(("2", "101", "mine"), (Text(edited, "amount"), Text(edited, "price"), Text(edited, "label")));

        JsonElement sold = (await Venue.CallAsync(
            "private/sell", $"instrument_name={Option}&amount=0.5&type=limit&price=101", fixture.Taker)).Result;
        Assert.Equal(("filled", "101"),
            (Text(sold.GetProperty("order"), "order_state"), Text(sold.GetProperty("order"), "average_price")));
        Assert.Equal(("T", "0.5", "sell"), (Text(sold.GetProperty("trades")[0], "liquidity"),
            Text(sold.GetProperty("trades")[0], "amount"), Text(sold.GetProperty("trades")[0], "direction")));

        // Now 0.5 of the new total of 2.5 are filled.
        edited = (await Venue.CallAsync(
            "private/edit", $"order_id={id}&amount=2.5&price=101", key)).Result.GetProperty("order");
        id = edited.GetProperty("order_id").GetString()!;
        JsonElement canceled = (await Venue.CallAsync("private/cancel", $"order_id={id}", key)).Result;
        Assert.Equal(("cancelled", "user_request", "101"),
            (Text(canceled, "order_state"), Text(canceled, "cancel_reason"), Text(canceled, "price")));
        Assert.Equal(
            "2",
            (decimal.Parse(Text(edited, "amount")) - decimal.Parse(Text(edited, "filled_amount"))).ToString("0.##"));

        JsonElement state = (await Venue.CallAsync("private/get_order_state", $"order_id={id}", key)).Result;
        Assert.Equal("cancelled", Text(state, "order_state"));
        JsonElement[] trades = [.. (await Venue.CallAsync(
            "private/get_user_trades_by_currency", "currency=ETH", key)).Result.GetProperty("trades").EnumerateArray()];
        Assert.Equal(("M", "0.5", "buy", "mine"), (Text(trades[0], "liquidity"), Text(trades[0], "amount"),
            Text(trades[0], "direction"), Text(trades[0], "label")));
        JsonElement byOrder = (await Venue.CallAsync(
            "private/get_user_trades_by_order", $"order_id={Text(trades[0], "order_id")}", key)).Result;
        Assert.Equal(Text(trades[0], "trade_id"), Text(byOrder[0], "trade_id"));
    }

    [Fact]
    public async Task A_market_order_takes_what_is_there_and_leaves_nothing()
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(21));
        await Venue.CallAsync("private/sell", $"instrument_name={Option}&amount=1&type=limit&price=99", fixture.Maker);
        JsonElement order = (await Venue.CallAsync(
            "private/buy", $"instrument_name={Option}&amount=1000&type=market", key)).Result.GetProperty("order");
        Assert.Equal(("cancelled", "immediate_or_cancel"), (Text(order, "order_state"), Text(order, "time_in_force")));
        Assert.True(decimal.Parse(Text(order, "filled_amount")) >= 1);
    }

    [Fact]
    public async Task Cancelling_all_says_how_many()
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(22));
        foreach ((string method, string query) in ((string, string)[])
            [
                ("private/cancel_all", ""), ("private/cancel_all_by_currency", "currency=ETH"),
                ("private/cancel_all_by_instrument", $"instrument_name={Option}"),
            ])
        {
            for (int price = 10; price < 13; price++)
                await Venue.CallAsync(
                    "private/buy", $"instrument_name={Option}&amount=1&type=limit&price={price}", key);
            Assert.Equal(3, (await Venue.CallAsync(method, query, key)).Result.GetInt32());
            Assert.Equal(0, (await Venue.CallAsync("private/get_open_orders", "", key)).Result.GetArrayLength());
        }
    }

    [Fact]
    public async Task Protection_is_set_read_reset_and_taken_away()
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(23));
        await Venue.CallAsync(
            "private/set_mmp_config", "index_name=eth_usdc&interval=5&frozen_time=0&quantity_limit=2", key);
        JsonElement config = (await Venue.CallAsync("private/get_mmp_config", "index_name=eth_usdc", key)).Result[0];
        Assert.Equal(("5", "2"), (Text(config, "interval"), Text(config, "quantity_limit")));
        Assert.Equal("ok", (await Venue.CallAsync("private/reset_mmp", "index_name=eth_usdc", key)).Result.GetString());
        await Venue.CallAsync("private/set_mmp_config", "index_name=eth_usdc&interval=0", key);
        Assert.Equal(
            0, (await Venue.CallAsync("private/get_mmp_config", "index_name=eth_usdc", key)).Result.GetArrayLength());
    }

    [Fact]
    public async Task A_body_is_as_good_as_a_query()
    {
        DeribitAnswer answer = await Venue.PostAsync("/api/v2", """
            {"jsonrpc":"2.0","id":"a-1","method":"public/get_time","params":{}}
            """);
        Assert.Equal("a-1", answer.Body.GetProperty("id").GetString());
        Assert.True(answer.Result.GetInt64() > 1_700_000_000_000);

        string body = """
            {"jsonrpc":"2.0","id":7,"method":"private/buy","params":{"instrument_name":"OPTION","amount":1e0,
            "type":"limit","price":1.5e1,"label":"by-body"}}
            """.Replace("OPTION", Option);
        answer = await Venue.PostAsync(
            "/api/v2/private/buy", body, fixture.Maker.Header("POST", "/api/v2/private/buy", body));
        Assert.Equal(7, answer.Body.GetProperty("id").GetInt32());
        Assert.Equal("15", Text(answer.Result.GetProperty("order"), "price"));
        Assert.Equal(HttpStatusCode.OK, answer.Http.StatusCode);
    }

    private async Task TradeAsync()
    {
        DeribitAnswer open = await Venue.CallAsync("private/get_open_orders", "", fixture.Maker);
        DeribitAnswer done = await Venue.CallAsync(
            "private/get_order_history_by_currency", "currency=ETH", fixture.Maker);
        if (open.Result.GetArrayLength() > 0 && done.Result.GetArrayLength() > 0)
            return;
        await Venue.CallAsync(
            "private/buy", $"instrument_name={Option}&amount=2&type=limit&price=90", fixture.Maker);
        await Venue.CallAsync(
            "private/sell", $"instrument_name={Option}&amount=2&type=limit&price=90", fixture.Taker);
        await Venue.CallAsync(
            "private/buy", $"instrument_name={Option}&amount=2&type=limit&price=80", fixture.Maker);
    }

    private static long SequenceOf(DeribitAnswer answer) =>
        long.Parse(Assert.Single(answer.Http.Headers.GetValues("X-Sequence")));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).ToString();
}
