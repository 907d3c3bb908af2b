using System.Globalization;
using System.Text;
using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Limits;
using Hypercall.Gateway.Requests;
using Hypercall.Gateway.Signing;
using Hypercall.Json;

namespace Hypercall.Gateway.Writes;

/// <summary>Reads the bodies of gateway.md §4 that concern orders; REST and sockets have the same.</summary>
/// <param name="domain">What they are signed in.</param>
internal sealed class OrderWrites(SigningDomain domain)
{
    private const long ShortestTimeoutMs = 1_000;
    private const long LongestTimeoutMs = 86_400_000;

    /// <summary>A new order.</summary>
    public SignedWrite Place(Fields fields)
    {
        OrderFields order = OrderFields.Read(fields, isReplacement: false);
        return OfOrder(fields, order, wallet => new PlaceOrder(wallet, order.Terms));
    }

    /// <summary>What takes an open order's place.</summary>
    public SignedWrite Replace(Fields fields)
    {
        OrderFields order = OrderFields.Read(fields, isReplacement: true);
        OrderReference target = OrderReference.ById(order.OrderId!.Value);
        return OfOrder(fields, order, wallet => new ReplaceOrder(wallet, target, order.Terms));
    }

    public SignedWrite Cancel(Fields fields)
    {
        WalletAddress wallet = fields.Wallet("wallet");
        long orderId = fields.Integer("order_id", 1, long.MaxValue);
        long nonce = SignatureFields.ReadNonce(fields);
        var signed = new StructHash(SignedTypes.CancelOrder);
        signed.Add(wallet);
        signed.Add(orderId.ToString(CultureInfo.InvariantCulture));
        return OfCancel(fields, ref signed, wallet, nonce, OrderReference.ById(orderId));
    }

    public SignedWrite CancelByClientId(Fields fields)
    {
        WalletAddress wallet = fields.Wallet("wallet");
        string clientId = fields.Text("client_id");
        if (clientId.Length == 0)
            throw fields.Wrong("client_id", "a string of 1 byte at least");
        long nonce = SignatureFields.ReadNonce(fields);
        var signed = new StructHash(SignedTypes.CancelOrderByClientId);
        signed.Add(wallet);
        signed.Add(clientId);
        return OfCancel(fields, ref signed, wallet, nonce, OrderReference.ByClientId(clientId));
    }

    public SignedWrite CancelAll(Fields fields)
    {
        WalletAddress wallet = fields.Wallet("wallet");
        string symbol = fields.OptionalText("symbol") ?? "";
        string currency = fields.OptionalText("currency") ?? "";
        bool mmpOnly = fields.Flag("mmp_only");
        long nonce = SignatureFields.ReadNonce(fields);
        var signed = new StructHash(SignedTypes.CancelAll);
        signed.Add(wallet);
        signed.Add(symbol);
        signed.Add(currency);
        signed.Add(mmpOnly);
        string? listed = symbol.Length > 0 ? SymbolNames.Canonical(symbol) : null;
        string? underlying = currency.Length > 0 ? currency : null;
        return Of(fields, ref signed, wallet, nonce, RateClass.Exits, acting =>
            new CancelAll(acting, listed, underlying, mmpOnly));
    }

    public SignedWrite CancelAllAfter(Fields fields)
    {
        const string expected = "0, or an integer from 1000 to 86400000";
        WalletAddress wallet = fields.Wallet("wallet");
        long timeout = fields.Integer("timeout_ms", 0, LongestTimeoutMs);
        if (timeout is > 0 and < ShortestTimeoutMs)
            throw fields.Wrong("timeout_ms", expected);
        long nonce = SignatureFields.ReadNonce(fields);
        var signed = new StructHash(SignedTypes.CancelAllAfter);
        signed.Add(wallet);
        signed.Add(timeout);
        return Of(fields, ref signed, wallet, nonce, RateClass.Exits, acting => new CancelAllAfter(acting, timeout));
    }

    /// <summary>Several actions under one signature, in one record; their text is what is signed.</summary>
    public SignedWrite Bulk(Fields fields)
    {
        WalletAddress wallet = fields.Wallet("wallet");
        string actions = fields.Text("actions", "the JSON text of an array of actions");
        long nonce = SignatureFields.ReadNonce(fields);
        var signed = new StructHash(SignedTypes.BulkOrders);
        signed.Add(wallet);
        signed.Add(actions);
        BulkOrders bulk = ParseActions(fields, wallet, actions);
        return Of(fields, ref signed, wallet, nonce, RateClass.Orders, _ => bulk) with
        {
            Cost = Math.Max(1, bulk.Actions.Length),
        };
    }

    private SignedWrite OfOrder(Fields fields, OrderFields order, Func<WalletAddress, EngineCommand> command)
    {
        StructHash signed = order.ToStruct();
        return Of(fields, ref signed, order.Wallet, order.Nonce, RateClass.Orders, command) with { Order = order };
    }

    private SignedWrite OfCancel(
        Fields fields, ref StructHash signed, WalletAddress wallet, long nonce, OrderReference order) =>
        Of(fields, ref signed, wallet, nonce, RateClass.Cancels, acting => new CancelOrder(acting, order));

    private SignedWrite Of(
        Fields fields,
        ref StructHash signed,
        WalletAddress wallet,
        long nonce,
        RateClass kind,
        Func<WalletAddress, EngineCommand> command) =>
        SignatureFields.Finish(domain, fields, ref signed, wallet, nonce, kind, command);

    private static BulkOrders ParseActions(Fields fields, WalletAddress wallet, string actions)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(actions);
        using (JsonDocument array = RequestBody.Parse(utf8))
        {
            if (array.RootElement.ValueKind != JsonValueKind.Array)
                throw fields.Wrong("actions", "the JSON text of an array of actions");
        }

        byte[] line = Encoding.UTF8.GetBytes(
            $$"""{"type":"BulkOrders","timestamp":0,"wallet":"{{wallet}}","actions":{{actions}}}""");
        if (!CommandJson.TryParse(line, out SubmittedCommand parsed, out JsonError? error))
            throw new RefusedException(GatewayError.InvalidRequest("the request is not valid", error.Message));
        var bulk = (BulkOrders)parsed.Command;
        return bulk with { Actions = [.. bulk.Actions.Select(WithSymbol)] };
    }

    private static BulkAction WithSymbol(BulkAction action) => action switch
    {
        BulkPlace place => place with { Order = WithSymbol(place.Order) },
        BulkReplace replace => replace with { Order = WithSymbol(replace.Order) },
        _ => action,
    };

    private static OrderTerms WithSymbol(in OrderTerms order) =>
        order with { Symbol = SymbolNames.Canonical(order.Symbol) };
}
