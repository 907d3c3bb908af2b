namespace Hypercall.History;

/// <summary>Rows that were folded and are not stored yet; of what changes the last state alone.</summary>
internal sealed class HistoryBatch
{
    public Dictionary<long, OrderRow> Orders { get; } = [];

    public List<TradeRow> Trades { get; } = [];

    public List<FillRow> Fills { get; } = [];

    public List<PayoutRow> Payouts { get; } = [];

    public List<TransferRow> Transfers { get; } = [];

    public List<LiquidationRow> Liquidations { get; } = [];

    public Dictionary<long, AuctionRow> Auctions { get; } = [];

    public List<DeleveragingRow> Deleveragings { get; } = [];

    public Dictionary<long, InstrumentRow> Instruments { get; } = [];

    public List<PriceSample> Prices { get; } = [];

    public List<EquitySample> Equities { get; } = [];

    public List<WalletRow> Wallets { get; } = [];

    /// <summary>Forgets all of it.</summary>
    public void Clear()
    {
        Orders.Clear();
        Trades.Clear();
        Fills.Clear();
        Payouts.Clear();
        Transfers.Clear();
        Liquidations.Clear();
        Auctions.Clear();
        Deleveragings.Clear();
        Instruments.Clear();
        Prices.Clear();
        Equities.Clear();
        Wallets.Clear();
    }
}
