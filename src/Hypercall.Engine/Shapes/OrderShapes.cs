namespace Hypercall.Engine.Shapes;

/// <summary>What a new order says.</summary>
internal readonly struct OrderTermsShape : IShape<OrderTerms>
{
    private const OrderFlags AllFlags = OrderFlags.PostOnly | OrderFlags.ReduceOnly | OrderFlags.Mmp;

    private static readonly string[] First = ["symbol", "side", "price", "size", "tif", "expiresAt"];

    [Flags]
    private enum Members : byte
    {
        None = 0,
        ExpiresAt = 1,
        Stp = 2,
        ClientId = 4,
        Builder = 8,
        All = ExpiresAt | Stp | ClientId | Builder,
    }

    public static OrderTerms Blank => default;

    public static int LeastBytes => 21;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OrderTerms Walk<V>(ref V v, in OrderTerms t)
        where V : struct, IFields, allows ref struct => Walk(ref v, t, "clientId");

    /// <summary>The same where the client id has another name, as that of a replacing order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OrderTerms Walk<V>(ref V v, in OrderTerms t, string clientIdName)
        where V : struct, IFields, allows ref struct
    {
        v.Ahead(First);
        var has = (Members)v.Tag("optional terms", (byte)Present(t), (byte)Members.All);
        Side side = v.Enum("side", t.Side, Side.Sell);
        TimeInForce timeInForce = v.Enum("tif", t.TimeInForce, TimeInForce.Gtd);
        OrderFlags flags = v.Flags("flags", t.Flags, AllFlags);
        Price price = v.Price("price", t.Price);
        Quantity size = v.Quantity("size", t.Size);
        string symbol = v.Text("symbol", t.Symbol, 0, TextLimits.MaxSymbolBytes);
        long? expiresAt = v.Given("expiresAt", (has & Members.ExpiresAt) != 0)
            ? v.Time("expiresAt", t.ExpiresAtMs.GetValueOrDefault())
            : null;
        StpMode? stp = v.Given("stp", (has & Members.Stp) != 0)
            ? v.Enum("stp", t.Stp.GetValueOrDefault(), StpMode.Decrement)
            : null;
        string? clientId = v.Given(clientIdName, (has & Members.ClientId) != 0)
            ? ClientIds.Walk(ref v, clientIdName, t.ClientId!)
            : null;
        WalletAddress? builder = v.Given("builder", (has & Members.Builder) != 0)
            ? v.Address("builder", t.Builder.GetValueOrDefault())
            : null;
        return V.Makes
            ? new OrderTerms(symbol, side, price, size, timeInForce, expiresAt, flags, stp, clientId, builder)
            : default;
    }

    private static Members Present(in OrderTerms t) =>
        (t.ExpiresAtMs.HasValue ? Members.ExpiresAt : 0)
        | (t.Stp.HasValue ? Members.Stp : 0)
        | (t.ClientId is not null ? Members.ClientId : 0)
        | (t.Builder.HasValue ? Members.Builder : 0);
}

/// <summary>The name of an open order: a tag says which of its two ids follows.</summary>
internal readonly struct OrderReferenceShape : IShape<OrderReference>
{
    public static OrderReference Blank => OrderReference.ById(0);

    public static int LeastBytes => 2;

    public static OrderReference Walk<V>(ref V v, in OrderReference r)
        where V : struct, IFields, allows ref struct
    {
        v.Require(
            r.OrderId.HasValue != r.ClientId is not null, "exactly one of order id and client id is needed");
        return v.OneOf("orderId", "clientId", r.ClientId is not null)
            ? OrderReference.ByClientId(ClientIds.Walk(ref v, "clientId", r.ClientId!))
            : OrderReference.ById(v.Int64("orderId", r.OrderId.GetValueOrDefault()));
    }
}

/// <summary>A client's id of an order.</summary>
internal static class ClientIds
{
    public static string Walk<V>(ref V v, string name, string clientId)
        where V : struct, IFields, allows ref struct => v.Text(name, clientId, 1, TextLimits.MaxClientIdBytes);
}
