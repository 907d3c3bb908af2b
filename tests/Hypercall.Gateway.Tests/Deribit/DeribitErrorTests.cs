using System.Net;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Deribit;
using Hypercall.Gateway.Limits;
using Microsoft.Extensions.DependencyInjection;

namespace Hypercall.Gateway.Tests.Deribit;

/// <summary>The errors of gateway.md §8: every row of its table, and every way in which a key is refused.</summary>
public sealed class DeribitErrorTests(DeribitVenueFixture fixture) : IClassFixture<DeribitVenueFixture>
{
    private const string Option = DeribitVenueFixture.Option;
    private const string Buy = $"instrument_name={Option}&type=limit&";

    private GatewayVenueFixture Venue => fixture.Venue;

    [Theory]
    [InlineData("InsufficientMargin", 10009, "not_enough_funds")]
    [InlineData("InsufficientBalance", 10009, "not_enough_funds")]
    [InlineData("UnknownOrder", 10004, "order_not_found")]
    [InlineData("UnknownInstrument", 13020, "not_found")]
    [InlineData("InvalidSymbol", 13020, "not_found")]
    [InlineData("InstrumentExpired", 10012, "book_closed")]
    [InlineData("InstrumentHalted", 10012, "book_closed")]
    [InlineData("TradingModeDisabled", 10012, "book_closed")]
    [InlineData("PriceOffTick", 10043, "price_wrong_tick")]
    [InlineData("TooManySignificantFigures", 10043, "price_wrong_tick")]
    [InlineData("InvalidPrice", 10023, "invalid_price")]
    [InlineData("InvalidSize", 10021, "invalid_amount")]
    [InlineData("SizeOffStep", 10021, "invalid_amount")]
    [InlineData("SizeTooLarge", 10021, "invalid_amount")]
    [InlineData("SizeTooSmall", 10002, "qty_too_low")]
    [InlineData("PostOnlyWouldCross", 11054, "post_only_reject")]
    [InlineData("FillOrKillUnfillable", 11030, "other_reject FillOrKillUnfillable")]
    [InlineData("ReduceOnlyWouldIncrease", 11030, "other_reject ReduceOnlyWouldIncrease")]
    [InlineData("TooManyPositions", 11030, "other_reject TooManyPositions")]
    [InlineData("LiquidationRestricted", 10019, "locked_by_admin")]
    [InlineData("MmpFrozen", 11030, "other_reject MmpFrozen")]
    [InlineData("MissingMark", 11030, "other_reject MissingMark")]
    [InlineData("MissingIndexPrice", 11030, "other_reject MissingIndexPrice")]
    [InlineData("ClientIdInUse", 11030, "other_reject ClientIdInUse")]
    [InlineData("TooManySources", 11030, "other_reject TooManySources")]
    [InlineData("UnknownBuilder", 11030, "other_reject UnknownBuilder")]
    [InlineData("TooManyAgents", 11030, "other_reject TooManyAgents")]
    [InlineData("InvalidBid", 11030, "other_reject InvalidBid")]
    [InlineData("BidTooLow", 11030, "other_reject BidTooLow")]
    [InlineData("SettlementPending", 11030, "other_reject SettlementPending")]
    [InlineData("NotAuthorized", 13009, "unauthorized")]
    [InlineData("AgentDead", 13009, "unauthorized")]
    [InlineData("InvalidFlags", -32602, "Invalid params")]
    [InlineData("InvalidBulk", -32602, "Invalid params")]
    [InlineData("InvalidAmount", -32602, "Invalid params")]
    [InlineData("InvalidExpiry", -32602, "Invalid params")]
    public void A_reject_code_has_its_number(string code, int number, string message)
    {
        var error = DeribitError.Of(new Rejection(Enum.Parse<RejectCode>(code), default), Side.Buy, 7);
        Assert.Equal((number, message, code, 7L), (error.Code, error.Message, error.OwnCode, error.Sequence));
    }

