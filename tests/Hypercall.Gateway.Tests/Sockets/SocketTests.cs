using Akka.Actor;
using Hypercall.Actors.Tests.Support;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Gateway.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Hypercall.Gateway.Tests.Sockets;

/// <summary>The socket of face H: channels, commands, what is refused, and what becomes of orders when it closes.</summary>
public sealed class SocketTests(GatewayVenueFixture venue) : IClassFixture<GatewayVenueFixture>
{
    private const string Option = GatewayVenueFixture.Option;

    [Fact]
    public async Task A_chain_of_changes_gives_the_book_that_a_new_snapshot_shows()
    {
        TestKey key = await venue.FundedAsync(60);
        await using TestSocket socket = await TestSocket.OpenAsync(venue);
        await socket.SubscribeAsync("orderbook_delta", "ETH_USDC-28DEC35-3200-C");
        var book = new TestBook();
        book.Take(await socket.ReadAsync("OrderbookDelta"));

        long last = 0;
        for (int price = 1; price <= 20; price++)
        {
            (_, JsonElement placed, _) = await venue.SendAsync(
                "POST", "/order", Signed.Order(key, venue.NewNonce(), "Buy", "2", $"{price}.5"));
            book.Take(await socket.ReadAsync("OrderbookDelta"));
            if (price % 3 == 0)
            {
                await venue.SendAsync("DELETE", "/order", Signed.Cancel(
                    key, venue.NewNonce(), placed.GetProperty("order_id").GetInt64()));
                book.Take(await socket.ReadAsync("OrderbookDelta"));
            }

            Assert.True(book.Sequence > last, "the chain goes on");
            last = book.Sequence;
        }

        await using TestSocket other = await TestSocket.OpenAsync(venue);
        await other.SubscribeAsync("orderbook_delta", Option);
        var fresh = new TestBook();
        fresh.Take(await other.ReadAsync("OrderbookDelta"));
        Assert.Equal(fresh.Sequence, book.Sequence);
        Assert.Equal(fresh.Text, book.Text);
        await venue.SendAsync("DELETE", "/orders", Signed.CancelAll(key, venue.NewNonce()));
    }

    /// <summary>Whoever listened to it already, or listens to all, is told of each listing's book from its begin on.</summary>
    [Theory]
    [InlineData("ETH-20351228-4100-C", true)]
    [InlineData("ETH-20351228-4200-C", false)]
    public async Task A_chain_begins_anew_when_an_option_is_listed_again(string symbol, bool isNamed)
    {
        TestKey key = await venue.FundedAsync(70);
        await using TestSocket socket = await TestSocket.OpenAsync(venue);
        await socket.SubscribeAsync("orderbook_delta", isNamed ? [symbol] : []);
        var book = new TestBook();
        for (int listing = 1; listing <= 2; listing++)
        {
            await venue.RunAsync(new MarketAction(MarketActionKind.Create, symbol));
            string level = $"{listing}:1";
            JsonObject order = Signed.Order(key, venue.NewNonce(), price: $"{listing}", symbol: symbol);
            await venue.SendAsync("POST", "/order", order);
            while (book.Text != level)
                await TakeAsync();
            await venue.RunAsync(new MarketAction(MarketActionKind.Halt, symbol));
            await venue.SendAsync("DELETE", "/orders", Signed.CancelAll(key, venue.NewNonce()));
            await venue.RunAsync(new MarketAction(MarketActionKind.Delete, symbol));
            while (book.Text.Length > 0)
                await TakeAsync();
        }

        async Task TakeAsync()
        {
            JsonElement delta = await socket.ReadAsync("OrderbookDelta");
            if (delta.GetProperty("symbol").GetString() == symbol)
                book.Take(delta);
        }
    }

