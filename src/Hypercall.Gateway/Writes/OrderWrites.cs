using System.Text;
using Hypercall.Json;

namespace Hypercall.Gateway.Writes;

/// <summary>Reads the bodies of gateway.md §4 that concern orders; REST and sockets have the same.</summary>
internal sealed class OrderWrites(SigningDomain domain)
{
    private const long ShortestTimeoutMs = 1_000;
    private const long LongestTimeoutMs = 86_400_000;
    private const string ArrayOfActions = "the JSON text of an array of actions";

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
        var signed = new SignedFields(fields, SignedTypes.CancelOrder);
        WalletAddress wallet = signed.Wallet("wallet");
        long orderId = fields.Integer("order_id", 1, long.MaxValue);
        signed.Add(orderId.ToString(CultureInfo.InvariantCulture));
        return OfCancel(ref signed, wallet, OrderReference.ById(orderId));
    }

    public SignedWrite CancelByClientId(Fields fields)
    {
        var signed = new SignedFields(fields, SignedTypes.CancelOrderByClientId);
        WalletAddress wallet = signed.Wallet("wallet");
        string clientId = signed.Text("client_id");
        if (clientId.Length == 0)
            throw fields.Wrong("client_id", "a string of 1 byte at least");
        return OfCancel(ref signed, wallet, OrderReference.ByClientId(clientId));
    }

    public SignedWrite CancelAll(Fields fields)
    {
        var signed = new SignedFields(fields, SignedTypes.CancelAll);
        WalletAddress wallet = signed.Wallet("wallet");
        string symbol = signed.OptionalText("symbol");
        string currency = signed.OptionalText("currency");
        bool mmpOnly = signed.Flag("mmp_only", isNeeded: false);
        string? listed = symbol.Length > 0 ? SymbolNames.Canonical(symbol) : null;
        string? underlying = currency.Length > 0 ? currency : null;
        return signed.Finish(domain, wallet, RateClass.Exits, acting =>
            new CancelAll(acting, listed, underlying, mmpOnly));
    }

    public SignedWrite CancelAllAfter(Fields fields)
    {
        var signed = new SignedFields(fields, SignedTypes.CancelAllAfter);
        WalletAddress wallet = signed.Wallet("wallet");
        long timeout = signed.Integer("timeout_ms", 0, LongestTimeoutMs);
        if (timeout is > 0 and < ShortestTimeoutMs)
            throw fields.Wrong("timeout_ms", "0, or an integer from 1000 to 86400000");
        return signed.Finish(domain, wallet, RateClass.Exits, acting => new CancelAllAfter(acting, timeout));
    }

    /// <summary>Several actions under one signature, in one record; their text is what is signed.</summary>
    public SignedWrite Bulk(Fields fields)
    {
        var signed = new SignedFields(fields, SignedTypes.BulkOrders);
        WalletAddress wallet = signed.Wallet("wallet");
        string actions = signed.Text("actions", ArrayOfActions);
        BulkOrders bulk = ParseActions(fields, wallet, actions);
        return signed.Finish(domain, wallet, RateClass.Orders, _ => bulk) with
        {
            Cost = Math.Max(1, bulk.Actions.Length),
        };
    }

    private SignedWrite OfOrder(Fields fields, OrderFields order, Func<WalletAddress, EngineCommand> command)
    {
        StructHash signed = order.ToStruct();
        return SignatureFields.Finish(
            domain, fields, ref signed, order.Wallet, order.Nonce, RateClass.Orders, command) with
        {
            Order = order,
        };
    }

    private SignedWrite OfCancel(ref SignedFields signed, WalletAddress wallet, OrderReference order) =>
        signed.Finish(domain, wallet, RateClass.Cancels, acting => new CancelOrder(acting, order));

    private static BulkOrders ParseActions(Fields fields, WalletAddress wallet, string actions)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(actions);
        if (KindOf(fields, utf8) != JsonValueKind.Array)
            throw fields.Wrong("actions", ArrayOfActions);

        byte[] line = Encoding.UTF8.GetBytes(
            $$"""{"type":"BulkOrders","timestamp":0,"wallet":"{{wallet}}","actions":{{actions}}}""");
        if (!CommandJson.TryParse(line, out SubmittedCommand parsed, out JsonError? error))
            throw new RefusedException(GatewayError.InvalidRequest("the request is not valid", error.Message));
        var bulk = (BulkOrders)parsed.Command;
        return bulk with { Actions = [.. bulk.Actions.Select(WithSymbol)] };
    }

    private static JsonValueKind KindOf(Fields fields, byte[] actions)
    {
        try
        {
            using JsonDocument value = RequestBody.Parse(actions);
            return value.RootElement.ValueKind;
        }
        catch (RefusedException refused)
        {
            throw fields.Wrong("actions", $"{ArrayOfActions}; {refused.Error.Detail}");
        }
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
