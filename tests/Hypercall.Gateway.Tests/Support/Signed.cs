namespace Hypercall.Gateway.Tests.Support;

/// <summary>
/// Bodies as a client's SDK makes them: hashed here field by field, from the texts of the body, by no code that the
/// gateway reads bodies with.
/// </summary>
internal static class Signed
{
    private static readonly SigningDomain Domain = new(998);

    /// <summary>An order of the older types.</summary>
    public static JsonObject Order(
        TestKey key,
        long nonce,
        string side = "Buy",
        string size = "1",
        string price = "100",
        string symbol = GatewayVenueFixture.Option,
        string? tif = null,
        string? clientId = null,
        bool reduceOnly = false,
        TestKey? wallet = null)
    {
        WalletAddress address = (wallet ?? key).Address;
        var body = new JsonObject
        {
            ["wallet"] = address.ToString(), ["symbol"] = symbol, ["side"] = side, ["size"] = size, ["price"] = price,
        };
        Put(body, "tif", tif);
        Put(body, "client_id", clientId);
        object[] terms = [address, symbol, side, size, price, tif ?? "gtc", "best_execution", clientId ?? ""];
        if (!reduceOnly)
            return Of(SignedTypes.PlaceOrder, key, nonce, body, terms);
        body["reduce_only"] = true;
        return Of(SignedTypes.PlaceOrderReduceOnly, key, nonce, body, [.. terms, true]);
    }

    /// <summary>An order that has stp, signed as the newer type.</summary>
    public static JsonObject OrderWithStp(TestKey key, long nonce, string stp, string price) => OfWallet(
        SignedTypes.PlaceOrderV2,
        key,
        nonce,
        new JsonObject
        {
            ["symbol"] = GatewayVenueFixture.Option, ["side"] = "Buy", ["size"] = "1", ["price"] = price, ["stp"] = stp,
        },
        GatewayVenueFixture.Option, "Buy", "1", price, "gtc", "best_execution", "", false, false, false, 0L, stp,
        default(WalletAddress));

    /// <summary>What takes an order's place.</summary>
    public static JsonObject Replacement(
        TestKey key, long nonce, long orderId, string side, string size, string price) => OfWallet(
        SignedTypes.ReplaceOrder,
        key,
        nonce,
        new JsonObject
        {
            ["order_id"] = orderId,
            ["symbol"] = GatewayVenueFixture.Option,
            ["side"] = side,
            ["size"] = size,
            ["price"] = price,
        },
        orderId.ToString(), GatewayVenueFixture.Option, side, size, price, "gtc", "");

    public static JsonObject Cancel(TestKey key, long nonce, long orderId) => OfWallet(
        SignedTypes.CancelOrder, key, nonce, new JsonObject { ["order_id"] = orderId }, orderId.ToString());

    public static JsonObject CancelByClientId(TestKey key, long nonce, string clientId) => OfWallet(
        SignedTypes.CancelOrderByClientId, key, nonce, new JsonObject { ["client_id"] = clientId }, clientId);

    public static JsonObject CancelAll(TestKey key, long nonce) =>
        OfWallet(SignedTypes.CancelAll, key, nonce, [], "", "", false);

    public static JsonObject CancelAllAfter(TestKey key, long nonce, long timeoutMs) => OfWallet(
        SignedTypes.CancelAllAfter, key, nonce, new JsonObject { ["timeout_ms"] = timeoutMs }, timeoutMs);

    public static JsonObject Bulk(TestKey key, long nonce, string actions) => OfWallet(
        SignedTypes.BulkOrders, key, nonce, new JsonObject { ["actions"] = actions }, actions);

    public static JsonObject Agent(TypedStruct type, TestKey key, long nonce, TestKey agent) =>
        Agent(type, key, nonce, agent.Address);

    public static JsonObject Agent(TypedStruct type, TestKey key, long nonce, WalletAddress agent) =>
        Of(type, key, nonce, new JsonObject { ["agent"] = agent.ToString() }, agent);

    public static JsonObject RevokeAllAgents(TestKey key, long nonce) =>
        Of(SignedTypes.RevokeAllAgents, key, nonce, []);

    public static JsonObject MarginMode(TestKey key, long nonce, string mode) => OfWallet(
        SignedTypes.SetMarginMode, key, nonce, new JsonObject { ["margin_mode"] = mode }, mode);