    [Fact]
    public async Task A_wallet_hears_of_its_orders_and_fills_in_order()
    {
        (TestKey maker, TestKey taker) = (await venue.FundedAsync(61), await venue.FundedAsync(62));
        await using TestSocket socket = await TestSocket.OpenAsync(venue);
        await socket.SendAsync("Subscribe", new JsonObject { ["channel"] = "fills" });
        Assert.Equal("NotAuthorized", (await socket.ReadAsync("Error")).GetProperty("code").GetString());
        string inCapitals = "0x" + maker.Address.ToString()[2..].ToUpperInvariant();
        await socket.SendAsync("Authenticate", new JsonObject { ["wallet"] = inCapitals });
        await socket.ReadAsync("Authenticated");
        foreach (string channel in (string[])["order_updates", "fills", "trades"])
            await socket.SubscribeAsync(channel);

        await venue.SendAsync("POST", "/order", Signed.Order(maker, venue.NewNonce(), "Sell", "2", "500"));
        await venue.SendAsync("POST", "/order", Signed.Order(taker, venue.NewNonce(), "Buy", "1", "500", tif: "ioc"));

        JsonElement open = await socket.ReadAsync("OrderUpdate");
        Assert.Equal("OPEN", open.GetProperty("status").GetString());
        var seen = new List<string>();
        JsonElement fill = default;
        while (seen.Count < 3)
        {
            JsonElement message = (await socket.ReadAsync())!.Value;
            seen.Add(message.GetProperty("type").GetString()!);
            if (seen[^1] == "Fill")
                fill = message;
        }

        Assert.Equal(["Fill", "OrderUpdate", "Trade"], seen.Order(StringComparer.Ordinal));
        Assert.Equal(
            ("Sell", "1", false, maker.Address.ToString()),
            (fill.GetProperty("side").GetString(), fill.GetProperty("size").GetString(),
                fill.GetProperty("is_taker").GetBoolean(), fill.GetProperty("wallet_address").GetString()));
        Assert.Equal(2 * fill.GetProperty("trade_id").GetInt64(), fill.GetProperty("fill_id").GetInt64());
        await venue.SendAsync("DELETE", "/orders", Signed.CancelAll(maker, venue.NewNonce()));
    }

    [Fact]
    public async Task Commands_are_answered_with_the_id_they_had()
    {
        TestKey key = await venue.FundedAsync(63);
        await using TestSocket socket = await TestSocket.OpenAsync(venue);

        await socket.SendAsync("PlaceOrder", Signed.Order(key, venue.NewNonce(), price: "7", clientId: "w"), "first");
        JsonElement placed = await socket.ReadAsync("OrderResult");
        Assert.Equal(
            ("first", "OPEN", "w", "7", "Buy"),
            (placed.GetProperty("id").GetString(), placed.GetProperty("status").GetString(),
                placed.GetProperty("client_id").GetString(), placed.GetProperty("price").GetString(),
                placed.GetProperty("side").GetString()));
        long orderId = placed.GetProperty("order_id").GetInt64();
        await socket.SendAsync("CancelOrder", Signed.Cancel(key, venue.NewNonce(), orderId), "second");
        JsonElement canceled = await socket.ReadAsync("OrderResult");
        Assert.Equal(
            ("second", "CANCELED", orderId),
            (canceled.GetProperty("id").GetString(), canceled.GetProperty("status").GetString(),
                canceled.GetProperty("order_id").GetInt64()));
        await socket.SendAsync("PlaceOrder", Signed.Order(TestKey.Of(230), venue.NewNonce()), "third");
        JsonElement refused = await socket.ReadAsync("Error");
        Assert.Equal(
            ("third", "UnknownWallet"),
            (refused.GetProperty("id").GetString(), refused.GetProperty("code").GetString()));
        await socket.SendAsync("ClockSync", new JsonObject { ["nonce"] = 5 }, "fourth");
        Assert.Equal(5, (await socket.ReadAsync("ClockSynced")).GetProperty("nonce").GetInt64());
    }

