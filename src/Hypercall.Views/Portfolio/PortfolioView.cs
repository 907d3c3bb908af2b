namespace Hypercall.Views.Portfolio;

/// <summary>
/// Wallets: cash, positions, open orders, margin mode, liquidation state and the last fills of each. The host folds
/// outcomes into it, gives a new subscriber <see cref="Snapshot"/>, and after each batch sends what
/// <see cref="TakeChanges"/> names.
/// </summary>
public sealed partial class PortfolioView : OutcomeFold
{
    private readonly int _recentFills;
    private readonly OrderedDictionary<WalletAddress, WalletPortfolio> _wallets = [];
    private readonly List<WalletPortfolio> _touched = [];

    /// <summary>An empty view.</summary>
    /// <param name="recentFills">Fills kept per wallet, from 0.</param>
    public PortfolioView(int recentFills = 100)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(recentFills);
        _recentFills = recentFills;
    }

    /// <summary>Every wallet known, in the order in which they came.</summary>
    public IReadOnlyList<WalletAddress> Wallets => _wallets.Keys;

    /// <summary>A wallet now; one that nothing has happened to is empty.</summary>
    public PortfolioSnapshot Snapshot(WalletAddress wallet)
    {
        if (!_wallets.TryGetValue(wallet, out WalletPortfolio? portfolio))
            portfolio = new WalletPortfolio(wallet, 0);
        return portfolio.Snapshot(LastSequence);
    }

    /// <summary>
    /// What changed since the last call, wallets in the order in which they were touched. To be called after each
    /// batch.
    /// </summary>
    public IReadOnlyList<PortfolioChange> TakeChanges()
    {
        if (_touched.Count == 0)
            return [];
        PortfolioChange[] changes = [.. _touched.Select(wallet => wallet.TakeChange(LastSequence))];
        _touched.Clear();
        return changes;
    }

    private protected override void BeginWith(EngineView state)
    {
        _wallets.Clear();
        _touched.Clear();
        foreach (WalletView wallet in state.Wallets)
            _wallets.Add(wallet.Address, FromState(wallet));
    }

    private WalletPortfolio FromState(WalletView wallet)
    {
        var portfolio = new WalletPortfolio(wallet.Address, _recentFills)
        {
            Cash = wallet.Cash,
            Mode = wallet.Mode,
            LiquidationState = wallet.LiquidationState,
        };
        foreach (PositionView position in wallet.Positions)
            portfolio.PutPosition(new PositionLine(position.Symbol, position.Size, position.EntryPrice));
        foreach (OrderView order in wallet.OpenOrders)
            portfolio.PutOrder(LineOf(order));
        return portfolio;
    }

    private WalletPortfolio Touch(WalletAddress wallet)
    {
        if (!_wallets.TryGetValue(wallet, out WalletPortfolio? portfolio))
            _wallets.Add(wallet, portfolio = new WalletPortfolio(wallet, _recentFills));
        if (portfolio.IsTouched)
            return portfolio;
        portfolio.IsTouched = true;
        _touched.Add(portfolio);
        return portfolio;
    }

    private static OpenOrderLine LineOf(OrderView order) => new(
        order.OrderId,
        order.ClientId,
        order.Symbol,
        order.Side,
        order.Price,
        order.Size,
        order.Filled,
        order.Status);
}