    [Fact]
    public void A_price_beyond_the_band_is_too_high_or_too_low()
    {
        var rejection = new Rejection(
            RejectCode.PriceOutOfBand, new RejectArguments(Price.FromUsdc(2).Units, Price.FromUsdc(1).Units));
        Assert.Equal((10007, "price_too_high 1"), Pair(DeribitError.Of(rejection, Side.Buy, 1)));
        Assert.Equal((10005, "price_too_low 1"), Pair(DeribitError.Of(rejection, Side.Sell, 1)));

        var many = new Rejection(RejectCode.TooManyOpenOrders, new RejectArguments(6, 5));
        Assert.Equal((10013, "max_total_open_orders 5"), Pair(DeribitError.Of(many, Side.Buy, 1)));
    }

    [Fact]
    public void A_refusal_before_the_engine_has_its_number()
    {
        Assert.Equal((10028, 429), Of(GatewayError.RateLimited("", 1)));
        Assert.Equal((10040, 400), Of(GatewayError.Unavailable("EngineBusy", "", 1)));
        Assert.Equal((10040, 400), Of(GatewayError.Unavailable("EngineRecovering", "", 1)));
        Assert.Equal((10040, 400), Of(GatewayError.Unavailable("NotExecuted", "", 1)));
        Assert.Equal((10040, 400), Of(GatewayError.Unavailable("ViewRepairing", "", 1)));
        Assert.Equal((11051, 400), Of(GatewayError.Unavailable("EngineStopped", "", 1)));
        Assert.Equal((11094, 400), Of(GatewayError.OutcomeUnknown("")));
        Assert.Equal((11094, 400), Of(new GatewayError(500, "InternalError", "")));
        Assert.Equal((13009, 401), Of(GatewayError.NotAuthorized("")));
        Assert.Equal((13020, 400), Of(GatewayError.NotFound("")));
        Assert.Equal("outcome_unknown", DeribitError.Of(GatewayError.OutcomeUnknown("x")).Reason);
        Assert.Equal(
            "nobody knows whether it was executed; the same call with this request_id, signed anew, gets the true outcome; "
            + "a market order, or an edit that leaves price or amount out, gets RequestIdReused where the first was executed",
            DeribitError.Of(GatewayError.OutcomeUnknown("x") with { RequestId = "7" }).Detail);
        Assert.Equal("OutcomeUnknown", DeribitError.Of(GatewayError.OutcomeUnknown("x")).OwnCode);
    }

