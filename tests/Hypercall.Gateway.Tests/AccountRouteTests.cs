using System.Net;

namespace Hypercall.Gateway.Tests;

/// <summary>What a signature gets besides orders, where wallets are read by their owners alone.</summary>
public sealed class AccountRouteTests(PrivateVenueFixture fixture) : IClassFixture<PrivateVenueFixture>
{
    private readonly GatewayVenueFixture _venue = fixture.Venue;

    [Fact]
    public async Task A_wallet_is_read_with_a_session_of_its_own()
    {
        (TestKey key, TestKey other) = (await _venue.FundedAsync(80), await _venue.FundedAsync(81));
        string path = $"/portfolio?wallet={key.Address}";
        Assert.Equal(HttpStatusCode.Forbidden, await fixture.StatusOfAsync(path, null));
        Assert.Equal(HttpStatusCode.Forbidden, await fixture.StatusOfAsync(path, await fixture.TokenAsync(other)));
        string token = await fixture.TokenAsync(key);
        Assert.Equal(HttpStatusCode.OK, await fixture.StatusOfAsync(path, token));
        Assert.Equal(HttpStatusCode.Forbidden, await fixture.StatusOfAsync(path, token[..^4] + "AAAA"));
        Assert.Equal(HttpStatusCode.Forbidden, await fixture.StatusOfAsync("/liquidations", token));
        Assert.Equal(HttpStatusCode.OK, await fixture.StatusOfAsync("/trades", null));

        JsonObject late = Signed.Proof(key, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - 61_000);
        (HttpStatusCode refused, _, _) = await _venue.SendAsync("POST", "/session", late);
        Assert.Equal(HttpStatusCode.Forbidden, refused);
    }

    [Fact]
    public async Task A_key_is_an_agent_that_the_wallet_approves()
    {
        TestKey key = await _venue.FundedAsync(82);
        string token = await fixture.TokenAsync(key);
        JsonElement shown = await JsonOfAsync($"/api-key?wallet={key.Address}&index=3", token);
        string agent = shown.GetProperty("agent").GetString()!;
        Assert.Equal($"hc_{key.Address}_3", shown.GetProperty("client_id").GetString());

        JsonObject body = Signed.ApiKey(key, _venue.NewNonce(), 3, WalletAddress.Parse(agent));
        (_, JsonElement first, _) = await _venue.SendAsync("POST", "/api-key", body);
        (_, JsonElement again, _) = await _venue.SendAsync("POST", "/api-key", body);

        JsonElement data = first.GetProperty("data");
        Assert.Equal(agent, data.GetProperty("agent").GetString());
        Assert.Equal(64, data.GetProperty("client_secret").GetString()!.Length);
        Assert.True(again.GetProperty("duplicate").GetBoolean());
        JsonElement repeated = again.GetProperty("data");
        Assert.Equal(JsonValueKind.Null, repeated.GetProperty("client_secret").ValueKind);
        Assert.Equal(data.GetProperty("client_id").GetString(), repeated.GetProperty("client_id").GetString());
        Assert.Equal(
            agent,
            (await ReadAsync($"/authorized-agents?wallet={key.Address}", token))
                .GetProperty("agents").EnumerateArray().Single().GetString());
        body["index"] = 4;
        (HttpStatusCode other, _, _) = await _venue.SendAsync("POST", "/api-key", body);
        Assert.Equal(HttpStatusCode.Forbidden, other);
    }

    /// <summary>A socket that watches auctions hears of one that runs, and of its end; so does the wallet's.</summary>
    [Fact]
    public async Task A_bid_buys_the_portfolio_that_it_names()
    {
        (TestKey poor, TestKey bidder) = (await _venue.FundedAsync(83), TestKey.Of(84));
        for (int deposit = 0; deposit < 30; deposit++)
            await _venue.FundedAsync(84);
        await PrivateVenueFixture.StartAuctionAsync(_venue.RunAsync, poor, (await _venue.FundedAsync(85)).Address);
        await using TestSocket watcher = await TestSocket.OpenAsync(_venue);
        await watcher.SubscribeAsync("auctions");
        JsonElement started = await watcher.ReadAsync("LiquidationAuction");
        JsonNode auction = JsonNode.Parse((await ReadAsync("/liquidation/auctions", null)).GetRawText())!["data"]![0]!;
        Assert.Equal(
            (poor.Address.ToString(), "started", (string)auction["auction_id"]!),
            (started.GetProperty("wallet_address").GetString(), started.GetProperty("status").GetString(),
                started.GetProperty("auction_id").GetString()));
        Assert.Matches("^0x[0-9a-f]{32}$", (string)auction["portfolio_hash"]!);

        JsonNode stale = auction.DeepClone();
        stale["positions"]![0]!["quantity"] = "-99";
        Assert.Equal("StaleAuction", await CodeOfAsync(bidder, stale, HttpStatusCode.Conflict));
        Assert.Equal("BidTooLow", await CodeOfAsync(bidder, auction, HttpStatusCode.OK, "-100000000"));
        JsonObject body = Signed.Bid(bidder, _venue.NewNonce(), auction, "0");
        (_, JsonElement won, _) = await _venue.SendAsync("POST", "/liquidation/standard-margin", body);
        (_, JsonElement again, _) = await _venue.SendAsync("POST", "/liquidation/standard-margin", body);

        Assert.True(won.GetProperty("success").GetBoolean(), won.GetRawText());
        Assert.Equal(
            bidder.Address.ToString(), won.GetProperty("data").GetProperty("liquidator_wallet").GetString());
        Assert.True(again.GetProperty("duplicate").GetBoolean());
        JsonElement ended = await watcher.ReadAsync("LiquidationAuction");
        Assert.Equal(
            ("won", bidder.Address.ToString()),
            (ended.GetProperty("status").GetString(), ended.GetProperty("bidder").GetString()));
        Assert.Equal("StaleAuction", await CodeOfAsync(bidder, auction, HttpStatusCode.Conflict));
    }

    private async Task<string?> CodeOfAsync(
        TestKey bidder, JsonNode auction, HttpStatusCode expected, string amount = "0")
    {
        (HttpStatusCode status, JsonElement answer, _) = await _venue.SendAsync(
            "POST", "/liquidation/standard-margin", Signed.Bid(bidder, _venue.NewNonce(), auction, amount));
        Assert.Equal(expected, status);
        return answer.GetProperty("code").GetString();
    }

    private async Task<JsonElement> ReadAsync(string path, string? token) => await JsonOfAsync(
        $"{path}{(path.Contains('?') ? '&' : '?')}min_sequence={await _venue.SequenceAsync()}", token);

    private async Task<JsonElement> JsonOfAsync(string path, string? token)
    {
        using HttpResponseMessage answer = await fixture.GetAsync(path, token);
        using JsonDocument body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return body.RootElement.Clone();
    }
}