    [Fact]
    public async Task Markets_come_and_go()
    {
        const string other = "BTC-20351228-9999-P";
        RuleSet rules = GatewayVenueFixture.Rules;
        await venue.RunAsync(new SetRules(rules with
        {
            Version = 3,
            Overrides = [.. rules.Overrides.Where(one => one.Underlying != "BTC"), new UnderlyingOverride
            {
                Underlying = "BTC", ExpiryTimeMinutes = 15 * 60 + 30,
            }],
        }));
        await using TestSocket socket = await TestSocket.OpenAsync(venue);
        await socket.SubscribeAsync("markets", other);

        foreach (MarketActionKind kind in (MarketActionKind[])
            [MarketActionKind.Create, MarketActionKind.Halt, MarketActionKind.Resume, MarketActionKind.Halt,
                MarketActionKind.Delete])
            await venue.RunAsync(new MarketAction(kind, other));

        foreach (string action in (string[])["Created", "Halted", "Resumed", "Halted", "Deleted"])
        {
            JsonElement update = await socket.ReadAsync("MarketUpdate");
            Assert.Equal(action, update.GetProperty("action").GetString());
            Assert.Equal("9999", update.GetProperty("strike").GetString());
            Assert.False(update.GetProperty("is_call").GetBoolean());
            Assert.Equal(2_082_441_600 + 7 * 3_600 + 30 * 60, update.GetProperty("expiry").GetInt64());
        }
    }

    /// <summary>Its clock stands still, so that a second message is one too many.</summary>
    [Theory]
    [InlineData("/ws", """{"type":"ClockSync","nonce":1,"id":"7"}""", "RateLimited")]
    [InlineData("/ws/api/v2", """{"jsonrpc":"2.0","method":"public/test","id":"7"}""", "10028")]
    public async Task What_comes_beyond_the_rate_is_refused_with_its_id(string path, string text, string code)
    {
        await using GatewayHost still = await GatewayHost.StartAsync(
            venue.System,
            GatewayOptions.Read(venue.System.Settings.Config) with
            {
                Socket = new SocketLimits { MessagesAtOnce = 1 },
                Time = new ManualTime(),
            });
        await using TestSocket socket = await TestSocket.OpenAsync(still.Url, path);
        for (int count = 0; count < 2; count++)
            await socket.SendTextAsync(text);
        await socket.ReadAsync();
        JsonElement refused = (await socket.ReadAsync())!.Value;

        Assert.Equal("7", refused.GetProperty("id").GetString());
        JsonElement error = refused.TryGetProperty("error", out JsonElement inner)
            && inner.ValueKind == JsonValueKind.Object ? inner : refused;
        Assert.Equal(code, error.GetProperty("code").ToString());
    }