    public static JsonObject Withdrawal(TestKey key, long nonce, string amount, TestKey destination) => OfWallet(
        SignedTypes.WithdrawUsdc,
        key,
        nonce,
        new JsonObject
        {
            ["account"] = key.Address.ToString(),
            ["destination"] = destination.Address.ToString(),
            ["amount"] = amount,
        },
        key.Address, destination.Address, amount);

    public static JsonObject Protection(TestKey key, long nonce, string currency, string quantity, bool enabled) =>
        OfWallet(
            SignedTypes.SetMmpConfig,
            key,
            nonce,
            new JsonObject
            {
                ["currency"] = currency,
                ["interval_ms"] = 1_000,
                ["frozen_time_ms"] = 0,
                ["qty_limit"] = quantity,
                ["enabled"] = enabled,
            },
            currency, 1_000L, 0L, quantity, "", "", enabled);

    public static JsonObject OfCurrency(TypedStruct type, TestKey key, long nonce, string currency) =>
        OfWallet(type, key, nonce, new JsonObject { ["currency"] = currency }, currency);

    public static JsonObject Seen(TestKey key, WalletAddress wallet, long nonce, long[] ids) => Of(
        SignedTypes.SetSettlementPayoutSeen,
        key,
        nonce,
        new JsonObject
        {
            ["wallet"] = wallet.ToString(),
            ["ids"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]),
        },
        wallet, string.Join(',', ids), true);

    /// <summary>A key of the gateway's, which is an agent's address.</summary>
    public static JsonObject ApiKey(TestKey key, long nonce, int index, WalletAddress agent) => Of(
        SignedTypes.ApproveAgent,
        key,
        nonce,
        new JsonObject { ["wallet"] = key.Address.ToString(), ["index"] = index },
        agent);

    /// <summary>A bid for a portfolio as <c>/liquidation/auctions</c> tells of it.</summary>
    public static JsonObject Bid(TestKey key, long nonce, JsonNode auction, string amount)
    {
        string hashOfPortfolio = (string)auction["portfolio_hash"]!;
        string id = (string)auction["auction_id"]!;
        long version = (long)auction["auction_version"]!;
        JsonArray positions = auction["positions"]!.DeepClone().AsArray();
        foreach (JsonNode? position in positions)
            position!.AsObject().Remove("mark");
        var body = new JsonObject
        {
            ["liquidated_wallet"] = auction["wallet"]!.DeepClone(),
            ["request_id"] = "r",
            ["auction_id"] = id,
            ["bid_usdc"] = amount,
            ["positions"] = positions,
            ["portfolio_hash"] = hashOfPortfolio,
            ["auction_terms_hash"] = "terms",
            ["auction_version"] = version,
            ["valuation_timestamp_ms"] = 1,
            ["bid_intent_hash"] = "intent",
        };
        return OfWallet(
            SignedTypes.StandardMarginLiquidationOrder, key, nonce, body,
            WalletAddress.Parse((string)auction["wallet"]!), "r", id, amount, hashOfPortfolio, "terms", "intent",
            version);
    }

    /// <summary>The proof that a socket is of a wallet, by itself or by an agent of it.</summary>
    public static JsonObject Proof(TestKey key, long timestamp, TestKey? agent = null)
    {
        StructHash hash = Hashed.Of(SignedTypes.AuthenticateWs, key.Address, timestamp);
        return new JsonObject
        {
            ["wallet"] = key.Address.ToString(),
            ["timestamp"] = timestamp,
            ["signature"] = (agent ?? key).Sign(Domain.DigestOf(ref hash)),
        };
    }

    /// <summary>A body that begins with the wallet, in what is signed too.</summary>
    private static JsonObject OfWallet(
        TypedStruct type, TestKey key, long nonce, JsonObject body, params ReadOnlySpan<object> signed)
    {
        body["wallet"] = key.Address.ToString();
        return Of(type, key, nonce, body, [key.Address, .. signed]);
    }

    /// <summary>Every body ends with the nonce, hashed last, and the signature.</summary>
    private static JsonObject Of(
        TypedStruct type, TestKey key, long nonce, JsonObject body, params ReadOnlySpan<object> signed)
    {
        StructHash hash = Hashed.Of(type, [.. signed, nonce]);
        body["nonce"] = nonce;
        body["signature"] = key.Sign(Domain.DigestOf(ref hash));
        return body;
    }

    private static void Put(JsonObject body, string name, string? text)
    {
        if (text is not null)
            body[name] = text;
    }
}
