using Hypercall.Engine.State;

namespace Hypercall.History;

/// <summary>
/// Makes rows of auctions and deleveragings, and tells a change of state which auction began or ended with it: one that
/// ends is told of before the change, one that begins after it, both by the same command.
/// </summary>
internal sealed class AuctionFolder
{
    private readonly Dictionary<long, AuctionRow> _running = [];
    private readonly Dictionary<WalletAddress, LiquidationAuction> _ended = [];
    private readonly Dictionary<WalletAddress, int> _entered = [];
    private HistoryBatch _batch = new();
    private ApplyOutput? _outcome;

    /// <summary>The events of a command follow.</summary>
    public void Begin(HistoryBatch batch, ApplyOutput outcome)
    {
        (_batch, _outcome) = (batch, outcome);
        _ended.Clear();
        _entered.Clear();
    }

    /// <summary>What an engine's state tells of an auction that runs.</summary>
    public void Prime(HistoryBatch batch, WalletView wallet, EngineView state)
    {
        if (wallet.Liquidation is not { AuctionId: { } auctionId } stage)
            return;
        var row = new AuctionRow(
            auctionId, state.Sequence, wallet.Address, AuctionStatus.Started, stage.Asked, stage.EndsAtMs, null, null,
            stage.StartedAtMs ?? state.TimestampMs, state.TimestampMs);
        _running.Add(auctionId, row);
        batch.Auctions.Add(auctionId, row);
    }

    /// <summary>Makes an auction's row of what is told of it last.</summary>
    public void Auction(in LiquidationAuction auction)
    {
        bool isRunning = auction.Status == AuctionStatus.Started;
        long startedAt = !isRunning && _running.TryGetValue(auction.AuctionId, out AuctionRow? known)
            ? known.StartedAtMs
            : _outcome!.TimestampMs;
        var row = new AuctionRow(
            auction.AuctionId, _outcome!.Sequence, auction.Wallet, auction.Status, auction.Asked, auction.EndsAtMs,
            auction.Bidder, auction.Fee, startedAt, _outcome.TimestampMs);
        _batch.Auctions[row.AuctionId] = row;
        if (isRunning)
            Start(row);
        else
            End(auction);
    }

    /// <summary>Makes the row of a deleveraging.</summary>
    public void Close(in Deleveraged closed) => _batch.Deleveragings.Add(new DeleveragingRow(
        closed.TradeId, _outcome!.Sequence, _outcome.TimestampMs, closed.Symbol, closed.Size, closed.Price,
        closed.Wallet, closed.Counterparty, closed.WalletPnl, closed.CounterpartyPnl));

    /// <summary>Stores a change of state with the auction that it ends, or that is to be told of next.</summary>
    public void Add(LiquidationRow row)
    {
        if (_ended.Remove(row.Wallet, out LiquidationAuction ended))
            row = row with { AuctionId = ended.AuctionId, Winner = ended.Bidder };
        _entered.Remove(row.Wallet);
        if (row.Stage == LiquidationMode.Full)
            _entered.Add(row.Wallet, _batch.Liquidations.Count);
        _batch.Liquidations.Add(row);
    }

    private void Start(AuctionRow row)
    {
        _running[row.AuctionId] = row;
        if (_entered.Remove(row.Wallet, out int place))
            _batch.Liquidations[place] = _batch.Liquidations[place] with { AuctionId = row.AuctionId };
    }

    private void End(in LiquidationAuction auction)
    {
        _running.Remove(auction.AuctionId);
        _ended[auction.Wallet] = auction;
    }
}
