namespace Hypercall.Views.MarketData;

/// <summary>One symbol's market, as a subscriber gets it first.</summary>
/// <param name="Sequence">Last sequence in the view: the snapshot holds all that was published up to it.</param>
/// <param name="L2Sequence">L2 sequence of its last change; 0: none since the view began.</param>
/// <param name="Status">Status as last published; null: not published since the view began.</param>
/// <param name="Bids">Every bid level, highest first.</param>
/// <param name="Asks">Every ask level, lowest first.</param>
/// <param name="Trades">The last trades since the view began, oldest first.</param>
public sealed record MarketSnapshot(
    string Symbol,
    long Sequence,
    long L2Sequence,
    InstrumentStatus? Status,
    IReadOnlyList<BookLevel> Bids,
    IReadOnlyList<BookLevel> Asks,
    IReadOnlyList<TradeView> Trades);
