using System.Net;
using Hypercall.Gateway.Limits;
using Microsoft.Extensions.DependencyInjection;

namespace Hypercall.Gateway.Tests.Deribit;

/// <summary>Deribit's socket: calls, channels, cancel on disconnect, and what ends it (gateway.md §7, §10).</summary>
public sealed class DeribitSocketTests(DeribitVenueFixture fixture) : IClassFixture<DeribitVenueFixture>
{
    private const string Option = DeribitVenueFixture.Option;

    private GatewayVenueFixture Venue => fixture.Venue;

    [Fact]
    public async Task A_book_is_one_snapshot_and_then_changes_that_follow_each_other()
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(40));
        await using TestSocket socket = await OpenAsync();
        foreach (string interval in (string[])["raw", "100ms"])
        {
            string channel = $"book.{Option}.{interval}";
            Assert.Equal(channel, (await CallAsync(socket, "public/subscribe", Channels(channel)))[0].GetString());
            JsonElement data = await DataAsync(socket, channel);
            Assert.Equal("snapshot", data.GetProperty("type").GetString());
            Assert.False(data.TryGetProperty("prev_change_id", out _));
            var book = new Dictionary<string, decimal>();
            Apply(book, data);
            long id = data.GetProperty("change_id").GetInt64();
            for (int price = 40; price < 45; price++)
                await BuyAsync(key, price, 1);
            await BuyAsync(key, 44, 2);
            while (book.GetValueOrDefault("b44") != 3)
                id = await FollowAsync(socket, channel, book, id);
            await Venue.CallAsync("private/cancel_all", "", key);
            while (book.Keys.Any(level => level.StartsWith("b4", StringComparison.Ordinal)))
                id = await FollowAsync(socket, channel, book, id);
            await CallAsync(socket, "public/unsubscribe", Channels(channel));
        }
    }

    [Fact]
    public async Task Wallets_hear_of_their_orders_and_trades_and_of_nobody_elses()
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(41));
        await using TestSocket socket = await OpenAsync(key);
        string[] channels =
            ["user.orders.any.any.raw", $"user.trades.{Option}.raw", "user.portfolio.USDC", $"trades.{Option}.raw",
                $"ticker.{Option}.100ms", "deribit_price_index.eth_usdc", $"chart.trades.{Option}.1",
                "user.mmp_trigger.eth_usdc"];
        JsonElement taken = await CallAsync(
            socket, "private/subscribe", Channels([.. channels, "user.changes.x.raw", "nothing"]));
        Assert.Equal(channels, taken.EnumerateArray().Select(name => name.GetString()));

        await BuyAsync(fixture.Taker, 60, 1);
        await BuyAsync(key, 61, 2, "&label=heard");
        await Venue.CallAsync(
            "private/sell", $"instrument_name={Option}&type=limit&amount=2&price=61", fixture.Maker);
        var heard = new Dictionary<string, List<JsonElement>>();
        while (channels[..7].Any(name => !heard.ContainsKey(name)) || heard[channels[0]].Count < 2)
        {
            JsonElement message = (await socket.ReadAsync())!.Value.GetProperty("params");
            string channel = message.GetProperty("channel").GetString()!;
            heard.TryAdd(channel, []);
            heard[channel].Add(message.GetProperty("data"));
        }

        Assert.All(heard[channels[0]], order => Assert.Equal("heard", order.GetProperty("label").GetString()));
        JsonElement filled = heard[channels[0]][^1];
        Assert.Equal(("filled", "61", "2"), (filled.GetProperty("order_state").GetString(),
            filled.GetProperty("average_price").ToString(), filled.GetProperty("filled_amount").ToString()));
        JsonElement trade = Assert.Single(heard[channels[1]])[0];
        Assert.Equal("M", trade.GetProperty("liquidity").GetString());
        Assert.Equal("heard", trade.GetProperty("label").GetString());
        Assert.Equal("61", heard[channels[3]][0][0].GetProperty("price").ToString());
    }

    [Fact]
    public async Task What_a_socket_may_not_is_refused()
    {
        await using TestSocket socket = await OpenAsync();
        foreach (string method in (string[])
            [
                "private/buy", "private/subscribe", "private/enable_cancel_on_disconnect", "private/logout",
                "private/get_cancel_on_disconnect",
            ])
            Assert.Equal(13009, await CodeAsync(socket, method, Channels("user.orders.any.any.raw")));
        Assert.Equal(
            0, (await CallAsync(socket, "public/subscribe", Channels("user.orders.any.any.raw"))).GetArrayLength());
        Assert.Equal(-32602, await CodeAsync(socket, "public/subscribe", []));
        Assert.Equal(-32602, await CodeAsync(socket, "public/set_heartbeat", new JsonObject { ["interval"] = 9 }));
        Assert.Equal(-32601, await CodeAsync(socket, "public/nothing", []));
        Assert.Equal(
            10040, await CodeAsync(socket, "public/get_instruments", new JsonObject { ["min_sequence"] = 1_000_000 }));
        for (int count = 0; count < 5; count++)
            await socket.SendTextAsync("{");
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await socket.ReadToEndAsync());
    }

    [Theory]
    [InlineData("connection")]
    [InlineData("account")]
    public async Task Orders_go_with_their_socket(string scope)
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(
            Venue, await Venue.FundedAsync((byte)(scope == "account" ? 42 : 43)));
        await BuyAsync(key, 30, 1);
        await using (TestSocket socket = await OpenAsync(key))
        {
            Assert.Equal("ok", (await CallAsync(
                socket, "private/enable_cancel_on_disconnect", new JsonObject { ["scope"] = scope })).GetString());
            JsonElement mode = await CallAsync(socket, "private/get_cancel_on_disconnect", []);
            Assert.Equal((scope, true),
                (mode.GetProperty("scope").GetString(), mode.GetProperty("enabled").GetBoolean()));
            await CallAsync(socket, "private/buy", new JsonObject
            {
                ["instrument_name"] = Option, ["amount"] = 1, ["type"] = "limit", ["price"] = 31,
            });
            socket.Abort();
        }

        int left = scope == "account" ? 0 : 1;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await Venue.CallAsync("private/get_open_orders", "", key)).Result.GetArrayLength() != left)
            patience.Token.ThrowIfCancellationRequested();
    }

    [Fact]
    public async Task A_cancelled_order_is_not_cancelled_again_with_its_socket()
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(45));
        GatewayHost other = await Venue.StartAnotherAsync();
        await using TestSocket socket = await OpenAsync(key, other.Url);
        await CallAsync(socket, "private/enable_cancel_on_disconnect", []);
        JsonElement bought = await CallAsync(socket, "private/buy", new JsonObject
        {
            ["instrument_name"] = Option, ["amount"] = 1, ["type"] = "limit", ["price"] = 31,
        });
        await CallAsync(socket, "private/cancel", new JsonObject
        {
            ["order_id"] = bought.GetProperty("order").GetProperty("order_id").GetString(),
        });
        long before = await Venue.SequenceAsync();

        socket.Abort();
        await other.DisposeAsync();

        Assert.Equal(before, await Venue.SequenceAsync());
    }

    /// <summary>That its answer could not be made does not say that it does not rest.</summary>
    [Fact]
    public async Task An_order_that_could_not_be_shown_goes_with_its_socket()
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(46));
        JsonElement bought = (await BuyAsync(key, 30, 2)).Result;
        GatewayHost other = await Venue.StartAnotherAsync();
        await using TestSocket socket = await OpenAsync(key, other.Url);
        await CallAsync(socket, "private/enable_cancel_on_disconnect", []);
        await ReadingTooMuchAsync(other, $"{key.Owner.Address}", async () => Assert.Equal(
            11094,
            await CodeAsync(socket, "private/edit", new JsonObject
            {
                ["order_id"] = bought.GetProperty("order").GetProperty("order_id").GetString(), ["amount"] = 1,
            })));

        socket.Abort();
        await other.DisposeAsync();

        Assert.Empty((await Venue.WalletAsync(key.Owner)).OpenOrders);
    }

    /// <summary>Others of its address do not keep it from what it reads.</summary>
    [Fact]
    public async Task Reads_of_a_socket_count_by_the_wallet_that_it_has_proved()
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(47));
        await using TestSocket socket = await OpenAsync(key);
        await ReadingTooMuchAsync(Venue.Gateway, Peer.TextOf(IPAddress.Loopback), async () => Assert.Equal(
            0, (await CallAsync(socket, "private/get_open_orders", [])).GetArrayLength()));
        await ReadingTooMuchAsync(Venue.Gateway, $"{key.Owner.Address}", async () => Assert.Equal(
            10028, await CodeAsync(socket, "private/get_open_orders", [])));
    }

    [Fact]
    public async Task Who_logs_out_keeps_his_orders()
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(44));
        await BuyAsync(key, 30, 1);
        await using TestSocket socket = await OpenAsync(key);
        await CallAsync(socket, "private/enable_cancel_on_disconnect", new JsonObject { ["scope"] = "account" });
        await socket.SendTextAsync("""{"method":"private/logout","id":1}""");
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await socket.ReadToEndAsync());
        Assert.Equal(1, (await Venue.CallAsync("private/get_open_orders", "", key)).Result.GetArrayLength());
        Assert.Null((await Venue.WalletAsync(key.Owner)).CancelAllAtMs);
    }

    private async Task<TestSocket> OpenAsync(DeribitKey? key = null, Uri? gateway = null)
    {
        TestSocket socket = await TestSocket.OpenAsync(gateway ?? Venue.Url, "/ws/api/v2");
        if (key is null)
            return socket;
        (long time, string nonce) = (DeribitKey.NowMs, DeribitKey.NewNonce());
        JsonElement granted = await CallAsync(socket, "public/auth", new JsonObject
        {
            ["grant_type"] = "client_signature", ["client_id"] = key.Id, ["timestamp"] = time, ["nonce"] = nonce,
            ["data"] = "", ["signature"] = key.Sign($"{time}\n{nonce}\n"),
        });
        Assert.Equal(900, granted.GetProperty("expires_in").GetInt32());
        return socket;
    }

    /// <summary>While as many reads of a client wait as may.</summary>
    private static async Task ReadingTooMuchAsync(GatewayHost gateway, string client, Func<Task> then)
    {
        using var end = new CancellationTokenSource();
        Task<IDisposable>[] reading = DeribitOwnFeedTests.ReadTooMuch(
            gateway.Services.GetRequiredService<ReadShares>(), client, end.Token);
        await then();
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(reading));
        foreach (Task<IDisposable> turn in reading.Where(turn => turn.IsCompletedSuccessfully))
            (await turn).Dispose();
    }

    private Task<DeribitAnswer> BuyAsync(DeribitKey key, int price, int amount, string more = "") => Venue.CallAsync(
        "private/buy", $"instrument_name={Option}&type=limit&amount={amount}&price={price}{more}", key);

    private static JsonObject Channels(params string[] names) =>
        new() { ["channels"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) };

    private static async Task<JsonElement> CallAsync(TestSocket socket, string method, JsonObject parameters)
    {
        JsonElement answer = await AnswerAsync(socket, method, parameters);
        return answer.TryGetProperty("result", out JsonElement result)
            ? result
            : throw new InvalidOperationException(answer.GetRawText());
    }

    private static async Task<int> CodeAsync(TestSocket socket, string method, JsonObject parameters) =>
        (await AnswerAsync(socket, method, parameters)).GetProperty("error").GetProperty("code").GetInt32();

    /// <summary>Notifications that come first are passed over.</summary>
    private static async Task<JsonElement> AnswerAsync(TestSocket socket, string method, JsonObject parameters)
    {
        string id = DeribitKey.NewNonce();
        await socket.SendTextAsync(new JsonObject
        {
            ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters,
        }.ToJsonString());
        while (await socket.ReadAsync() is { } message)
        {
            if (message.TryGetProperty("id", out JsonElement answered) && answered.GetString() == id)
                return message;
        }

        throw new InvalidOperationException($"closed: {socket.CloseReason}");
    }

    private static async Task<JsonElement> DataAsync(TestSocket socket, string channel)
    {
        while (await socket.ReadAsync() is { } message)
        {
            if (message.TryGetProperty("params", out JsonElement parameters)
                && parameters.GetProperty("channel").GetString() == channel)
                return parameters.GetProperty("data");
        }

        throw new InvalidOperationException($"closed: {socket.CloseReason}");
    }

    /// <summary>The next change, which follows the one before it.</summary>
    private static async Task<long> FollowAsync(
        TestSocket socket, string channel, Dictionary<string, decimal> book, long id)
    {
        JsonElement data = await DataAsync(socket, channel);
        Assert.Equal("change", data.GetProperty("type").GetString());
        Assert.Equal(id, data.GetProperty("prev_change_id").GetInt64());
        Apply(book, data);
        return data.GetProperty("change_id").GetInt64();
    }

    private static void Apply(Dictionary<string, decimal> book, JsonElement data)
    {
        foreach ((string side, string mark) in ((string, string)[])[("bids", "b"), ("asks", "a")])
        {
            foreach (JsonElement level in data.GetProperty(side).EnumerateArray())
            {
                string key = mark + level[1];
                string action = level[0].GetString()!;
                Assert.Equal(action == "new", !book.ContainsKey(key));
                if (action == "delete")
                    book.Remove(key);
                else
                    book[key] = level[2].GetDecimal();
            }
        }
    }
}
