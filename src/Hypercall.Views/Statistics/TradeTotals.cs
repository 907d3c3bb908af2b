namespace Hypercall.Views.Statistics;

/// <summary>Running totals of trades, of one symbol or of the venue.</summary>
internal sealed class TradeTotals
{
    public long Trades { get; private set; }

    public Int128 VolumeUnits { get; private set; }

    public Cash Notional { get; private set; }

    private Price LastPrice { get; set; }

    private long LastTradeMs { get; set; }

    private Price High { get; set; }

    private Price Low { get; set; }

    public void Add(in Filled fill, long timestampMs)
    {
        High = Trades == 0 || fill.Price > High ? fill.Price : High;
        Low = Trades == 0 || fill.Price < Low ? fill.Price : Low;
        Trades++;
        VolumeUnits = AddSaturated(VolumeUnits, fill.Size.Units);
        Int128 notional = Cash.Notional(fill.Price, fill.Size).Units;
        Notional = new Cash(AddSaturated(Notional.Units, notional));
        LastPrice = fill.Price;
        LastTradeMs = timestampMs;
    }

    /// <summary>The sum, or the largest value where it does not fit.</summary>
    internal static Int128 AddSaturated(Int128 sum, Int128 positive) =>
        sum > Int128.MaxValue - positive ? Int128.MaxValue : sum + positive;

    public SymbolStatistics ToView(string symbol) =>
        new(symbol, Trades, VolumeUnits, Notional, LastPrice, LastTradeMs, High, Low);
}
