namespace Hypercall.Engine.Book;

/// <summary>
/// What few orders have; same slot as its <see cref="OrderNode"/>, fixed once the order is in the store, vacant for
/// every other order.
/// </summary>
internal struct OrderDetail
{
    /// <summary>Expiry instant of a gtd order, else 0.</summary>
    public long ExpiresAtMs;

    /// <summary>The order's client id, if any.</summary>
    public string? ClientId;

    /// <summary>Wallet that gets the builder's share of the fee, if any.</summary>
    public WalletAddress? Builder;

    /// <summary>Whether liquidation placed it in the wallet's name.</summary>
    public bool IsLiquidation;

    /// <summary>Whether there is anything at all.</summary>
    public readonly bool IsRare => ExpiresAtMs != 0 || ClientId is not null || Builder is not null || IsLiquidation;
}
