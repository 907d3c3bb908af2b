using System.Text;

namespace Hypercall.Gateway.Tests.Hostile;

/// <summary>
/// Requests and messages of every kind, each as its client makes it but with a signature that is good for something
/// else: whatever they are changed to, nobody has signed it.
/// </summary>
internal static class HostileRequests
{
    private const long Nonce = 1_767_600_000_000;

    /// <summary>A good signature of nothing that is ever asked for.</summary>
    private static readonly string Foreign = TestKey.Of(251).Sign(new Digest256(Keccak.Hash("nothing"u8)));

    /// <summary>Method, path and body of writes, in the name of a wallet.</summary>
    public static (string Method, string Path, byte[] Body)[] Writes(TestKey key)
    {
        TestKey agent = TestKey.Of(252);
        (string Method, string Path, JsonObject Body)[] signed =
        [
            ("POST", "/order", Signed.Order(key, Nonce, clientId: "a", tif: "gtc")),
            ("POST", "/order", Signed.Order(key, Nonce, reduceOnly: true)),
            ("PUT", "/order", Signed.Replacement(key, Nonce, 1, "Buy", "1", "2")),
            ("DELETE", "/order", Signed.Cancel(key, Nonce, 1)),
            ("DELETE", "/order_cloid", Signed.CancelByClientId(key, Nonce, "a")),
            ("DELETE", "/orders", Signed.CancelAll(key, Nonce)),
            ("POST", "/cancel-all-after", Signed.CancelAllAfter(key, Nonce, 5_000)),
            ("POST", "/bulk", Signed.Bulk(key, Nonce, """[{"type":"CancelOrder","orderId":1}]""")),
            ("POST", "/approve-agent", Signed.Agent(SignedTypes.ApproveAgent, key, Nonce, agent)),
            ("DELETE", "/revoke-agent", Signed.Agent(SignedTypes.RevokeAgent, key, Nonce, agent)),
            ("DELETE", "/revoke-all-agents", Signed.RevokeAllAgents(key, Nonce)),
            ("POST", "/margin-mode", Signed.MarginMode(key, Nonce, "portfolio")),
            ("POST", "/withdraw/usdc", Signed.Withdrawal(key, Nonce, "1", agent)),
            ("POST", "/mmp-config", Signed.Protection(key, 1, "ETH", "10", enabled: true)),
            ("DELETE", "/mmp-config", Signed.OfCurrency(SignedTypes.DeleteMmpConfig, key, 1, "ETH")),
            ("POST", "/mmp-config/reset", Signed.OfCurrency(SignedTypes.ResetMmp, key, 1, "ETH")),
            ("POST", "/settlement-payouts/seen", Signed.Seen(key, key.Address, Nonce, [1, 2])),
            ("POST", "/api-key", Signed.ApiKey(key, Nonce, 1, agent.Address)),
            ("POST", "/session", Signed.Proof(key, Nonce)),
            ("POST", "/bulk_order", new JsonObject { ["orders"] = new JsonArray(Forge(Signed.Order(key, Nonce))) }),
            ("DELETE", "/bulk_order", new JsonObject
            {
                ["cancels"] = new JsonArray(Forge(Signed.Cancel(key, Nonce, 1))),
            }),
            ("POST", "/api/v2", Call("private/buy", new JsonObject
            {
                ["instrument_name"] = "ETH_USDC-28DEC35-3200-C", ["amount"] = 1, ["type"] = "limit", ["price"] = 2,
            })),
            ("POST", "/api/v2", Call("public/get_order_book", new JsonObject
            {
                ["instrument_name"] = "ETH_USDC-28DEC35-3200-C", ["depth"] = 5,
            })),
            ("POST", "/api/v2/public/auth", Call("public/auth", new JsonObject
            {
                ["grant_type"] = "client_signature", ["client_id"] = "hc_x_0", ["timestamp"] = Nonce,
                ["nonce"] = "n", ["data"] = "", ["signature"] = "00",
            })),
        ];
        return
        [
            .. signed.Select(write => (
                write.Method, write.Path, Encoding.UTF8.GetBytes(Forge(write.Body).ToJsonString()))),
        ];
    }

    /// <summary>Messages of the socket of face H, in the name of a wallet.</summary>
    public static byte[][] Messages(TestKey key)
    {
        (string Type, JsonObject Body)[] messages =
        [
            ("Subscribe", new JsonObject
            {
                ["channel"] = "orderbook_delta", ["symbols"] = new JsonArray(GatewayVenueFixture.Option),
            }),
            ("Unsubscribe", new JsonObject { ["channel"] = "orderbook" }),
            ("Authenticate", Forge(Signed.Proof(key, Nonce))),
            ("ClockSync", new JsonObject { ["nonce"] = 1 }),
            ("PlaceOrder", Forge(Signed.Order(key, Nonce))),
            ("ReplaceOrder", Forge(Signed.Replacement(key, Nonce, 1, "Buy", "1", "2"))),
            ("CancelOrder", Forge(Signed.Cancel(key, Nonce, 1))),
            ("CancelAll", Forge(Signed.CancelAll(key, Nonce))),
            ("BulkOrders", Forge(Signed.Bulk(key, Nonce, """[{"type":"CancelOrder","orderId":1}]"""))),
            ("CancelOnDisconnect", new JsonObject { ["mode"] = "account" }),
        ];
        return [.. messages.Select(message => Encoding.UTF8.GetBytes(Typed(message.Type, message.Body)))];
    }

    private static string Typed(string type, JsonObject body)
    {
        body["type"] = type;
        body["id"] = "x";
        return body.ToJsonString();
    }

    private static JsonObject Call(string method, JsonObject parameters) => new()
    {
        ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters,
    };

    private static JsonObject Forge(JsonObject body)
    {
        if (body.ContainsKey("signature"))
            body["signature"] = Foreign;
        return body;
    }
}
