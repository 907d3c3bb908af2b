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

    public Dictionary<long, InstrumentRow> Instruments { get; } = [];

    public List<PriceSample> Prices { get; } = [];

    public List<EquitySample> Equities { get; } = [];

    public List<WalletRow> Wallets { get; } = [];

    public List<RevocationRow> Revocations { get; } = [];

    /// <summary>What is added to running sums, in order; the amounts are the additions.</summary>
    public List<SumRow> Sums { get; } = [];

    /// <summary>A wallet has realized something on a symbol.</summary>
    public void AddRealized(WalletAddress wallet, string symbol, Cash pnl, ApplyOutput outcome)
    {
        Add(wallet, symbol, pnl, outcome);
        Add(wallet, SumNames.Realized, pnl, outcome);
    }

    /// <summary>Something is to be added to a running sum.</summary>
    public void Add(WalletAddress wallet, string name, Cash amount, ApplyOutput outcome) =>
        Sums.Add(new SumRow(wallet, name, outcome.Sequence, outcome.TimestampMs, amount, 1));
}
