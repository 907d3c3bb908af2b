using System.Net;
using System.Net.Http.Json;
using Hypercall.Engine.State;

namespace Hypercall.Gateway.Tests.Writes;

/// <summary>Orders over REST: what each write does, and what its answer says.</summary>
public sealed class OrderWriteTests(GatewayVenueFixture venue) : IClassFixture<GatewayVenueFixture>
{
    [Fact]
    public async Task An_order_rests_and_its_answer_says_so()
    {
        TestKey key = await venue.FundedAsync(1);

        (HttpStatusCode status, JsonElement body, HttpResponseMessage answer) = await venue.SendAsync(
            "POST", "/order", Signed.Order(key, venue.NewNonce(), price: "10.5", size: "2", clientId: "mine"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("OPEN", body.GetProperty("status").GetString());
        Assert.Equal("0", body.GetProperty("filled_size").GetString());
        Assert.Equal(key.Address.ToString(), body.GetProperty("wallet_address").GetString());
        JsonElement info = body.GetProperty("info");
        Assert.Equal(
            (GatewayVenueFixture.Option, "10.5", "2", "Buy", "gtc", "mine", "ETH", false),
            (info.GetProperty("symbol").GetString(), info.GetProperty("price").GetString(),
                info.GetProperty("size").GetString(), info.GetProperty("side").GetString(),
                info.GetProperty("tif").GetString(), info.GetProperty("client_id").GetString(),
                info.GetProperty("underlying").GetString(), info.GetProperty("is_perp").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, body.GetProperty("reason").ValueKind);
        Assert.Equal(
            body.GetProperty("sequence").GetInt64().ToString(), answer.Headers.GetValues("X-Sequence").Single());
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal("orders", answer.Headers.GetValues("X-RateLimit-Bucket").Single());
        WalletReport wallet = await venue.WalletAsync(key);
        Assert.Equal(body.GetProperty("order_id").GetInt64(), Assert.Single(wallet.OpenOrders).OrderId);
    }

    [Fact]
    public async Task Two_orders_trade_and_the_taker_is_told_his_fill()
    {
        (TestKey maker, TestKey taker) = (await venue.FundedAsync(2), await venue.FundedAsync(3));
        await venue.SendAsync("POST", "/order", Signed.Order(maker, venue.NewNonce(), "Sell", "1", "20"));

        (_, JsonElement body, _) = await venue.SendAsync(
            "POST", "/order", Signed.Order(taker, venue.NewNonce(), "Buy", "1", "20", tif: "ioc"));

        Assert.Equal("FILLED", body.GetProperty("status").GetString());
        JsonElement fill = body.GetProperty("fills").EnumerateArray().Single();
        Assert.Equal(
            ("20", "1", true),
            (fill.GetProperty("price").GetString(), fill.GetProperty("size").GetString(),
                fill.GetProperty("is_taker").GetBoolean()));
    }

    [Fact]
    public async Task The_same_bytes_are_the_same_order()
    {
        TestKey key = await venue.FundedAsync(4);
        JsonObject order = Signed.Order(key, venue.NewNonce(), price: "11");

        (_, JsonElement first, _) = await venue.SendAsync("POST", "/order", order);
        (HttpStatusCode status, JsonElement second, _) = await venue.SendAsync("POST", "/order", order);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.False(first.GetProperty("duplicate").GetBoolean());
        Assert.True(second.GetProperty("duplicate").GetBoolean());
        foreach (string same in (string[])["order_id", "status", "request_id", "sequence"])
            Assert.Equal(first.GetProperty(same).ToString(), second.GetProperty(same).ToString());
        Assert.Single((await venue.WalletAsync(key)).OpenOrders);
    }

    /// <summary>What an outcome remembers of itself is less than it was; the rest is not made up.</summary>
    [Fact]
    public async Task A_repetition_does_not_say_what_is_no_longer_known()
    {
        (TestKey maker, TestKey taker) = (await venue.FundedAsync(41), await venue.FundedAsync(42));
        await venue.SendAsync("POST", "/order", Signed.Order(maker, venue.NewNonce(), "Sell", "1", "21"));
        JsonObject order = Signed.Order(taker, venue.NewNonce(), "Buy", "1", "21", tif: "ioc");
        JsonObject exit = Signed.CancelAll(maker, venue.NewNonce());
        JsonObject mode = Signed.MarginMode(maker, venue.NewNonce(), "portfolio");

        (JsonElement first, JsonElement again) = await TwiceAsync("POST", "/order", order);
        (_, JsonElement exited) = await TwiceAsync("DELETE", "/orders", exit);
        (_, JsonElement changed) = await TwiceAsync("POST", "/margin-mode", mode);

        Assert.Single(first.GetProperty("fills").EnumerateArray());
        Assert.Equal("1", again.GetProperty("filled_size").GetString());
        foreach (string unknown in (string[])["fills", "mmp_triggered", "hash"])
        {
            Assert.NotEqual(JsonValueKind.Null, first.GetProperty(unknown).ValueKind);
            Assert.Equal(JsonValueKind.Null, again.GetProperty(unknown).ValueKind);
        }

        Assert.Equal(JsonValueKind.Null, exited.GetProperty("data").GetProperty("canceled").ValueKind);
        Assert.Equal(JsonValueKind.Null, changed.GetProperty("data").GetProperty("previous_mode").ValueKind);

        async Task<(JsonElement First, JsonElement Again)> TwiceAsync(string method, string path, JsonObject body) =>
            ((await venue.SendAsync(method, path, body)).Body, (await venue.SendAsync(method, path, body)).Body);
    }

    /// <summary>Whoever has seen a body can send it again: no way to keep its signer from his exits.</summary>
    [Fact]
    public async Task What_comes_again_costs_its_signer_nothing()
    {
        TestKey key = await venue.FundedAsync(43);
        JsonObject exit = Signed.CancelAll(key, venue.NewNonce());
        (_, _, HttpResponseMessage first) = await venue.SendAsync("DELETE", "/orders", exit);
        Assert.Equal("exits", first.Headers.GetValues("X-RateLimit-Bucket").Single());
        for (int time = 0; time < 25; time++)
        {
            (HttpStatusCode status, _, HttpResponseMessage again) = await venue.SendAsync("DELETE", "/orders", exit);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal("address", again.Headers.GetValues("X-RateLimit-Bucket").Single());
        }
    }

    /// <summary>A nonce that is too far ahead, and one that has not got to the engine, may yet be spent.</summary>
    [Fact]
    public async Task What_was_not_spent_costs_its_signer_again()
    {
        const long tooFarMs = 3 * 86_400_000;
        TestKey key = await venue.FundedAsync(46);
        await using GatewayHost still = await venue.StartAnotherAsync(new ManualTime());
        using var http = new HttpClient { BaseAddress = still.Url };
        JsonObject ahead = Signed.CancelAll(key, venue.NewNonce() + tooFarMs);
        JsonObject late = Signed.CancelAll(key, venue.NewNonce() - tooFarMs);
        JsonObject endless = Signed.Order(key, venue.NewNonce(), symbol: new string('A', 300));

        Assert.Equal(["exits", "exits"], [await BucketOfAsync(ahead), await BucketOfAsync(ahead)]);
        Assert.Equal(["exits", "address"], [await BucketOfAsync(late), await BucketOfAsync(late)]);
        for (int time = 0; time < 2; time++)
        {
            using HttpResponseMessage refused = await http.PostAsJsonAsync("/order", endless);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        }

        using HttpResponseMessage fresh = await http.PostAsJsonAsync("/order", Signed.Order(key, venue.NewNonce()));
        Assert.Equal("999997", fresh.Headers.GetValues("X-RateLimit-Remaining").Single());

        async Task<string> BucketOfAsync(JsonObject exit)
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, "/orders")
            {
                Content = JsonContent.Create(exit),
            };
            using HttpResponseMessage answer = await http.SendAsync(request);
            Assert.Contains("NonceOutOfBounds", await answer.Content.ReadAsStringAsync());
            return answer.Headers.GetValues("X-RateLimit-Bucket").Single();
        }
    }

    /// <summary>As one has it who passes a signed body on: what is added is signed as if it were not there.</summary>
    [Fact]
    public async Task A_term_that_is_signed_as_absent_is_absent()
    {
        TestKey key = await venue.FundedAsync(44);
        JsonObject order = Signed.OrderWithStp(key, venue.NewNonce(), "", "13");
        order["expires_at"] = 0;
        order["builder_code_address"] = default(WalletAddress).ToString();

        (_, JsonElement body, _) = await venue.SendAsync("POST", "/order", order);

        Assert.Equal("OPEN", body.GetProperty("status").GetString());
        Assert.Equal(
            JsonValueKind.Null, body.GetProperty("info").GetProperty("builder_code_address").ValueKind);
    }

    [Fact]
    public async Task A_write_has_no_parameters_in_its_path()
    {
        TestKey key = await venue.FundedAsync(45);
        await venue.SendAsync("POST", "/order", Signed.Order(key, venue.NewNonce(), price: "11"));

        (HttpStatusCode status, JsonElement body, _) = await venue.SendAsync(
            "DELETE", $"/orders?symbol={GatewayVenueFixture.Option}", Signed.CancelAll(key, venue.NewNonce()));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("no parameters in its path", body.ToString());
        Assert.Single((await venue.WalletAsync(key)).OpenOrders);
    }

    [Fact]
    public async Task A_nonce_that_was_used_is_rejected_with_advice()
    {
        TestKey key = await venue.FundedAsync(5);
        long nonce = venue.NewNonce();
        await venue.SendAsync("POST", "/order", Signed.Order(key, nonce, price: "11"));

        (HttpStatusCode status, JsonElement body, _) = await venue.SendAsync(
            "POST", "/order", Signed.Order(key, nonce, price: "12"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("REJECTED", body.GetProperty("status").GetString());
        Assert.Equal("NonceReused", body.GetProperty("code").GetString());
        Assert.Equal(JsonValueKind.Null, body.GetProperty("order_id").ValueKind);
        Assert.StartsWith("Rejected: ", body.GetProperty("reason").GetString());
        Assert.EndsWith(
            "it was executed or rejected before; /orders/status by client id tells which",
            body.GetProperty("reason").GetString());
    }

    /// <summary>As on the channel order_updates.</summary>
    [Fact]
    public async Task An_order_that_ends_says_why()
    {
        TestKey key = await venue.FundedAsync(11);

        (_, JsonElement body, _) = await venue.SendAsync(
            "POST", "/order", Signed.Order(key, venue.NewNonce(), price: "2", tif: "ioc"));

        Assert.Equal(
            ("CANCELED", "Ioc", null),
            (body.GetProperty("status").GetString(), body.GetProperty("reason").GetString(),
                body.GetProperty("code").GetString()));
    }

    /// <summary>What is in the body is what counts, also where it is empty: null alone is absent.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("cancelTaker")]
    public async Task An_order_that_has_stp_is_signed_as_the_newer_type(string stp)
    {
        TestKey key = await venue.FundedAsync(12);

        (HttpStatusCode status, JsonElement body, _) = await venue.SendAsync(
            "POST", "/order", Signed.OrderWithStp(key, venue.NewNonce(), stp, price: "2"));

        Assert.Equal((HttpStatusCode.OK, "OPEN"), (status, body.GetProperty("status").GetString()));
    }

    [Theory]
    [InlineData("ETH_USDC-28DEC35-3200-C")]
    [InlineData("ETH-28DEC35-3200-C")]
    public async Task Other_names_of_an_option_are_taken(string symbol)
    {
        TestKey key = await venue.FundedAsync(6);

        (_, JsonElement body, _) = await venue.SendAsync(
            "POST", "/order", Signed.Order(key, venue.NewNonce(), price: "9", symbol: symbol));

        Assert.Equal("OPEN", body.GetProperty("status").GetString());
        Assert.Equal(GatewayVenueFixture.Option, body.GetProperty("info").GetProperty("symbol").GetString());
    }

    [Fact]
    public async Task An_order_is_replaced_then_canceled_by_id_and_by_client_id()
    {
        TestKey key = await venue.FundedAsync(7);
        (_, JsonElement placed, _) = await venue.SendAsync(
            "POST", "/order", Signed.Order(key, venue.NewNonce(), price: "8"));
        await venue.SendAsync("POST", "/order", Signed.Order(key, venue.NewNonce(), price: "7", clientId: "other"));

        (_, JsonElement replaced, _) = await venue.SendAsync("PUT", "/order", Signed.Replacement(
            key, venue.NewNonce(), placed.GetProperty("order_id").GetInt64(), "Buy", "3", "8.5"));
        Assert.Equal("OPEN", replaced.GetProperty("status").GetString());
        Assert.Equal("3", replaced.GetProperty("info").GetProperty("size").GetString());
        JsonObject cancel = Signed.Cancel(key, venue.NewNonce(), replaced.GetProperty("order_id").GetInt64());
        (_, JsonElement byId, _) = await venue.SendAsync("DELETE", "/order", cancel);
        (_, JsonElement again, _) = await venue.SendAsync("DELETE", "/order", cancel);
        (_, JsonElement byClient, _) = await venue.SendAsync(
            "DELETE", "/order_cloid", Signed.CancelByClientId(key, venue.NewNonce(), "other"));

        foreach (JsonElement canceled in (JsonElement[])[byId, again, byClient])
        {
            Assert.True(canceled.GetProperty("success").GetBoolean());
            Assert.Equal("CANCELED", canceled.GetProperty("data").GetProperty("status").GetString());
            Assert.Equal("gtc", canceled.GetProperty("data").GetProperty("info").GetProperty("tif").GetString());
            Assert.Equal(JsonValueKind.Null, canceled.GetProperty("error").ValueKind);
        }

        Assert.Equal("8.5", again.GetProperty("data").GetProperty("info").GetProperty("price").GetString());
        Assert.Empty((await venue.WalletAsync(key)).OpenOrders);
        (HttpStatusCode status, JsonElement gone, _) = await venue.SendAsync(
            "DELETE", "/order_cloid", Signed.CancelByClientId(key, venue.NewNonce(), "other"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.False(gone.GetProperty("success").GetBoolean());
        Assert.Equal(JsonValueKind.Null, gone.GetProperty("data").ValueKind);
        Assert.Equal("UnknownOrder", gone.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Each_order_of_a_bulk_has_a_result_of_its_own()
    {
        (TestKey key, TestKey stranger) = (await venue.FundedAsync(8), TestKey.Of(200));
        var body = new JsonObject
        {
            ["orders"] = new JsonArray(
                Signed.Order(key, venue.NewNonce(), price: "5"),
                Signed.Order(stranger, venue.NewNonce(), price: "5"),
                JsonValue.Create(1),
                Signed.Order(key, venue.NewNonce(), price: "6")),
        };

        (HttpStatusCode status, JsonElement answer, _) = await venue.SendAsync("POST", "/bulk_order", body);

        Assert.Equal(HttpStatusCode.OK, status);
        JsonElement[] results = [.. answer.GetProperty("results").EnumerateArray()];
        Assert.Equal([0, 1, 2, 3], results.Select(result => result.GetProperty("index").GetInt32()));
        Assert.Equal([true, false, false, true], results.Select(result => result.GetProperty("success").GetBoolean()));
        Assert.Equal("UnknownWallet", results[1].GetProperty("code").GetString());
        Assert.Equal("InvalidRequest", results[2].GetProperty("code").GetString());
        Assert.Equal(2, (await venue.WalletAsync(key)).OpenOrders.Length);
    }

    [Fact]
    public async Task One_signature_places_and_cancels_in_one_record()
    {
        TestKey key = await venue.FundedAsync(9);
        const string actions = """
            [{"type":"PlaceOrder","symbol":"ETH-28DEC35-3200-C","side":"buy","price":"4","size":"1","tif":"gtc"},
             {"type":"CancelOrder","orderId":999999}]
            """;
        long before = await venue.SequenceAsync();

        (_, JsonElement body, _) = await venue.SendAsync("POST", "/bulk", Signed.Bulk(key, venue.NewNonce(), actions));

        Assert.True(body.GetProperty("success").GetBoolean());
        Assert.Equal(before + 1, body.GetProperty("sequence").GetInt64());
        JsonElement[] results = [.. body.GetProperty("results").EnumerateArray()];
        Assert.Equal("accepted", results[0].GetProperty("outcome").GetString());
        Assert.Equal("UnknownOrder", results[1].GetProperty("code").GetString());
        Assert.Single((await venue.WalletAsync(key)).OpenOrders);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[{]")]
    [InlineData("{}")]
    public async Task Actions_that_are_no_array_are_named(string actions)
    {
        TestKey key = await venue.FundedAsync(13);

        (HttpStatusCode status, JsonElement body, _) = await venue.SendAsync(
            "POST", "/bulk", Signed.Bulk(key, venue.NewNonce(), actions));

        Assert.Equal(
            (HttpStatusCode.BadRequest, "InvalidRequest"), (status, body.GetProperty("code").GetString()));
        Assert.StartsWith(
            "field 'actions': expected the JSON text of an array of actions", body.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task All_orders_are_canceled_now_or_after_a_time()
    {
        TestKey key = await venue.FundedAsync(10);
        (_, JsonElement placed, _) = await venue.SendAsync(
            "POST", "/order", Signed.Order(key, venue.NewNonce(), price: "3"));

        (_, JsonElement armed, _) = await venue.SendAsync(
            "POST", "/cancel-all-after", Signed.CancelAllAfter(key, venue.NewNonce(), 60_000));
        Assert.Equal(
            (await venue.WalletAsync(key)).CancelAllAtMs, armed.GetProperty("data").GetProperty("due_at").GetInt64());
        (_, JsonElement canceled, HttpResponseMessage answer) = await venue.SendAsync(
            "DELETE", "/orders", Signed.CancelAll(key, venue.NewNonce()));

        Assert.Equal(
            [placed.GetProperty("order_id").GetInt64()],
            canceled.GetProperty("data").GetProperty("canceled").EnumerateArray().Select(id => id.GetInt64()));
        Assert.Equal("exits", answer.Headers.GetValues("X-RateLimit-Bucket").Single());
        Assert.Empty((await venue.WalletAsync(key)).OpenOrders);
    }
}
