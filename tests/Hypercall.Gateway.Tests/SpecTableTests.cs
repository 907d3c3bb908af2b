using System.Net;
using Hypercall.Gateway.Tests.Deribit;

namespace Hypercall.Gateway.Tests;

/// <summary>
/// The contract's tables (gateway.md §4 to §7, §12), written out: each of their rows is served, and what the
/// contract leaves out of this version says so.
/// </summary>
public sealed class SpecTableTests(DeribitVenueFixture fixture) : IClassFixture<DeribitVenueFixture>
{
    /// <summary>gateway.md §4, §12.</summary>
    private const string Writes = """
        POST /order
        PUT /order
        DELETE /order
        DELETE /order_cloid
        POST /bulk_order
        PUT /bulk_order
        DELETE /bulk_order
        DELETE /bulk_order_cloid
        POST /bulk
        DELETE /orders
        POST /cancel-all-after
        POST /margin-mode
        POST /approve-agent
        DELETE /revoke-agent
        DELETE /revoke-all-agents
        POST /mmp-config
        DELETE /mmp-config
        POST /mmp-config/reset
        POST /settlement-payouts/seen
        POST /api-key
        POST /session
        POST /withdraw/usdc
        POST /liquidation/standard-margin
        """;

    /// <summary>gateway.md §5, §12; {w}: a wallet.</summary>
    private const string Reads = """
        /health
        /ready
        /version
        /exchange-info
        /markets
        /instruments
        /instrument-specs
        /options-summary
        /orderbook?instrument_id=1
        /trades
        /orders?wallet={w}
        /fills?wallet={w}
        /portfolio?wallet={w}
        /risk/grid?wallet={w}
        /mmp-config?wallet={w}
        /authorized-agents?wallet={w}
        /liquidation/status?wallet={w}
        /liquidation/history?wallet={w}
        /liquidations
        /liquidation/auctions
        /settlement-payouts?wallet={w}
        /v1/transfers?wallet={w}
        /historical-theos?instrument_name=ETH-20351228-3200-C&interval=5m
        /historical-theos/batch?instrument_names=ETH-20351228-3200-C&interval=1h
        /historical-pnl?wallet={w}&interval=1d
        /profile?wallet={w}
        /profile/trades?wallet={w}
        /profile/realized-pnl?wallet={w}
        /options-chain?currency=ETH&expiry=2082441600
        /statistics
        /rules
        /cluster
        /api-key?wallet={w}&index=0
        """;

    /// <summary>gateway.md §6, §12.</summary>
    private const string Channels = """
        orderbook orderbook_delta trades market_updates markets index_prices options_chain order_updates fills portfolio
        liquidation mmp auctions
        """;

    /// <summary>gateway.md §6.</summary>
    private const string Messages = """
        Subscribe Unsubscribe Authenticate ClockSync PlaceOrder CancelOrder CancelOrderByClientId ReplaceOrder CancelAll
        BulkOrders CancelOnDisconnect
        """;

    /// <summary>gateway.md §7.</summary>
    private const string Methods = """
        public/get_currencies public/get_instruments public/ticker public/get_book_summary_by_currency
        public/get_book_summary_by_instrument public/get_order_book public/get_last_trades_by_instrument
        public/get_last_trades_by_instrument_and_time public/get_tradingview_chart_data public/get_time public/status
        private/buy private/sell private/edit private/cancel private/cancel_all private/cancel_all_by_currency
        private/cancel_all_by_instrument private/get_open_orders_by_currency private/get_open_orders_by_instrument
        private/get_order_state private/get_order_history_by_currency private/get_order_history_by_instrument
        private/get_user_trades_by_currency private/get_user_trades_by_instrument
        private/get_user_trades_by_currency_and_time private/get_user_trades_by_instrument_and_time
        private/get_user_trades_by_order private/get_positions private/get_position private/get_account_summaries
        private/get_account_summary private/set_mmp_config private/get_mmp_config private/reset_mmp public/auth
        public/test public/hello
        """;

    /// <summary>gateway.md §7: of a socket alone.</summary>
    private const string SocketMethods = """
        public/subscribe public/unsubscribe private/subscribe private/unsubscribe public/set_heartbeat
        private/enable_cancel_on_disconnect private/disable_cancel_on_disconnect private/get_cancel_on_disconnect
        private/logout
        """;

