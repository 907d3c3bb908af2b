namespace Hypercall.Views.MarketData;

/// <summary>What changed in one symbol since changes were last taken: to be sent to its subscribers.</summary>
/// <param name="Sequence">Last sequence in the view.</param>
/// <param name="L2Sequence">L2 sequence of the symbol's last change.</param>
/// <param name="Status">Its status now, where that was published; else null.</param>
/// <param name="Bids">Touched bid levels as they are now, highest first; size 0: the level is gone.</param>
/// <param name="Asks">Touched ask levels as they are now, lowest first; size 0: the level is gone.</param>
/// <param name="Trades">Trades, in order.</param>
public sealed record MarketChange(
    string Symbol,
    long Sequence,
    long L2Sequence,
    InstrumentStatus? Status,
    IReadOnlyList<BookLevel> Bids,
    IReadOnlyList<BookLevel> Asks,
    IReadOnlyList<TradeView> Trades);