    [Fact]
    public async Task Five_messages_that_are_no_JSON_close_the_socket()
    {
        await using TestSocket socket = await TestSocket.OpenAsync(venue);

        for (int i = 0; i < 5; i++)
            await socket.SendTextAsync("{");

        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await socket.ReadToEndAsync());
    }

    [Fact]
    public async Task A_message_that_is_too_large_closes_the_socket()
    {
        await using TestSocket socket = await TestSocket.OpenAsync(venue);

        await socket.SendTextAsync("{\"type\":\"" + new string('x', 70_000) + "\"}");

        Assert.Equal(WebSocketCloseStatus.MessageTooBig, await socket.ReadToEndAsync());
    }

    [Theory]
    [InlineData("""{"channel":"nothing"}""", "NotFound")]
    [InlineData("""{"channel":"options_chain","expiry":"20351228"}""", "InvalidRequest")]
    [InlineData("""{"channel":"options_chain","option_type":"C"}""", "InvalidRequest")]
    [InlineData("""{"channel":"portfolio"}""", "NotAuthorized")]
    public async Task A_subscription_that_cannot_be_is_an_error(string subscription, string code)
    {
        await using TestSocket socket = await TestSocket.OpenAsync(venue);

        await socket.SendAsync("Subscribe", JsonNode.Parse(subscription)!.AsObject(), "x");

        JsonElement error = await socket.ReadAsync("Error");
        Assert.Equal((code, "x"), (error.GetProperty("code").GetString(), error.GetProperty("id").GetString()));
    }

    /// <summary>What a gateway that was killed has left armed is its successor's; what the wallet armed is not.</summary>
    [Fact]
    public async Task A_guard_is_taken_over_and_a_timer_of_the_wallet_s_own_is_left_alone()
    {
        (TestKey guarded, TestKey own) = (await venue.FundedAsync(66), await venue.FundedAsync(67));
        await venue.RunAsync(new CancelAllAfter(guarded.Address, 30_000));
        await venue.SendAsync("POST", "/cancel-all-after", Signed.CancelAllAfter(own, venue.NewNonce(), 30_000));
        var account = new JsonObject { ["mode"] = "account" };
        await using TestSocket first = await TestSocket.OpenAsync(venue);
        await first.ProveAsync(guarded);
        await first.SendAsync("CancelOnDisconnect", account);
        Assert.Equal("account", (await first.ReadAsync("CancelOnDisconnect")).GetProperty("mode").GetString());
        await using TestSocket second = await TestSocket.OpenAsync(venue);
        await second.ProveAsync(own);
        await second.SendAsync("CancelOnDisconnect", account);
        Assert.Equal("Conflict", (await second.ReadAsync("Error")).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("account", 0)]
    [InlineData("connection", 1)]
    public async Task A_socket_that_is_cut_takes_its_orders_with_it(string mode, int left)
    {
        TestKey key = await venue.FundedAsync(left == 0 ? (byte)64 : (byte)65);
        await venue.SendAsync("POST", "/order", Signed.Order(key, venue.NewNonce(), price: "2"));
        await using TestSocket watcher = await TestSocket.OpenAsync(venue);
        await watcher.ProveAsync(key);
        await watcher.SubscribeAsync("order_updates");
        TestSocket socket = await TestSocket.OpenAsync(venue);
        await socket.SendAsync("CancelOnDisconnect", new JsonObject { ["mode"] = mode });
        Assert.Equal("NotAuthorized", (await socket.ReadAsync("Error")).GetProperty("code").GetString());
        await socket.ProveAsync(key);
        await socket.SendAsync("CancelOnDisconnect", new JsonObject { ["mode"] = mode });
        Assert.Equal(mode, (await socket.ReadAsync("CancelOnDisconnect")).GetProperty("mode").GetString());
        await socket.SendAsync("PlaceOrder", Signed.Order(key, venue.NewNonce(), price: "3"));
        await socket.ReadAsync("OrderResult");
        Assert.Equal(mode == "account", (await venue.WalletAsync(key)).CancelAllAtMs is not null);

        socket.Abort();

        for (int canceled = 0; canceled < 2 - left;)
        {
            JsonElement update = await watcher.ReadAsync("OrderUpdate");
            canceled += update.GetProperty("status").GetString() == "CANCELED" ? 1 : 0;
        }

        Assert.Equal(left, (await venue.WalletAsync(key)).OpenOrders.Length);
        await venue.SendAsync("DELETE", "/orders", Signed.CancelAll(key, venue.NewNonce()));
    }

    /// <summary>Names that nobody lists leave nothing behind that another would be told of.</summary>
    [Fact]
    public async Task A_socket_names_a_thousand_options_of_a_channel_and_what_it_makes_up_is_not_kept()
    {
        await using TestSocket socket = await TestSocket.OpenAsync(venue);
        for (int batch = 0; batch < 6; batch++)
        {
            string[] names = [.. Enumerable.Range(batch * 200, 200).Select(strike => $"ETH-20351228-{90_000 + strike}-P")];
            await socket.SendAsync("Subscribe", new JsonObject
            {
                ["channel"] = "orderbook", ["symbols"] = new JsonArray([.. names.Select(name => (JsonNode)name)]),
            });
            JsonElement answer = await socket.ReadAsync(batch < 5 ? "Subscribed" : "Error");
            Assert.Equal(batch < 5, !answer.TryGetProperty("code", out JsonElement code));
            Assert.True(batch < 5 || code.GetString() == "InvalidRequest");
        }

        await using TestSocket other = await TestSocket.OpenAsync(venue);
        await other.SubscribeAsync("orderbook");
        await other.SendAsync("Subscribe", new JsonObject { ["channel"] = "nothing" });
        JsonElement message;
        while ((message = (await other.ReadAsync())!.Value).GetProperty("type").GetString() != "Error")
            Assert.DoesNotContain("-9", message.GetRawText());
    }

    /// <summary>What a socket wants is kept while it lives, a name as long as a message would be much.</summary>
    [Theory]
    [InlineData(64, "Subscribed")]
    [InlineData(65, "Error")]
    public async Task A_name_is_no_longer_than_an_option_has(int letters, string answer)
    {
        await using TestSocket socket = await TestSocket.OpenAsync(venue);
        await socket.SendAsync("Subscribe", new JsonObject
        {
            ["channel"] = "trades", ["symbols"] = new JsonArray(new string('x', letters)),
        });
        Assert.Equal(answer, (await socket.ReadAsync())!.Value.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Orders_of_a_bulk_go_with_their_socket()
    {
        TestKey key = await venue.FundedAsync(68);
        await using TestSocket watcher = await TestSocket.OpenAsync(venue);
        await watcher.ProveAsync(key);
        await watcher.SubscribeAsync("order_updates");
        TestSocket socket = await TestSocket.OpenAsync(venue);
        await socket.ProveAsync(key);
        await socket.SendAsync("CancelOnDisconnect", new JsonObject { ["mode"] = "connection" });
        await socket.ReadAsync("CancelOnDisconnect");
        const string actions = """
            [{"type":"PlaceOrder","symbol":"ETH-28DEC35-3200-C","side":"buy","price":"4","size":"1","tif":"gtc"}]
            """;
        await socket.SendAsync("BulkOrders", Signed.Bulk(key, venue.NewNonce(), actions));
        await socket.ReadAsync("OrderResult");

        socket.Abort();

        while ((await watcher.ReadAsync("OrderUpdate")).GetProperty("status").GetString() != "CANCELED")
        {
        }

        Assert.Empty((await venue.WalletAsync(key)).OpenOrders);
    }

    [Fact]
    public async Task A_revoked_agent_guards_nothing()
    {
        (TestKey key, TestKey agent) = (await venue.FundedAsync(69), TestKey.Of(169));
        await venue.RunAsync(new ApproveAgent(key.Address, agent.Address));
        await using TestSocket socket = await TestSocket.OpenAsync(venue);
        await socket.ProveAsync(key, agent);
        await venue.SendAsync(
            "DELETE", "/revoke-agent", Signed.Agent(SignedTypes.RevokeAgent, key, venue.NewNonce(), agent));

        await socket.SendAsync("CancelOnDisconnect", new JsonObject { ["mode"] = "account" });

        Assert.Equal("NotAuthorized", (await socket.ReadAsync("Error")).GetProperty("code").GetString());
        Assert.Null((await venue.WalletAsync(key)).CancelAllAtMs);
    }

    /// <summary>The system that it was in goes on: nothing of it hears events and asks the replica any more.</summary>
    [Fact]
    public async Task A_gateway_that_ends_leaves_no_hub_behind()
    {
        GatewayHost other = await venue.StartAnotherAsync();
        IActorRef hub = other.Services.GetRequiredService<SocketServices>().Hub;
        Assert.Equal(hub, (await hub.Ask<ActorIdentity>(new Identify(1))).Subject);

        await other.DisposeAsync();

        await Eventually.HoldsAsync(
            TimeSpan.FromSeconds(30),
            async () => (await hub.Ask<ActorIdentity>(new Identify(2))).Subject is null);
    }
}