    [Theory]
    [InlineData("private/buy", Buy + "amount=1&price=0", 10023, "InvalidPrice", "price")]
    [InlineData("private/buy", Buy + "amount=1&price=10.001", 10043, "PriceOffTick", "price")]
    [InlineData("private/buy", Buy + "amount=0&price=10", 10021, "InvalidSize", "amount")]
    [InlineData("private/buy", Buy + "amount=1", -32602, "InvalidRequest", "price")]
    [InlineData("private/buy", Buy + "price=1", -32602, "InvalidRequest", "amount")]
    [InlineData("private/buy", Buy + "price=1&amount=1.0000001", -32602, "InvalidRequest", "amount")]
    [InlineData("private/buy", Buy + "price=1&amount=NaN", -32602, "InvalidRequest", "amount")]
    [InlineData("private/buy", Buy + "price=1&amount=1&time_in_force=good_til_day", -32602, "InvalidRequest",
        "time_in_force")]
    [InlineData("private/buy", Buy + "price=1&amount=1&reduce_only=yes", -32602, "InvalidRequest", "reduce_only")]
    [InlineData("private/buy", Buy + "price=1&amount=1&post_only=true", 11047, "NotSupported", "reject_post_only")]
    [InlineData("private/buy", Buy + "price=1&amount=1&request_id=7", -32602, "InvalidRequest", "request_id")]
    [InlineData("private/buy", Buy + "price=1&amount=1&valid_until=1", -32602, "InvalidExpiry", "valid_until")]
    [InlineData("private/buy", Buy + "price=1&amount=1&price=2", -32602, "InvalidRequest", "price")]
    [InlineData("private/buy", $"instrument_name={Option}&type=stop_limit&amount=1&price=1", -32602, "InvalidRequest",
        "type")]
    [InlineData("private/buy", "instrument_name=ETH_USDC-28DEC35-1-C&amount=1&price=1", 13020, "UnknownInstrument",
        "instrument_name")]
    [InlineData("private/buy", "instrument_name=x&amount=1&price=1", 13020, "InvalidSymbol", "instrument_name")]
    [InlineData("private/buy", "amount=1&price=1", -32602, "InvalidRequest", "instrument_name")]
    [InlineData("private/edit", "order_id=999999&amount=1", 10004, "NotFound", "order_id")]
    [InlineData("private/cancel", "order_id=999999", 10004, "UnknownOrder", "order_id")]
    [InlineData("private/cancel", "order_id=ETH-1", 10004, "NotFound", "order_id")]
    [InlineData("private/cancel", "", -32602, "InvalidRequest", "order_id")]
    [InlineData("private/get_order_state", "order_id=999999", 10004, "NotFound", "order_id")]
    [InlineData("private/get_open_orders_by_currency", "", -32602, "InvalidRequest", "currency")]
    [InlineData("private/set_mmp_config", "index_name=eth&interval=1&frozen_time=1", -32602, "InvalidRequest",
        "index_name")]
    [InlineData("public/ticker", "instrument_name=ETH_USDC-28DEC35-1-C", 13020, "NotFound", null)]
    [InlineData("public/ticker", "", -32602, "InvalidRequest", "instrument_name")]
    [InlineData("public/ticker", $"instrument_name={Option}&min_sequence=1000000", 10040, "ViewBehind", null)]
    [InlineData("private/get_open_orders", "min_sequence=1000000", 10040, "ViewBehind", null)]
    [InlineData("public/get_instruments", "min_sequence=now", -32602, "InvalidRequest", "min_sequence")]
    [InlineData("public/get_instruments", "currency=DOGE", 13020, "NotFound", null)]
    [InlineData("public/get_last_trades_by_instrument", $"instrument_name={Option}&count=0", -32602, "InvalidRequest",
        "count")]
    [InlineData("public/get_tradingview_chart_data",
        $"instrument_name={Option}&resolution=2&start_timestamp=0&end_timestamp=1", -32602, "InvalidRequest",
        "resolution")]
    [InlineData("public/get_tradingview_chart_data",
        $"instrument_name={Option}&resolution=1&start_timestamp=0&end_timestamp=1700000000000", -32602,
        "InvalidRequest", "start_timestamp")]
    [InlineData("private/no_such", "", -32601, "NotFound", "method")]
    [InlineData("private/create_combo", "", -32601, "NotFound", "method")]
    public async Task A_call_that_is_wrong_says_why(
        string method, string query, int number, string code, string? parameter)
    {
        DeribitAnswer answer = await Venue.CallAsync(method, query, fixture.Maker);
        Assert.Equal(
            (number, code, parameter, HttpStatusCode.BadRequest),
            (answer.Code, answer.Data("code"), answer.Data("param"), answer.Http.StatusCode));
        foreach (string always in (string[])["code", "detail", "sequence"])
            Assert.True(answer.Error.GetProperty("data").TryGetProperty(always, out _), always);
        Assert.NotNull(answer.Data("reason"));
    }

    [Theory]
    [InlineData("""[{"method":"public/test"}]""")]
    [InlineData("""{"method":"public/test",""")]
    [InlineData("""{"id":1}""")]
    [InlineData("""{"method":"public/ticker","method":"public/test"}""")]
    [InlineData("""{"method":"public/test","id":{"a":1}}""")]
    public async Task What_is_no_request_says_so(string body) =>
        Assert.Equal(-32600, (await Venue.PostAsync("/api/v2", body)).Code);

