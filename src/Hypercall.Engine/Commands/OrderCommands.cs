namespace Hypercall.Engine.Commands;

/// <summary>Places an order.</summary>
public sealed record PlaceOrder(WalletAddress Wallet, OrderTerms Order)
    : WalletCommand(Wallet, CommandType.PlaceOrder, CommandClass.Wallet), ICommand<PlaceOrder>
{
    private readonly OrderTerms _order = Order;

    /// <summary>What the order says.</summary>
    public OrderTerms Order
    {
        get => _order;
        init => _order = value;
    }

    /// <summary>The same in place: most commands place an order, and its terms are longer than a cache line.</summary>
    internal ref readonly OrderTerms Terms => ref _order;

    static PlaceOrder ICommand<PlaceOrder>.Blank { get; } = new(default, default);

    static PlaceOrder ICommand<PlaceOrder>.Walk<V>(ref V v, PlaceOrder c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        OrderTerms order = OrderTermsShape.Walk(ref v, c.Order);
        return V.Makes ? new PlaceOrder(wallet, order) : c;
    }
}

/// <summary>Cancels one open order.</summary>
public sealed record CancelOrder(WalletAddress Wallet, OrderReference Order)
    : WalletCommand(Wallet, CommandType.CancelOrder, CommandClass.Wallet), ICommand<CancelOrder>
{
    static CancelOrder ICommand<CancelOrder>.Blank { get; } = new(default, OrderReferenceShape.Blank);

    static CancelOrder ICommand<CancelOrder>.Walk<V>(ref V v, CancelOrder c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        OrderReference order = OrderReferenceShape.Walk(ref v, c.Order);
        return V.Makes ? new CancelOrder(wallet, order) : c;
    }
}

/// <summary>
/// Cancels the wallet's open orders that pass every filter that is present, in ascending order id.
/// </summary>
public sealed record CancelAll(
    WalletAddress Wallet, string? Symbol = null, string? Underlying = null, bool MmpOnly = false)
    : WalletCommand(Wallet, CommandType.CancelAll, CommandClass.Wallet), ICommand<CancelAll>
{
    static CancelAll ICommand<CancelAll>.Blank { get; } = new(Wallet: default);

    static CancelAll ICommand<CancelAll>.Walk<V>(ref V v, CancelAll c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        (bool hasSymbol, bool hasUnderlying, bool mmpOnly) =
            v.Members("filters", c.Symbol is not null, c.Underlying is not null, c.MmpOnly);
        string? symbol = v.Given("symbol", hasSymbol)
            ? v.Text("symbol", c.Symbol!, 0, TextLimits.MaxSymbolBytes)
            : null;
        string? underlying = v.Given("underlying", hasUnderlying)
            ? v.Text("underlying", c.Underlying!, 0, TextLimits.MaxSymbolBytes)
            : null;
        mmpOnly = v.Bit("mmp", mmpOnly);
        return V.Makes ? new CancelAll(wallet, symbol, underlying, mmpOnly) : c;
    }
}

/// <summary>
/// Dead-man's switch: cancels all orders of the wallet when <paramref name="TimeoutMs"/> have passed without another
/// CancelAllAfter; 0 disarms.
/// </summary>
/// <param name="TimeoutMs">0 to <see cref="CommandEnvelope.MaxTimestampMs"/>.</param>
public sealed record CancelAllAfter(WalletAddress Wallet, long TimeoutMs)
    : WalletCommand(Wallet, CommandType.CancelAllAfter, CommandClass.Wallet), ICommand<CancelAllAfter>
{
    static CancelAllAfter ICommand<CancelAllAfter>.Blank { get; } = new(default, 0);

    static CancelAllAfter ICommand<CancelAllAfter>.Walk<V>(ref V v, CancelAllAfter c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        long timeout = v.Time("timeoutMs", c.TimeoutMs);
        return V.Makes ? new CancelAllAfter(wallet, timeout) : c;
    }
}

/// <summary>Replaces an open order in one step; <see cref="OrderTerms.ClientId"/> is the new client id.</summary>
/// <param name="Order">What takes its place; the size is the new open quantity.</param>
/// <param name="TotalSize">True: the size is the order's total, what is filled of it included.</param>
public sealed record ReplaceOrder(
    WalletAddress Wallet, OrderReference Target, OrderTerms Order, bool TotalSize = false)
    : WalletCommand(Wallet, CommandType.ReplaceOrder, CommandClass.Wallet), ICommand<ReplaceOrder>
{
    static ReplaceOrder ICommand<ReplaceOrder>.Blank { get; } = new(default, OrderReferenceShape.Blank, default);

    static ReplaceOrder ICommand<ReplaceOrder>.Walk<V>(ref V v, ReplaceOrder c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        OrderReference target = OrderReferenceShape.Walk(ref v, c.Target);
        OrderTerms order = OrderTermsShape.Walk(ref v, c.Order, "newClientId");
        bool totalSize = v.Boolean("totalSize", c.TotalSize, needed: false);
        return V.Makes ? new ReplaceOrder(wallet, target, order, totalSize) : c;
    }
}

/// <summary>Up to <see cref="MaxActions"/> order actions in order, each with an outcome of its own.</summary>
public sealed record BulkOrders(WalletAddress Wallet, ImmutableArray<BulkAction> Actions)
    : WalletCommand(Wallet, CommandType.BulkOrders, CommandClass.Wallet), ICommand<BulkOrders>
{
    /// <summary>Most actions of one bulk.</summary>
    public const int MaxActions = 50;

    static BulkOrders ICommand<BulkOrders>.Blank { get; } = new(default, []);

    static BulkOrders ICommand<BulkOrders>.Walk<V>(ref V v, BulkOrders c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        ImmutableArray<BulkAction> actions =
            v.Items<BulkAction, BulkActionShape>("actions", c.Actions, CommandLimits.MaxBulkActions);
        return V.Makes ? new BulkOrders(wallet, actions) : c;
    }
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
