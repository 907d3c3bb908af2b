using System.Net;
using System.Text.RegularExpressions;
using Hypercall.Views.Tests.Support;

namespace Hypercall.Gateway.Tests;

/// <summary>
/// Every read of gateway.md §5 against its committed answer, as it stands on the wire but for the times of a request;
/// and what is refused, and how pages follow one another.
/// </summary>
public sealed partial class ReadTests(TradedVenueFixture venue) : IClassFixture<TradedVenueFixture>
{
    private const string UpdateVariable = "HYPERCALL_UPDATE_GOLDEN";
    private static readonly string Buyer = SettlingVenue.Buyer.ToString();
    private static readonly string Seller = SettlingVenue.Seller.ToString();
    private static readonly string Maker = SettlingVenue.Maker.ToString();

    public static TheoryData<string, string> Answers => new()
    {
        { "exchange-info", "/exchange-info" },
        { "markets", "/markets" },
        { "markets-slim", "/markets?include_instruments=false" },
        { "instruments", "/instruments?currency=ETH&kind=option" },
        { "instrument-specs", "/instrument-specs?currency=ETH" },
        { "options-summary", "/options-summary?currency=ETH&kind=option" },
        { "options-summary-expiry", "/options-summary?currency=ETH&kind=option&expiry=1" },
        { "orderbook-id", "/orderbook?instrument_id=2&depth=1" },
        { "orderbook-name", "/orderbook?instrument_id=ETH_USDC-30JAN26-3000-C" },
        { "options-chain", "/options-chain?currency=ETH&expiry=1769760000" },
        { "rules", "/rules" },
        { "statistics", "/statistics" },
        { "trades", "/trades" },
        { "trades-symbol", "/trades?limit=1&symbol=ETH-30JAN26-3000-C" },
        { "trades-account", $"/trades?account={Seller}" },
        { "trade", "/trades/1" },
        { "orders", $"/orders?wallet={Maker}" },
        { "orders-open", $"/orders?wallet={Maker}&status=open" },
        { "order-by-id", $"/orders/status?wallet={Seller}&order_id=1" },
        { "order-by-client-id", $"/orders/status?wallet={Maker}&order_id=bid-2" },
        { "fills", $"/fills?wallet={Buyer}" },
        { "portfolio-portfolio", $"/portfolio?wallet={Buyer}" },
        { "portfolio-standard", $"/portfolio?wallet={Seller}" },
        { "portfolio-unknown", "/portfolio?wallet=0x00000000000000000000000000000000000000FF" },
        { "risk-grid", $"/risk/grid?wallet={Maker}" },
        { "mmp-config", $"/mmp-config?wallet={Maker}" },
        { "authorized-agents", $"/authorized-agents?wallet={Maker}" },
        { "liquidation-status", $"/liquidation/status?wallet={Seller}" },
        { "liquidation-history", $"/liquidation/history?wallet={Seller}" },
        { "liquidations", "/liquidations?limit=1" },
        { "liquidation-auctions", "/liquidation/auctions" },
        { "settlement-payouts", $"/settlement-payouts?wallet={Buyer}" },
        { "transfers", $"/v1/transfers?wallet={Buyer}&transaction_type=deposit,withdrawal&asset=USDC" },
        { "historical-theos", "/historical-theos?instrument_name=ETH-20260130-3000-C&interval=1h" },
        { "historical-theos-batch",
            "/historical-theos/batch?instrument_names=ETH-20260130-3000-C,ETH-20260130-3500-P&interval=1d" },
        { "historical-pnl", $"/historical-pnl?wallet={Buyer}&interval=5m&limit=2" },
        { "profile", $"/profile?wallet={Buyer}" },
        { "profile-trades", $"/profile/trades?wallet={Buyer}&limit=1&symbol={SettlingVenue.Call}" },
        { "profile-realized-pnl", $"/profile/realized-pnl?wallet={Buyer}" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_answer_is_the_committed_one(string name, string path)
    {
        long sequence = venue.Sequence;
        using HttpResponseMessage answer = await venue.Http.GetAsync(WithMinSequence(path, sequence));
        string body = Times().Replace(await answer.Content.ReadAsStringAsync(), "\"$1\":0");
        string file = Repository.PathOf($"tests/Hypercall.Gateway.Tests/Golden/{name}.json");
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            await File.WriteAllTextAsync(file, Indented(body) + "\n");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        using (JsonDocument document = JsonDocument.Parse(body))
            FaceContract.RequireAnswer("GET", path, (int)answer.StatusCode, document.RootElement);
        Assert.Equal(await File.ReadAllTextAsync(file), Indented(body) + "\n");
        Assert.Equal(sequence, long.Parse(Assert.Single(answer.Headers.GetValues("X-Sequence"))));
    }

    [Theory]
    [InlineData("/portfolio", HttpStatusCode.BadRequest, "InvalidRequest", "parameter 'wallet'")]
    [InlineData("/portfolio?wallet=0x12", HttpStatusCode.BadRequest, "InvalidRequest", "parameter 'wallet'")]
    [InlineData("/trades?limit=101", HttpStatusCode.BadRequest, "InvalidRequest", "parameter 'limit'")]
    [InlineData("/trades?limit=x", HttpStatusCode.BadRequest, "InvalidRequest", "parameter 'limit'")]
    [InlineData("/trades?limit=1&limit=2", HttpStatusCode.BadRequest, "InvalidRequest", "parameter 'limit'")]
    [InlineData("/trades?side=buy", HttpStatusCode.BadRequest, "InvalidRequest", "parameter 'side'")]
    [InlineData("/trades?symbol=a&underlying=b", HttpStatusCode.BadRequest, "InvalidRequest", "at most one of")]
    [InlineData("/trades?after_trade_id=1&offset=1", HttpStatusCode.BadRequest, "InvalidRequest", "after_trade_id")]
    [InlineData("/trades?symbol=a&offset=1", HttpStatusCode.BadRequest, "InvalidRequest", "offset")]
    [InlineData("/rules?min_sequence=-1", HttpStatusCode.BadRequest, "InvalidRequest", "parameter 'min_sequence'")]
    [InlineData(
        "/historical-theos?instrument_name=a&interval=2h", HttpStatusCode.BadRequest, "InvalidRequest", "interval")]
    [InlineData("/options-chain?currency=ETH", HttpStatusCode.BadRequest, "InvalidRequest", "parameter 'expiry'")]
    [InlineData("/orderbook?instrument_id=99", HttpStatusCode.NotFound, "NotFound", null)]
    [InlineData("/orderbook?instrument_id=ETH-20260130-1-C", HttpStatusCode.NotFound, "NotFound", null)]
    [InlineData("/instruments?currency=DOGE", HttpStatusCode.NotFound, "NotFound", null)]
    [InlineData("/trades/999", HttpStatusCode.NotFound, "NotFound", null)]
    [InlineData("/trades/x", HttpStatusCode.NotFound, "NotFound", null)]
    [InlineData("/rules?min_sequence=1000000", HttpStatusCode.Conflict, "ViewBehind", null)]
    [InlineData("/trades?min_sequence=1000000", HttpStatusCode.Conflict, "ViewBehind", null)]
    [InlineData("/v1/withdrawals?wallet=0x12", HttpStatusCode.NotImplemented, "NotSupported", null)]
    [InlineData("/api-key?wallet=0x12", HttpStatusCode.BadRequest, "InvalidRequest", "parameter 'wallet'")]
    public async Task A_read_that_cannot_be_answered_says_why(
        string path, HttpStatusCode status, string code, string? detail)
    {
        using HttpResponseMessage answer = await venue.Http.GetAsync(path);
        using JsonDocument body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal((status, code), (answer.StatusCode, body.RootElement.GetProperty("code").GetString()));
        FaceContract.RequireAnswer("GET", path, (int)answer.StatusCode, body.RootElement);
        bool isOfTheEngine = code is "NotFound" or "ViewBehind" && path != "/trades/x";
        Assert.Equal(isOfTheEngine, answer.Headers.Contains("X-Sequence"));
        if (detail is not null)
            Assert.Contains(detail, body.RootElement.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task An_order_of_somebody_else_is_not_there()
    {
        using HttpResponseMessage answer = await venue.Http.GetAsync($"/orders/status?wallet={Buyer}&order_id=1");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    /// <summary>From the newest back, each id once; and after one id, the oldest first.</summary>
    [Fact]
    public async Task Pages_follow_one_another()
    {
        List<long> all = [.. (await DataAsync("/trades")).Select(trade => trade.GetProperty("trade_id").GetInt64())];
        Assert.Equal(all.OrderDescending(), all);
        var paged = new List<long>();
        for (int offset = 0; offset < all.Count; offset += 2)
        {
            paged.AddRange((await DataAsync($"/trades?limit=2&offset={offset}"))
                .Select(trade => trade.GetProperty("trade_id").GetInt64()));
        }

        Assert.Equal(all, paged);
        Assert.Equal(
            all.Order().Skip(1),
            (await DataAsync($"/trades?after_trade_id={all.Min()}"))
                .Select(trade => trade.GetProperty("trade_id").GetInt64()));
    }

    [Fact]
    public async Task Cursors_lead_to_the_end()
    {
        var states = new List<string>();
        string? cursor = "";
        for (; cursor is not null; cursor = await NextAsync(cursor, states))
            Assert.True(states.Count < 10);
        Assert.Equal(
            (await DataAsync("/liquidations")).Select(row => row.GetProperty("new_state").GetString()), states);
        Assert.True(states.Count > 1);
    }

    private async Task<string?> NextAsync(string cursor, List<string> states)
    {
        string path = cursor.Length == 0 ? "/liquidations?limit=1" : $"/liquidations?limit=1&cursor={cursor}";
        using JsonDocument body = JsonDocument.Parse(await venue.Http.GetStringAsync(path));
        states.AddRange(body.RootElement.GetProperty("data").EnumerateArray()
            .Select(row => row.GetProperty("new_state").GetString()!));
        JsonElement page = body.RootElement.GetProperty("page");
        string? next = page.GetProperty("next_cursor").GetString();
        Assert.Equal(page.GetProperty("has_more").GetBoolean(), next is not null);
        return next;
    }

    private async Task<JsonElement[]> DataAsync(string path)
    {
        using JsonDocument body = JsonDocument.Parse(await venue.Http.GetStringAsync(path));
        return [.. body.RootElement.GetProperty("data").EnumerateArray().Select(item => item.Clone())];
    }

    private static string WithMinSequence(string path, long sequence) =>
        $"{path}{(path.Contains('?') ? '&' : '?')}min_sequence={sequence}";

    private static string Indented(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement, new JsonSerializerOptions { WriteIndented = true });
    }

    [GeneratedRegex("\"(usIn|usOut|usDiff|server_time)\":\\d+")]
    private static partial Regex Times();
}
