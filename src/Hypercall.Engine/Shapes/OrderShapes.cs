using System.Runtime.CompilerServices;
using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Shapes;

/// <summary>What a new order says.</summary>
internal readonly struct OrderTermsShape : IShape<OrderTerms>
{
    private const OrderFlags AllFlags = OrderFlags.PostOnly | OrderFlags.ReduceOnly | OrderFlags.Mmp;

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
        where V : struct, IFields, allows ref struct
    {
        var has = (Members)v.Tag("optional terms", (byte)Present(t), (byte)Members.All);
        var side = (Side)v.Tag("side", (byte)t.Side, (byte)Side.Sell);
        var timeInForce = (TimeInForce)v.Tag("time in force", (byte)t.TimeInForce, (byte)TimeInForce.Gtd);
        var flags = (OrderFlags)v.Tag("flags", (byte)t.Flags, (byte)AllFlags);
        Price price = v.Price("price", t.Price);
        Quantity size = v.Quantity("size", t.Size);
        string symbol = v.Text("symbol", t.Symbol, 0, TextLimits.MaxSymbolBytes);
        long? expiresAt = (has & Members.ExpiresAt) != 0 ? v.Time("expiry", t.ExpiresAtMs.GetValueOrDefault()) : null;
        StpMode? stp = (has & Members.Stp) != 0
            ? (StpMode)v.Tag("stp", (byte)t.Stp.GetValueOrDefault(), (byte)StpMode.Decrement)
            : null;
        string? clientId = (has & Members.ClientId) != 0 ? ClientIds.Walk(ref v, t.ClientId!) : null;
        WalletAddress? builder = (has & Members.Builder) != 0
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
    private const byte ById = 0;
    private const byte ByClientId = 1;

    public static OrderReference Blank => OrderReference.ById(0);

    public static int LeastBytes => 2;

    public static OrderReference Walk<V>(ref V v, in OrderReference r)
        where V : struct, IFields, allows ref struct
    {
        v.Require(
            r.OrderId.HasValue != r.ClientId is not null, "exactly one of order id and client id is needed");
        return v.Tag("order reference", r.ClientId is null ? ById : ByClientId, ByClientId) == ById
            ? OrderReference.ById(v.Int64("order id", r.OrderId.GetValueOrDefault()))
            : OrderReference.ByClientId(ClientIds.Walk(ref v, r.ClientId!));
    }
}

/// <summary>A client's id of an order.</summary>
internal static class ClientIds
{
    public static string Walk<V>(ref V v, string clientId)
        where V : struct, IFields, allows ref struct => v.Text("client id", clientId, 1, TextLimits.MaxClientIdBytes);
}
