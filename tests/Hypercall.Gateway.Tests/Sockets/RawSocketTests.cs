using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Gateway.Tests.Sockets;

/// <summary>
/// The rules of gateway.md §6 and §10 as a client meets them that makes its frames itself: silence, slowness, gaps. The
/// gateway's clock stands until a test tells it to go on; nothing here waits for time to pass.
/// </summary>
public sealed class RawSocketTests : IAsyncLifetime
{
    private const string Option = GatewayVenueFixture.Option;
    private const string Other = "ETH-20351228-4000-C";
    private const int Levels = 1_000;
    private const int SmallBuffer = 4_096;
    private const int PolicyViolation = 1008;

    /// <summary>Each is answered by two messages; together they are fewer than the queue takes.</summary>
    private const int Subscriptions = 500;

    private readonly ManualTime _time = new();
    private readonly GatewayVenueFixture _venue;

    public RawSocketTests() => _venue = new GatewayVenueFixture(
        """
        hypercall.gateway.socket { most-bytes = 64MiB, messages-at-once = 100000 }
        """,
        _time);

    public Task InitializeAsync() => _venue.InitializeAsync();

    public Task DisposeAsync() => _venue.DisposeAsync();

    /// <summary>Half-open connections look like this. What a client says is no substitute for its pong.</summary>
    [Fact]
    public async Task Who_answers_no_ping_is_closed_after_a_minute_and_who_does_is_not()
    {
        using RawSocket silent = await RawSocket.OpenAsync(_venue.Url);
        using RawSocket lively = await RawSocket.OpenAsync(_venue.Url);
        foreach (RawSocket socket in (RawSocket[])[silent, lively])
            await SyncAsync(socket);

        _time.Advance(TimeSpan.FromSeconds(59));
        await lively.SendAsync(RawSocket.Pong, []);
        foreach (RawSocket socket in (RawSocket[])[silent, lively])
            await SyncAsync(socket);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((PolicyViolation, "pong timeout"), await silent.ReadCloseAsync());
        await SyncAsync(lively);
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal((PolicyViolation, "pong timeout"), await lively.ReadCloseAsync());
    }

    /// <summary>Who says much is asked for his pong as often as who says nothing.</summary>
    [Fact]
    public async Task Who_talks_all_the_time_is_pinged_and_stays()
    {
        using RawSocket socket = await RawSocket.OpenAsync(_venue.Url);
        for (int ping = 0; ping < 6; ping++)
        {
            await SyncAsync(socket);
            _time.Advance(TimeSpan.FromSeconds(10));
            await SyncAsync(socket);
            _time.Advance(TimeSpan.FromSeconds(10));
            while ((await socket.ReadAsync()).Opcode != RawSocket.Ping)
            {
            }

            await socket.SendAsync(RawSocket.Pong, []);
        }

        await SyncAsync(socket);
    }

    /// <summary>A change that the client has lost shows in the next one; a new subscription mends its book.</summary>
    [Fact]
    public async Task A_client_sees_the_gap_of_its_own_and_a_new_subscription_mends_it()
    {
        TestKey key = await _venue.FundedAsync(100);
        using RawSocket socket = await RawSocket.OpenAsync(_venue.Url);
        await SubscribeAsync(socket, "orderbook_delta", Option);
        var book = new TestBook();
        book.Take(await socket.ReadAsync("OrderbookDelta"));
        foreach (string price in (string[])["10", "11", "12"])
            await _venue.SendAsync("POST", "/order", Signed.Order(key, _venue.NewNonce(), price: price));
        book.Take(await socket.ReadAsync("OrderbookDelta"));
        await socket.ReadAsync("OrderbookDelta");

        JsonElement afterGap = await socket.ReadAsync("OrderbookDelta");
        Assert.NotEqual(book.Sequence, afterGap.GetProperty("prev_sequence").GetInt64());
        await SubscribeAsync(socket, "orderbook_delta", Option);
        book.Take(await socket.ReadAsync("OrderbookDelta"));
        Assert.Equal("12:1:11:1:10:1", book.Text);

        await _venue.SendAsync("POST", "/order", Signed.Order(key, _venue.NewNonce(), price: "13"));
        book.Take(await socket.ReadAsync("OrderbookDelta"));
        Assert.Equal("13:1:12:1:11:1:10:1", book.Text);
    }