    [Fact]
    public async Task Nobody_gets_in_without_his_key()
    {
        const string target = "/api/v2/private/get_open_orders";
        DeribitKey key = fixture.Maker;
        long before = await Venue.SequenceAsync();
        foreach (string header in (string[])
            [
                key.Header("POST", target),
                key.Header("GET", target + "?a=b"),
                key.Header("GET", target, "body"),
                key.Header("GET", target, atMs: DeribitKey.NowMs - 61_000),
                key.Header("GET", target, atMs: DeribitKey.NowMs + 61_000),
                key.Header("GET", target).Replace("sig=", "sig=00"),
                key.Header("GET", target).Replace(key.Id, fixture.Taker.Id),
                key.Header("GET", target).Replace(key.Id, "hc_0x_0"),
                key.Header("GET", target).Replace(",nonce", ",once"),
                DeribitKey.Of(key.Owner, 5).Header("GET", target),
                DeribitKey.Of(TestKey.Of(99)).Header("GET", target),
                "Bearer nothing", "Basic YTpi", "deri-hmac-sha256 ",
            ])
        {
            DeribitAnswer refused = await Venue.GetAsync(target, header);
            Assert.Equal((13009, HttpStatusCode.Unauthorized), (refused.Code, refused.Http.StatusCode));
        }

        Assert.Equal(13009, (await Venue.CallAsync("private/get_open_orders")).Code);
        Assert.Equal(before, await Venue.SequenceAsync());
    }

    [Fact]
    public async Task A_signature_is_taken_once()
    {
        const string target = $"/api/v2/private/buy?{Buy}amount=1&price=3";
        string header = fixture.Taker.Header("GET", target);
        Assert.Equal("open", (await Venue.GetAsync(target, header)).Result.GetProperty("order")
            .GetProperty("order_state").GetString());
        Assert.Equal(13009, (await Venue.GetAsync(target, header)).Code);
        // The key's other spelling is the same key, and the signature's other spelling the same signature.
        Assert.Equal(13009, (await Venue.GetAsync(target, header.Replace("_63,", "_063,"))).Code);
        int sig = header.IndexOf("sig=", StringComparison.Ordinal) + 4;
        string upper = header[..sig] + header[sig..(sig + 64)].ToUpperInvariant() + header[(sig + 64)..];
        Assert.Equal(13009, (await Venue.GetAsync(target, upper)).Code);
    }

    /// <summary>ccxt's nonce is the millisecond, which calls that leave together share.</summary>
    [Fact]
    public async Task Two_requests_may_share_a_nonce()
    {
        (string nonce, long time) = (DeribitKey.NewNonce(), DeribitKey.NowMs);
        foreach (int price in (int[])[5, 6])
        {
            string target = $"/api/v2/private/buy?{Buy}amount=1&price={price}";
            string header = fixture.Taker.Header("GET", target, nonce: nonce, atMs: time);
            Assert.Equal("open", (await Venue.GetAsync(target, header)).Result.GetProperty("order")
                .GetProperty("order_state").GetString());
        }
    }

