namespace Hypercall.Views.Portfolio;

/// <summary>What changed in one wallet since changes were last taken: to be sent to its subscribers.</summary>
/// <param name="Sequence">Last sequence in the view.</param>
/// <param name="Cash">Cash now.</param>
/// <param name="Positions">Touched positions as they are now, ascending by symbol (ordinal); size 0: flat.</param>
/// <param name="Orders">The last update of each order that was updated, ascending by id; finished ones too.</param>
/// <param name="Fills">Fills, in order.</param>
public sealed record PortfolioChange(
    WalletAddress Wallet,
    long Sequence,
    Cash Cash,
    MarginMode Mode,
    LiquidationState LiquidationState,
    IReadOnlyList<PositionLine> Positions,
    IReadOnlyList<OrderUpdated> Orders,
    IReadOnlyList<WalletFill> Fills);