    /// <summary>
    /// Two clients of a wallet ask for a large book again and again and read nothing of it. Then more happens than may
    /// wait. The one that reads on now is told why it is closed; the other is cut off, and what it guarded canceled. A
    /// third beside them hears of everything.
    /// </summary>
    [Fact]
    public async Task Who_reads_too_slowly_is_told_and_who_reads_nothing_is_cut_off()
    {
        TestKey key = await _venue.FundedAsync(101);
        await FillBookAsync(key);
        await using TestSocket healthy = await TestSocket.OpenAsync(_venue);
        await healthy.ProveAsync(key);
        await healthy.SubscribeAsync("order_updates");
        using RawSocket slow = await OpenSlowAsync(key);
        using RawSocket stuck = await OpenSlowAsync(key);
        await stuck.SendAsync("CancelOnDisconnect", new JsonObject { ["mode"] = "connection" });
        await stuck.ReadAsync("CancelOnDisconnect");
        await ClogAsync(slow, key, healthy);
        long guarded = await ClogAsync(stuck, key, healthy);

        await _venue.RunAsync(new CancelAll(key.Address, Option));
        for (int canceled = 0; canceled < Levels; canceled++)
            Assert.Equal("CANCELED", (await healthy.ReadAsync("OrderUpdate")).GetProperty("status").GetString());

        AssertTooSlow(await slow.ReadCloseAsync());
        _time.Advance(TimeSpan.FromSeconds(10));
        JsonElement last = await healthy.ReadAsync("OrderUpdate");
        Assert.Equal(
            (guarded, "CANCELED"), (last.GetProperty("order_id").GetInt64(), last.GetProperty("status").GetString()));
    }

    /// <summary>A message of more messages than may wait, of either channel, and what the client is to do
    /// then.</summary>
    private static void AssertTooSlow((int Status, string Reason) close)
    {
        Assert.Equal(PolicyViolation, close.Status);
        JsonNode reason = JsonNode.Parse(close.Reason)!;
        Assert.Equal(("slow_consumer", "message_limit"), ((string)reason["error"]!, (string)reason["cause"]!));
        Assert.Contains(
            ((string)reason["class"]!, (string)reason["recovery"]!),
            (IEnumerable<(string, string)>)
                [("private_durable", "rest_reconcile"), ("ordered_public", "snapshot_resubscribe")]);
    }

    private async Task FillBookAsync(TestKey key)
    {
        await _venue.RunAsync(new SetRules(GatewayVenueFixture.Rules with
        {
            Version = 3,
            Tier = new TierRules(2 * Levels, 50),
        }));
        await _venue.RunAsync(new MarketAction(MarketActionKind.Create, Other));
        foreach (int[] some in Enumerable.Range(0, Levels).Chunk(BulkOrders.MaxActions))
        {
            await _venue.RunAsync(new BulkOrders(key.Address, [.. some.Select(number => (BulkAction)new BulkPlace(
                new OrderTerms(
                    Option, Side.Buy, Price.FromUsdc(1_000 + number), Quantity.FromContracts(1_000))))]));
        }
    }

    private async Task<RawSocket> OpenSlowAsync(TestKey key)
    {
        RawSocket socket = await RawSocket.OpenAsync(_venue.Url, receiveBuffer: SmallBuffer);
        await socket.SendAsync("Authenticate", Signed.Proof(key, _time.GetUtcNow().ToUnixTimeMilliseconds()));
        await socket.ReadAsync("Authenticated");
        await SubscribeAsync(socket, "order_updates");
        return socket;
    }

    /// <summary>Asks for more than the systems between take, reads nothing of it, and waits until all of it is on its
    /// way: an order that follows is seen by another.</summary>
    /// <returns>The order's id.</returns>
    private async Task<long> ClogAsync(RawSocket socket, TestKey key, TestSocket healthy)
    {
        for (int number = 0; number < Subscriptions; number++)
            await socket.SendAsync("Subscribe", TestSocket.SubscriptionOf("orderbook_delta", Option));
        await socket.SendAsync(
            "PlaceOrder", Signed.Order(key, _venue.NewNonce(), size: "1", price: "1", symbol: Other));
        JsonElement placed = await healthy.ReadAsync("OrderUpdate");
        Assert.Equal("OPEN", placed.GetProperty("status").GetString());
        return placed.GetProperty("order_id").GetInt64();
    }

    private static async Task SubscribeAsync(RawSocket socket, string channel, params string[] symbols)
    {
        await socket.SendAsync("Subscribe", TestSocket.SubscriptionOf(channel, symbols));
        Assert.Equal(channel, (await socket.ReadAsync("Subscribed")).GetProperty("channel").GetString());
    }

    private static async Task SyncAsync(RawSocket socket)
    {
        await socket.SendAsync("ClockSync", new JsonObject { ["nonce"] = 1 });
        await socket.ReadAsync("ClockSynced");
    }
}
