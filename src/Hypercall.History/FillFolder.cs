namespace Hypercall.History;

/// <summary>
/// Makes trades and fills of a command's events. Who built an order, and what of the fee that was worth, stands in the
/// balances that move after the fill: each side's fee, taker first, then its builder's share.
/// </summary>
internal sealed class FillFolder
{
    private HistoryBatch _batch = new();
    private ApplyOutput? _outcome;

    /// <summary>Place in the batch of the side whose fee moved last, or -1.</summary>
    private int _side = -1;

    /// <summary>Sides of the last fill whose fee has not moved yet, the next one first.</summary>
    private readonly Queue<int> _owing = new();

    /// <summary>The events of a command follow.</summary>
    public void Begin(HistoryBatch batch, ApplyOutput outcome)
    {
        (_batch, _outcome, _side) = (batch, outcome, -1);
        _owing.Clear();
    }

    public void Fill(in Filled fill)
    {
        _batch.Trades.Add(new TradeRow(
            fill.TradeId, _outcome!.Sequence, _outcome.TimestampMs, fill.Symbol, fill.Price, fill.Size, fill.TakerSide,
            fill.TakerWallet, fill.MakerWallet, fill.TakerFee, fill.MakerFee, fill.Source));
        _owing.Clear();
        _side = -1;
        Add(fill, isTaker: true);
        Add(fill, isTaker: false);
    }

    public void Balance(in BalanceChanged changed)
    {
        if (changed.Account != LedgerAccountKind.Wallet)
            return;
        if (changed.Reason == BalanceReason.Fee && _owing.TryDequeue(out int next))
            _side = next;
        else if (changed.Reason == BalanceReason.BuilderFee && _side >= 0)
            _batch.Fills[_side] = _batch.Fills[_side] with { Builder = changed.Wallet, BuilderFee = changed.Delta };
    }

    private void Add(in Filled fill, bool isTaker)
    {
        Cash fee = isTaker ? fill.TakerFee : fill.MakerFee;
        if (fee.Units != 0)
            _owing.Enqueue(_batch.Fills.Count);
        _batch.Fills.Add(FillRow.Of(fill, isTaker, _outcome!.Sequence, _outcome.TimestampMs));
        FillRow added = _batch.Fills[^1];
        _batch.AddRealized(added.Wallet, added.Symbol, added.RealizedPnl, _outcome);
    }
}
