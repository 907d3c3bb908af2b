using Hypercall.Engine.Commands;
using Hypercall.Engine.Numerics;

namespace Hypercall.Engine.OrderBook;

/// <summary>The part of an open order that matching does not touch; same slot as its <see cref="OrderNode"/>.</summary>
internal struct OrderDetail
{
    /// <summary>Size of the order; filled = size − remaining.</summary>
    public long SizeUnits;

    /// <summary>Expiry instant of a gtd order, else 0.</summary>
    public long ExpiresAtMs;

    /// <summary>The order's client id, if any; fixed once the order is in the store.</summary>
    public string? ClientId;

    /// <summary>Number of the instrument.</summary>
    public int Instrument;

    /// <summary>Wallet that gets the builder's share of the fee; fixed once the order is in the store.</summary>
    public WalletAddress? Builder;

    /// <summary>Slot of the wallet's next order by id, or -1.</summary>
    public int NextOfWallet;

    /// <summary>Slot of the wallet's previous order by id, or -1.</summary>
    public int PreviousOfWallet;

    public TimeInForce TimeInForce;

    /// <summary>Whether the order has what most have not: a client id or a builder.</summary>
    public readonly bool IsRare => ClientId is not null || Builder is not null;
}
