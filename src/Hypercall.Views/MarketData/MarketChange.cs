namespace Hypercall.Views.MarketData;

/// <summary>What changed in one symbol since changes were last taken: to be sent to its subscribers.</summary>
/// <param name="Sequence">Last sequence in the view.</param>
/// <param name="PreviousL2Sequence">The symbol's L2 sequence before; a subscriber below it takes a snapshot.</param>
/// <param name="L2Sequence">Its L2 sequence now; equal to the previous one where no level changed.</param>
/// <param name="Status">Its status now, where that was published; else null.</param>
/// <param name="Bids">Touched bid levels as they are now, highest first; size 0: the level is gone.</param>
/// <param name="Asks">Touched ask levels as they are now, lowest first; size 0: the level is gone.</param>
/// <param name="Trades">Trades, in order.</param>
public sealed record MarketChange(
    string Symbol,
    long Sequence,
    long PreviousL2Sequence,
    long L2Sequence,
    InstrumentStatus? Status,
    IReadOnlyList<BookLevel> Bids,
    IReadOnlyList<BookLevel> Asks,
    IReadOnlyList<TradeView> Trades);
