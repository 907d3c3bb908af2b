namespace Hypercall.Engine.Domain;

/// <summary>What a new order says, whether it comes by PlaceOrder, ReplaceOrder or in a bulk.</summary>
/// <param name="Symbol">Option symbol as sent; checked by the engine.</param>
/// <param name="Price">Limit price per contract.</param>
/// <param name="Size">Contracts; in a replace the new open quantity.</param>
/// <param name="TimeInForce">gtc, ioc, fok or gtd.</param>
/// <param name="ExpiresAtMs">Expiry instant of a gtd order, absent for any other.</param>
/// <param name="Flags">Post-only, reduce-only, mmp.</param>
/// <param name="Stp">Self-trade prevention; absent: the rules' default.</param>
/// <param name="ClientId">Client's id, at most 64 bytes of UTF-8; in a replace the new one.</param>
/// <param name="Builder">Wallet that gets the builder's share of the fee.</param>
public readonly record struct OrderTerms(
    string Symbol,
    Side Side,
    Price Price,
    Quantity Size,
    TimeInForce TimeInForce = TimeInForce.Gtc,
    long? ExpiresAtMs = null,
    OrderFlags Flags = OrderFlags.None,
    StpMode? Stp = null,
    string? ClientId = null,
    WalletAddress? Builder = null)
{
    /// <summary>Most bytes of a client id (engine.md §4).</summary>
    public const int MaxClientIdBytes = 64;
}

/// <summary>Names an open order: exactly one of the two is present.</summary>
/// <param name="OrderId">The engine's id.</param>
/// <param name="ClientId">The client's id.</param>
public readonly record struct OrderReference(long? OrderId, string? ClientId)
{
    public static OrderReference ById(long orderId) => new(orderId, null);

    public static OrderReference ByClientId(string clientId) => new(null, clientId);
}
