using System.Text.Json.Nodes;
using Hypercall.Engine.Domain;
using Hypercall.Gateway.Signing;

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
        var hash = new StructHash(reduceOnly ? SignedTypes.PlaceOrderReduceOnly : SignedTypes.PlaceOrder);
        hash.Add(address);
        foreach (string text in (string[])[symbol, side, size, price, tif ?? "gtc", "best_execution", clientId ?? ""])
            hash.Add(text);
        if (reduceOnly)
            hash.Add(true);
        var body = new JsonObject
        {
            ["wallet"] = address.ToString(), ["symbol"] = symbol, ["side"] = side, ["size"] = size, ["price"] = price,
        };
        Put(body, "tif", tif);
        Put(body, "client_id", clientId);
        if (reduceOnly)
            body["reduce_only"] = true;
        return Finish(body, key, nonce, ref hash);
    }

    /// <summary>What takes an order's place.</summary>
    public static JsonObject Replacement(TestKey key, long nonce, long orderId, string side, string size, string price)
    {
        var hash = new StructHash(SignedTypes.ReplaceOrder);
        hash.Add(key.Address);
        hash.Add(orderId.ToString());
        foreach (string text in (string[])[GatewayVenueFixture.Option, side, size, price, "gtc", ""])
            hash.Add(text);
        return Finish(
            new JsonObject
            {
                ["wallet"] = key.Address.ToString(),
                ["order_id"] = orderId,
                ["symbol"] = GatewayVenueFixture.Option,
                ["side"] = side,
                ["size"] = size,
                ["price"] = price,
            },
            key,
            nonce,
            ref hash);
    }

    public static JsonObject Cancel(TestKey key, long nonce, long orderId)
    {
        var hash = new StructHash(SignedTypes.CancelOrder);
        hash.Add(key.Address);
        hash.Add(orderId.ToString());
        return Finish(
            new JsonObject { ["wallet"] = key.Address.ToString(), ["order_id"] = orderId }, key, nonce, ref hash);
    }

    public static JsonObject CancelByClientId(TestKey key, long nonce, string clientId)
    {
        var hash = new StructHash(SignedTypes.CancelOrderByClientId);
        hash.Add(key.Address);
        hash.Add(clientId);
        return Finish(
            new JsonObject { ["wallet"] = key.Address.ToString(), ["client_id"] = clientId }, key, nonce, ref hash);
    }

    public static JsonObject CancelAll(TestKey key, long nonce)
    {
        var hash = new StructHash(SignedTypes.CancelAll);
        hash.Add(key.Address);
        hash.Add("");
        hash.Add("");
        hash.Add(false);
        return Finish(new JsonObject { ["wallet"] = key.Address.ToString() }, key, nonce, ref hash);
    }

    public static JsonObject CancelAllAfter(TestKey key, long nonce, long timeoutMs)
    {
        var hash = new StructHash(SignedTypes.CancelAllAfter);
        hash.Add(key.Address);
        hash.Add(timeoutMs);
        return Finish(
            new JsonObject { ["wallet"] = key.Address.ToString(), ["timeout_ms"] = timeoutMs }, key, nonce, ref hash);
    }

    public static JsonObject Bulk(TestKey key, long nonce, string actions)
    {
        var hash = new StructHash(SignedTypes.BulkOrders);
        hash.Add(key.Address);
        hash.Add(actions);
        return Finish(
            new JsonObject { ["wallet"] = key.Address.ToString(), ["actions"] = actions }, key, nonce, ref hash);
    }

    public static JsonObject Agent(TypedStruct type, TestKey key, long nonce, TestKey agent) =>
        Agent(type, key, nonce, agent.Address);

    public static JsonObject Agent(TypedStruct type, TestKey key, long nonce, WalletAddress agent)
    {
        var hash = new StructHash(type);
        hash.Add(agent);
        return Finish(new JsonObject { ["agent"] = agent.ToString() }, key, nonce, ref hash);
    }

    public static JsonObject RevokeAllAgents(TestKey key, long nonce)
    {
        var hash = new StructHash(SignedTypes.RevokeAllAgents);
        return Finish([], key, nonce, ref hash);
    }

    public static JsonObject MarginMode(TestKey key, long nonce, string mode)
    {
        var hash = new StructHash(SignedTypes.SetMarginMode);
        hash.Add(key.Address);
        hash.Add(mode);
        return Finish(
            new JsonObject { ["wallet"] = key.Address.ToString(), ["margin_mode"] = mode }, key, nonce, ref hash);
    }

    public static JsonObject Withdrawal(TestKey key, long nonce, string amount, TestKey destination)
    {
        var hash = new StructHash(SignedTypes.WithdrawUsdc);
        hash.Add(key.Address);
        hash.Add(key.Address);
        hash.Add(destination.Address);
        hash.Add(amount);
        return Finish(
            new JsonObject
            {
                ["wallet"] = key.Address.ToString(),
                ["account"] = key.Address.ToString(),
                ["destination"] = destination.Address.ToString(),
                ["amount"] = amount,
            },
            key,
            nonce,
            ref hash);
    }

    public static JsonObject Protection(TestKey key, long nonce, string currency, string quantity, bool enabled)
    {
        var hash = new StructHash(SignedTypes.SetMmpConfig);
        hash.Add(key.Address);
        hash.Add(currency);
        hash.Add(1_000L);
        hash.Add(0L);
        hash.Add(quantity);
        hash.Add("");
        hash.Add("");
        hash.Add(enabled);
        return Finish(
            new JsonObject
            {
                ["wallet"] = key.Address.ToString(),
                ["currency"] = currency,
                ["interval_ms"] = 1_000,
                ["frozen_time_ms"] = 0,
                ["qty_limit"] = quantity,
                ["enabled"] = enabled,
            },
            key,
            nonce,
            ref hash);
    }

    public static JsonObject OfCurrency(TypedStruct type, TestKey key, long nonce, string currency)
    {
        var hash = new StructHash(type);
        hash.Add(key.Address);
        hash.Add(currency);
        return Finish(
            new JsonObject { ["wallet"] = key.Address.ToString(), ["currency"] = currency }, key, nonce, ref hash);
    }

    public static JsonObject Seen(TestKey key, WalletAddress wallet, long nonce, long[] ids)
    {
        var hash = new StructHash(SignedTypes.SetSettlementPayoutSeen);
        hash.Add(wallet);
        hash.Add(string.Join(',', ids));
        hash.Add(true);
        return Finish(
            new JsonObject
            {
                ["wallet"] = wallet.ToString(),
                ["ids"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]),
            },
            key,
            nonce,
            ref hash);
    }

    /// <summary>A key of the gateway's, which is an agent's address.</summary>
    public static JsonObject ApiKey(TestKey key, long nonce, int index, WalletAddress agent)
    {
        var hash = new StructHash(SignedTypes.ApproveAgent);
        hash.Add(agent);
        return Finish(
            new JsonObject { ["wallet"] = key.Address.ToString(), ["index"] = index }, key, nonce, ref hash);
    }

    /// <summary>A bid for a portfolio as <c>/liquidation/auctions</c> tells of it.</summary>
    public static JsonObject Bid(TestKey key, long nonce, JsonNode auction, string amount)
    {
        string hashOfPortfolio = (string)auction["portfolio_hash"]!;
        string id = (string)auction["auction_id"]!;
        long version = (long)auction["auction_version"]!;
        var hash = new StructHash(SignedTypes.StandardMarginLiquidationOrder);
        hash.Add(key.Address);
        hash.Add(WalletAddress.Parse((string)auction["wallet"]!));
        foreach (string text in (string[])["r", id, amount, hashOfPortfolio, "terms", "intent"])
            hash.Add(text);
        hash.Add(version);
        JsonArray positions = auction["positions"]!.DeepClone().AsArray();
        foreach (JsonNode? position in positions)
            position!.AsObject().Remove("mark");
        return Finish(
            new JsonObject
            {
                ["wallet"] = key.Address.ToString(),
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
            },
            key,
            nonce,
            ref hash);
    }

    /// <summary>The proof that a socket is of a wallet, by itself or by an agent of it.</summary>
    public static JsonObject Proof(TestKey key, long timestamp, TestKey? agent = null)
    {
        var hash = new StructHash(SignedTypes.AuthenticateWs);
        hash.Add(key.Address);
        hash.Add(timestamp);
        return new JsonObject
        {
            ["wallet"] = key.Address.ToString(),
            ["timestamp"] = timestamp,
            ["signature"] = (agent ?? key).Sign(Domain.DigestOf(ref hash)),
        };
    }

    /// <summary>Every body ends with the nonce, hashed last, and the signature.</summary>
    private static JsonObject Finish(JsonObject body, TestKey key, long nonce, ref StructHash hash)
    {
        hash.Add(nonce);
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
