namespace Hypercall.Engine.Shapes;

/// <summary>What a new order says.</summary>
internal readonly struct OrderTermsShape : IShape<OrderTerms>
{
    public const OrderFlags AllFlags = OrderFlags.PostOnly | OrderFlags.ReduceOnly | OrderFlags.Mmp;

    private static readonly string[] First = ["symbol", "side", "price", "size", "tif", "expiresAt"];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OrderTerms Walk<V>(ref V v, in OrderTerms t)
        where V : struct, IFields, allows ref struct => Walk(ref v, t, "clientId");

    /// <summary>The same where the client id has another name, as that of a replacing order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OrderTerms Walk<V>(ref V v, in OrderTerms t, string clientIdName)
        where V : struct, IFields, allows ref struct
    {
        v.Ahead(First);
        (bool hasExpiry, bool hasStp, bool hasClientId, bool hasBuilder) = v.Members(
            "optional terms", t.ExpiresAtMs.HasValue, t.Stp.HasValue, t.ClientId is not null, t.Builder.HasValue);
        Side side = v.Enum("side", t.Side, Side.Sell);
        TimeInForce timeInForce = v.Enum("tif", t.TimeInForce, TimeInForce.Gtd);
        OrderFlags flags = v.Enum("flags", t.Flags, AllFlags, EnumForm.Flags);
        Price price = v.Price("price", t.Price);
        Quantity size = v.Quantity("size", t.Size);
        string symbol = v.Text("symbol", t.Symbol, 0, TextLimits.MaxSymbolBytes);
        long? expiresAt = v.Given("expiresAt", hasExpiry)
            ? v.Time("expiresAt", t.ExpiresAtMs.GetValueOrDefault())
            : null;
        StpMode? stp = v.Given("stp", hasStp)
            ? v.Enum("stp", t.Stp.GetValueOrDefault(), StpMode.Decrement)
            : null;
        string? clientId = v.Given(clientIdName, hasClientId)
            ? v.Text(clientIdName, t.ClientId!, 1, TextLimits.MaxClientIdBytes)
            : null;
        WalletAddress? builder = v.Given("builder", hasBuilder)
            ? v.Address("builder", t.Builder.GetValueOrDefault())
            : null;
        return V.Makes
            ? new OrderTerms(symbol, side, price, size, timeInForce, expiresAt, flags, stp, clientId, builder)
            : default;
    }
}

/// <summary>The name of an open order: a tag says which of its two ids follows.</summary>
internal readonly struct OrderReferenceShape : IShape<OrderReference>
{
    public static OrderReference Blank => OrderReference.ById(0);

    public static OrderReference Walk<V>(ref V v, in OrderReference r)
        where V : struct, IFields, allows ref struct
    {
        v.Require(
            r.OrderId.HasValue != r.ClientId is not null, "exactly one of order id and client id is needed");
        return v.OneOf("orderId", "clientId", r.ClientId is not null)
            ? OrderReference.ByClientId(v.Text("clientId", r.ClientId!, 1, TextLimits.MaxClientIdBytes))
            : OrderReference.ById(v.Int64("orderId", r.OrderId.GetValueOrDefault()));
    }
}
