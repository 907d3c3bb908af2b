using System.Collections.Immutable;
using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Commands;

/// <summary>Places an order.</summary>
public sealed record PlaceOrder(WalletAddress Wallet, OrderTerms Order) : WalletCommand(Wallet)
{
    public override CommandType Type => CommandType.PlaceOrder;
    public override CommandClass Class => CommandClass.Wallet;
}

/// <summary>Cancels one open order.</summary>
public sealed record CancelOrder(WalletAddress Wallet, OrderReference Order) : WalletCommand(Wallet)
{
    public override CommandType Type => CommandType.CancelOrder;
    public override CommandClass Class => CommandClass.Wallet;
}

/// <summary>
/// Cancels the wallet's open orders that pass every filter that is present, in ascending order id.
/// </summary>
public sealed record CancelAll(WalletAddress Wallet, string? Symbol = null, string? Underlying = null, bool MmpOnly = false)
    : WalletCommand(Wallet)
{
    public override CommandType Type => CommandType.CancelAll;
    public override CommandClass Class => CommandClass.Wallet;
}

/// <summary>
/// Dead-man's switch: cancels all orders of the wallet when <paramref name="TimeoutMs"/> have passed without another
/// CancelAllAfter; 0 disarms.
/// </summary>
/// <param name="Wallet">The wallet.</param>
/// <param name="TimeoutMs">0 to <see cref="CommandEnvelope.MaxTimestampMs"/>.</param>
public sealed record CancelAllAfter(WalletAddress Wallet, long TimeoutMs) : WalletCommand(Wallet)
{
    public override CommandType Type => CommandType.CancelAllAfter;
    public override CommandClass Class => CommandClass.Wallet;
}

/// <summary>Replaces an open order in one step; <see cref="OrderTerms.ClientId"/> is the new client id.</summary>
/// <param name="Wallet">The wallet.</param>
/// <param name="Target">The open order.</param>
/// <param name="Order">What takes its place; the size is the new open quantity.</param>
/// <param name="TotalSize">True: the size is the order's total, what is filled of it included.</param>
public sealed record ReplaceOrder(
    WalletAddress Wallet, OrderReference Target, OrderTerms Order, bool TotalSize = false) : WalletCommand(Wallet)
{
    public override CommandType Type => CommandType.ReplaceOrder;
    public override CommandClass Class => CommandClass.Wallet;
}

/// <summary>Up to <see cref="MaxActions"/> order actions in order, each with an outcome of its own.</summary>
public sealed record BulkOrders(WalletAddress Wallet, ImmutableArray<BulkAction> Actions) : WalletCommand(Wallet)
{
    /// <summary>Most actions of one bulk.</summary>
    public const int MaxActions = 50;

    public override CommandType Type => CommandType.BulkOrders;
    public override CommandClass Class => CommandClass.Wallet;
}

/// <summary>One action of a bulk.</summary>
public abstract record BulkAction
{
    private protected BulkAction()
    {
    }
}

/// <summary>As <see cref="PlaceOrder"/>.</summary>
public sealed record BulkPlace(OrderTerms Order) : BulkAction;

/// <summary>As <see cref="CancelOrder"/>.</summary>
public sealed record BulkCancel(OrderReference Order) : BulkAction;

/// <summary>As <see cref="ReplaceOrder"/>.</summary>
public sealed record BulkReplace(OrderReference Target, OrderTerms Order, bool TotalSize = false) : BulkAction;
