namespace Hypercall.Views.Portfolio;

/// <summary>One wallet, as a subscriber gets it first.</summary>
/// <param name="Sequence">Last sequence in the view.</param>
/// <param name="Positions">Open positions, ascending by symbol (ordinal).</param>
/// <param name="OpenOrders">Ascending by id.</param>
/// <param name="Fills">The last fills since the view began, oldest first.</param>
public sealed record PortfolioSnapshot(
    WalletAddress Wallet,
    long Sequence,
    Cash Cash,
    MarginMode Mode,
    LiquidationState LiquidationState,
    IReadOnlyList<PositionLine> Positions,
    IReadOnlyList<OpenOrderLine> OpenOrders,
    IReadOnlyList<WalletFill> Fills);
