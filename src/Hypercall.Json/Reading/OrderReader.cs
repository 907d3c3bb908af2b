using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;

namespace Hypercall.Json.Reading;

/// <summary>Reads the order commands, alone or as actions of a bulk.</summary>
internal static class OrderReader
{
    public static PlaceOrder Place(ref ObjectFields fields) => new(fields.Wallet("wallet"u8), PlaceTerms(ref fields));

    public static CancelOrder Cancel(ref ObjectFields fields) => new(fields.Wallet("wallet"u8), Reference(ref fields));

    public static CancelAll CancelAll(ref ObjectFields fields) => new(
        fields.Wallet("wallet"u8),
        fields.OptionalString("symbol"u8, 0, CommandLimits.MaxSymbolBytes),
        fields.OptionalString("underlying"u8, 0, CommandLimits.MaxSymbolBytes),
        fields.OptionalBoolean("mmp"u8));

    public static CancelAllAfter CancelAllAfter(ref ObjectFields fields) => new(
        fields.Wallet("wallet"u8), fields.Time("timeoutMs"u8));

    public static ReplaceOrder Replace(ref ObjectFields fields) => new(
        fields.Wallet("wallet"u8), Reference(ref fields), ReplaceTerms(ref fields), TotalSize(ref fields));

    /// <summary>What a new order says.</summary>
    public static OrderTerms PlaceTerms(ref ObjectFields fields) => Terms(ref fields, "clientId"u8);

    /// <summary>What a replacing order says; its client id has a name of its own.</summary>
    public static OrderTerms ReplaceTerms(ref ObjectFields fields) => Terms(ref fields, "newClientId"u8);

    /// <summary>Whether a replacing order's size is its total.</summary>
    public static bool TotalSize(ref ObjectFields fields) => fields.OptionalBoolean("totalSize"u8);

    /// <summary>Exactly one of orderId and clientId.</summary>
    public static OrderReference Reference(ref ObjectFields fields)
    {
        long? orderId = fields.OptionalInt64("orderId"u8);
        string? clientId = ClientId(ref fields, "clientId"u8);
        if (orderId is null == clientId is null)
            fields.Fail(new JsonError(fields.PathOf("orderId"u8), "expected exactly one of orderId and clientId"));
        return new OrderReference(orderId, clientId);
    }

    private static OrderTerms Terms(ref ObjectFields fields, ReadOnlySpan<byte> clientIdName) => new(
        fields.String("symbol"u8, 0, CommandLimits.MaxSymbolBytes),
        fields.Enum("side"u8, WireNames.Sides),
        fields.Price("price"u8),
        fields.Quantity("size"u8),
        fields.Enum("tif"u8, WireNames.TimesInForce),
        fields.OptionalTime("expiresAt"u8),
        Flags(ref fields),
        fields.OptionalEnum("stp"u8, WireNames.StpModes),
        ClientId(ref fields, clientIdName),
        fields.OptionalWallet("builder"u8));

    private static OrderFlags Flags(ref ObjectFields fields) =>
        (fields.OptionalBoolean("postOnly"u8) ? OrderFlags.PostOnly : OrderFlags.None)
        | (fields.OptionalBoolean("reduceOnly"u8) ? OrderFlags.ReduceOnly : OrderFlags.None)
        | (fields.OptionalBoolean("mmp"u8) ? OrderFlags.Mmp : OrderFlags.None);

    /// <summary>One that is too long is the engine's to reject, an empty one is no id.</summary>
    private static string? ClientId(ref ObjectFields fields, ReadOnlySpan<byte> name) =>
        fields.OptionalString(name, 1, CommandLimits.MaxClientIdBytes);
}