    /// <summary>gateway.md §12.</summary>
    private const string NotInThisVersion = """
        GET /rfq/1
        POST /rfq/submit
        GET /ws/quotes
        GET /v1/withdrawals
        POST /v1/withdrawals
        GET /v1/directives/1
        GET /referrals/code
        GET /competitions/1
        """;

    private GatewayVenueFixture Venue => fixture.Venue;

    [Fact]
    public async Task Every_write_of_the_contract_is_there()
    {
        foreach (string row in Lines(Writes))
        {
            string[] parts = row.Split(' ');
            (HttpStatusCode status, JsonElement body, _) = await Venue.SendAsync(parts[0], parts[1], []);
            Assert.Equal((row, HttpStatusCode.BadRequest), (row, status));
            Assert.Contains("it is missing", body.GetProperty("detail").GetString());
        }
    }

    [Fact]
    public async Task Every_read_of_the_contract_is_answered()
    {
        foreach (string row in Lines(Reads))
        {
            string path = row.Replace("{w}", fixture.Maker.Owner.Address.ToString(), StringComparison.Ordinal);
            using HttpResponseMessage answer = await Venue.Http.GetAsync(path);
            string text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{row}: {answer.StatusCode} {text}");
            using JsonDocument body = JsonDocument.Parse(text);
            FaceContract.RequireAnswer("GET", path, 200, body.RootElement);
        }
    }

    [Fact]
    public async Task Every_channel_and_every_message_of_the_contract_is_known()
    {
        await using TestSocket socket = await TestSocket.OpenAsync(Venue);
        await socket.SendAsync("Authenticate", new JsonObject { ["wallet"] = fixture.Maker.Owner.Address.ToString() });
        await socket.ReadAsync("Authenticated");
        foreach (string channel in Words(Channels))
            await socket.SubscribeAsync(channel);
        foreach (string type in Words(Messages))
        {
            await socket.SendAsync(type, [], "m-" + type);
            JsonElement error = await ErrorAsync(socket, "m-" + type);
            Assert.DoesNotContain("the name of a message", error.GetProperty("detail").GetString());
        }
    }

    [Fact]
    public async Task Every_method_of_the_other_face_is_known()
    {
        const int unknown = -32601;
        foreach (string method in Words(Methods))
            Assert.NotEqual((method, unknown), (method, await CodeAsync(method)));
        Assert.Equal(unknown, await CodeAsync("public/nothing"));

        await using TestSocket socket = await TestSocket.OpenAsync(Venue, "/ws/api/v2");
        foreach (string method in Words(SocketMethods))
        {
            var call = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = method, ["method"] = method };
            await socket.SendTextAsync(call.ToJsonString());
            JsonElement answer = (await socket.ReadAsync())!.Value;
            Assert.Equal(method, answer.GetProperty("id").GetString());
            Assert.False(
                answer.TryGetProperty("error", out JsonElement error)
                    && error.GetProperty("code").GetInt32() == unknown,
                method);
        }
    }

    [Fact]
    public async Task What_is_not_in_this_version_says_so()
    {
        foreach (string row in Lines(NotInThisVersion))
        {
            string[] parts = row.Split(' ');
            using var request = new HttpRequestMessage(new HttpMethod(parts[0]), parts[1]);
            using HttpResponseMessage answer = await Venue.Http.SendAsync(request);
            Assert.Equal((row, HttpStatusCode.NotImplemented), (row, answer.StatusCode));
        }
    }

    /// <summary>The code of a call's error; 0: it has none.</summary>
    private async Task<int> CodeAsync(string method)
    {
        JsonElement answer = (await Venue.CallAsync(method, "", fixture.Maker)).Body;
        return answer.TryGetProperty("error", out JsonElement error) ? error.GetProperty("code").GetInt32() : 0;
    }

    private static async Task<JsonElement> ErrorAsync(TestSocket socket, string id)
    {
        JsonElement error;
        do
            error = await socket.ReadAsync("Error");
        while (!error.TryGetProperty("id", out JsonElement of) || of.GetString() != id);
        return error;
    }

    private static string[] Lines(string table) => table.Split('\n', StringSplitOptions.TrimEntries);

    private static string[] Words(string table) =>
        table.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