    [Fact]
    public async Task A_request_id_makes_a_repetition_the_same_order()
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(30));
        string query = Buy + "amount=1&price=4&request_id=5f0c2f8e-3c1d-4a6b-9d2e-7b1a4c8e9f03";
        string Id(DeribitAnswer answer) => answer.Result.GetProperty("order").GetProperty("order_id").GetString()!;
        string first = Id(await Venue.CallAsync("private/buy", query, key));
        Assert.Equal(first, Id(await Venue.CallAsync("private/buy", query, key)));
        Assert.Equal(
            1, (await Venue.CallAsync("private/get_open_orders", "", key)).Result.GetArrayLength());
    }

    /// <summary>It may be a repetition, first sent to another gateway: nobody knows any more what came of it.</summary>
    [Fact]
    public async Task A_call_signed_before_the_oldest_outcome_that_is_known_is_not_executed()
    {
        var fewOutcomes = new DeribitVenueFixture();
        await fewOutcomes.InitializeAsync();
        try
        {
            DeribitKey key = fewOutcomes.Maker;
            await fewOutcomes.Venue.RunAsync(new SetRules(
                GatewayVenueFixture.Rules with { Version = 3, OutcomeCache = 1 }));
            async Task<DeribitAnswer> BuyAsync(int price, long atMs)
            {
                string target = $"/api/v2/private/buy?{Buy}amount=1&price={price}";
                return await fewOutcomes.Venue.GetAsync(target, key.Header("GET", target, atMs: atMs));
            }

            // The second's takes the place of the first's.
            for (int price = 3; price < 5; price++)
                Assert.True((await BuyAsync(price, DeribitKey.NowMs)).Result.TryGetProperty("order", out _));
            DeribitAnswer old = await BuyAsync(5, DeribitKey.NowMs - 50_000);

            Assert.Equal((11030, "OutcomeForgotten"), (old.Code, old.Data("code")));
            Assert.Equal(2, (await fewOutcomes.Venue.WalletAsync(key.Owner)).OpenOrders.Count());
        }
        finally
        {
            await fewOutcomes.DisposeAsync();
        }
    }

    /// <summary>The order that it names is gone then: it is the edit's.</summary>
    [Fact]
    public async Task A_request_id_makes_a_repeated_edit_the_same_edit()
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(61));
        string Id(DeribitAnswer answer) => answer.Result.GetProperty("order").GetProperty("order_id").GetString()!;
        string placed = Id(await Venue.CallAsync("private/buy", Buy + "amount=1&price=4&label=edited", key));
        string query = $"order_id={placed}&amount=2&request_id=5f0c2f8e-3c1d-4a6b-9d2e-7b1a4c8e9f04";
        string edited = Id(await Venue.CallAsync("private/edit", query, key));

        Assert.Equal(edited, Id(await Venue.CallAsync("private/edit", query, key)));
        Assert.Equal(10004, (await Venue.CallAsync("private/edit", $"order_id={placed}&amount=2", key)).Code);
        OrderView open = Assert.Single((await Venue.WalletAsync(key.Owner)).OpenOrders);
        Assert.Equal((edited, "2"), ($"{open.OrderId}", $"{open.Size}"));
    }

    /// <summary>The nonce of protection is the gateway's to find: that it has gone on makes no other command of it.</summary>
    [Fact]
    public async Task A_request_id_makes_repeated_protection_the_same_until_it_is_changed_again()
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(62));
        const string set = "index_name=eth_usdc&interval=5&frozen_time=0&quantity_limit=2"
            + "&request_id=5f0c2f8e-3c1d-4a6b-9d2e-7b1a4c8e9f06";
        const string reset = "index_name=eth_usdc&request_id=5f0c2f8e-3c1d-4a6b-9d2e-7b1a4c8e9f07";
        const string wrong = "index_name=eth_usdc&interval=5&frozen_time=0"
            + "&request_id=5f0c2f8e-3c1d-4a6b-9d2e-7b1a4c8e9f08";
        string configured = (await Venue.CallAsync("private/set_mmp_config", set, key)).Result.GetRawText();

        Assert.Equal(configured, (await Venue.CallAsync("private/set_mmp_config", set, key)).Result.GetRawText());
        for (int time = 0; time < 2; time++)
            Assert.Equal("InvalidMmpConfig", (await Venue.CallAsync("private/set_mmp_config", wrong, key)).Data("code"));
        for (int time = 0; time < 2; time++)
            Assert.Equal("ok", (await Venue.CallAsync("private/reset_mmp", reset, key)).Result.GetString());
        Assert.Equal("RequestIdReused", (await Venue.CallAsync("private/set_mmp_config", set, key)).Data("code"));
    }

    /// <summary>How many there were is not remembered, and 0 would not be true.</summary>
    [Fact]
    public async Task A_repeated_cancel_all_does_not_count()
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(63));
        await Venue.CallAsync("private/buy", Buy + "amount=1&price=4", key);
        const string query = "request_id=5f0c2f8e-3c1d-4a6b-9d2e-7b1a4c8e9f09";

        Assert.Equal(1, (await Venue.CallAsync("private/cancel_all", query, key)).Result.GetInt32());
        Assert.Equal(
            JsonValueKind.Null, (await Venue.CallAsync("private/cancel_all", query, key)).Result.ValueKind);
    }

    /// <summary>What reads are refused does not say that nothing was done: who sends it again gets what came of
    /// it.</summary>
    [Fact]
    public async Task A_command_that_was_executed_is_not_told_as_refused()
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(60));
        DeribitAnswer placed = await Venue.CallAsync(
            "private/buy", $"instrument_name={DeribitVenueFixture.Option}&type=limit&amount=1&price=4", key);
        string id = placed.Result.GetProperty("order").GetProperty("order_id").GetString()!;
        string cancel = $"order_id={id}";
        string? requestId;
        ReadShares shares = Venue.Gateway.Services.GetRequiredService<ReadShares>();
        using (var end = new CancellationTokenSource())
        {
            Task<IDisposable>[] reading =
                DeribitOwnFeedTests.ReadTooMuch(shares, $"{key.Owner.Address}", end.Token);
            DeribitAnswer told = await Venue.CallAsync("private/cancel", cancel, key);
            Assert.Equal((11094, "outcome_unknown"), (told.Code, told.Data("reason")));
            Assert.Contains("signed anew", told.Data("detail"));
            requestId = told.Data("request_id");
            Assert.Empty((await Venue.WalletAsync(key.Owner)).OpenOrders);
            await end.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(reading));
            foreach (Task<IDisposable> turn in reading.Where(turn => turn.IsCompletedSuccessfully))
                (await turn).Dispose();
        }

        DeribitAnswer again = await Venue.CallAsync("private/cancel", $"{cancel}&request_id={requestId}", key);
        Assert.Equal("cancelled", again.Result.GetProperty("order_state").GetString());
    }

    /// <summary>Its gateway cannot read what came of it: another one tells, by the id.</summary>
    [Fact]
    public async Task A_failure_after_a_command_was_sent_tells_its_request_id()
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(64));
        await using GatewayHost failing = await Venue.StartAnotherAsync();
        using var http = new HttpClient { BaseAddress = failing.Url };
        async Task<DeribitAnswer> CallAsync(string method, string query)
        {
            string target = $"/api/v2/{method}?{query}";
            using var request = new HttpRequestMessage(HttpMethod.Get, target);
            request.Headers.TryAddWithoutValidation("Authorization", key.Header("GET", target));
            using HttpResponseMessage answer = await http.SendAsync(request);
            using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            return new DeribitAnswer(answer, body.RootElement.Clone());
        }

        DeribitAnswer placed = await CallAsync("private/buy", Buy + "amount=1&price=4");
        string cancel = $"order_id={placed.Result.GetProperty("order").GetProperty("order_id").GetString()}";
        failing.Services.GetRequiredService<ReadShares>().Dispose();

        DeribitAnswer told = await CallAsync("private/cancel", cancel);

        Assert.Equal((11094, "outcome_unknown"), (told.Code, told.Data("reason")));
        Assert.Empty((await Venue.WalletAsync(key.Owner)).OpenOrders);
        DeribitAnswer again = await Venue.CallAsync(
            "private/cancel", $"{cancel}&request_id={told.Data("request_id")}", key);
        Assert.Equal("cancelled", again.Result.GetProperty("order_state").GetString());
    }

    /// <summary>What clients ask for by default is taken.</summary>
    [Theory]
    [InlineData("session:apiconsole-k9 expires:2592000", true)]
    [InlineData("connection", true)]
    [InlineData("", true)]
    [InlineData("session:test wallet:read", true)]
    [InlineData("account:read_write block_trade:read_write connection custody:read_write mainaccount name:ccxt "
        + "trade:read_write wallet:read_write", true)]
    [InlineData("account:read trade:none", false)]
    [InlineData("session:a trade:read", false)]
    [InlineData("account:none", false)]
    [InlineData("expires:60", false)]
    [InlineData("ip:203.0.113.9", false)]
    [InlineData("trade", false)]
    [InlineData("wallet:all", false)]
    public async Task A_scope_of_less_than_all_is_refused(string scope, bool isTaken)
    {
        DeribitKey key = fixture.Maker;
        DeribitAnswer granted = await Venue.CallAsync(
            "public/auth",
            $"grant_type=client_credentials&client_id={key.Id}&client_secret={key.Secret}"
                + $"&scope={Uri.EscapeDataString(scope)}");

        if (isTaken)
            Assert.Equal("connection account:read trade:read_write", granted.Result.GetProperty("scope").GetString());
        else
            Assert.Equal((-32602, "scope"), (granted.Code, granted.Data("param")));
    }

    [Fact]
    public async Task A_revoked_key_ends_and_its_tokens_with_it()
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(31));
        DeribitAnswer granted = await Venue.CallAsync(
            "public/auth", $"grant_type=client_credentials&client_id={key.Id}&client_secret={key.Secret}");
        string access = granted.Result.GetProperty("access_token").GetString()!;
        string refresh = granted.Result.GetProperty("refresh_token").GetString()!;
        const string target = "/api/v2/private/get_open_orders";
        Assert.Equal(0, (await Venue.GetAsync(target, $"Bearer {access}")).Result.GetArrayLength());
        Assert.Equal(13009, (await Venue.GetAsync(target, $"Bearer {refresh}")).Code);
        DeribitAnswer again = await Venue.CallAsync(
            "public/auth", $"grant_type=refresh_token&refresh_token={refresh}");
        Assert.Equal("bearer", again.Result.GetProperty("token_type").GetString());
        Assert.Equal(13009, (await Venue.CallAsync(
            "public/auth", $"grant_type=refresh_token&refresh_token={access}")).Code);

        await Venue.RunAsync(new RevokeAgent(key.Owner.Address, key.Agent));
        await UntilRevokedAsync(() => Venue.GetAsync(target, $"Bearer {access}"));
        await UntilRevokedAsync(() => Venue.CallAsync("private/buy", Buy + "amount=1&price=1", key));
        await UntilRevokedAsync(() => Venue.CallAsync(
            "public/auth", $"grant_type=refresh_token&refresh_token={refresh}"));
    }

    [Fact]
    public async Task What_was_signed_for_a_request_is_no_way_to_a_token()
    {
        DeribitKey key = fixture.Maker;
        const string target = "/api/v2/private/get_open_orders";
        (long time, string nonce) = (DeribitKey.NowMs, DeribitKey.NewNonce());
        string rest = $"GET\n{target}\n\n";
        string signature = key.Sign($"{time}\n{nonce}\n{rest}");
        string Grant(string nonceText, string data) => $"grant_type=client_signature&client_id={key.Id}"
            + $"&timestamp={time}&nonce={Uri.EscapeDataString(nonceText)}&data={Uri.EscapeDataString(data)}"
            + $"&signature={signature}";
        Assert.Equal(-32602, (await Venue.CallAsync("public/auth", Grant(nonce, rest))).Code);
        Assert.Equal(-32602, (await Venue.CallAsync("public/auth", Grant($"{nonce}\nGET\n{target}\n", ""))).Code);
        signature = key.Sign($"{time}\n{nonce}\ndata");
        Assert.Equal("bearer", (await Venue.CallAsync("public/auth", Grant(nonce, "data")))
            .Result.GetProperty("token_type").GetString());
        Assert.Equal(13009, (await Venue.CallAsync("public/auth", Grant(nonce, "data"))).Code);
    }

    private static async Task UntilRevokedAsync(Func<Task<DeribitAnswer>> call)
    {
        // An agent is asked for again each second.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        DeribitAnswer answer = await call();
        while (!answer.Body.TryGetProperty("error", out _))
        {
            patience.Token.ThrowIfCancellationRequested();
            answer = await call();
        }

        Assert.Equal(13009, answer.Code);
    }

    private static (int, string) Pair(DeribitError error) => (error.Code, error.Message);

    private static (int, int) Of(GatewayError error)
    {
        var told = DeribitError.Of(error);
        return (told.Code, told.Status);
    }
}
