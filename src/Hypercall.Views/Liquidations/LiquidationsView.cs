namespace Hypercall.Views.Liquidations;

/// <summary>
/// Liquidations (risk.md §B5): who is in which stage, the auctions that run, and the last auctions and deleveragings.
/// For bidders, who need an auction's id and what is asked, and for whoever watches the venue.
/// </summary>
public sealed class LiquidationsView : OutcomeFold
{
    private readonly SortedDictionary<WalletAddress, WalletLiquidation> _wallets = [];
    private readonly SortedDictionary<long, AuctionLine> _auctions = [];
    private readonly RecentItems<AuctionLine> _ended;
    private readonly RecentItems<DeleveragingLine> _deleveragings;

    /// <summary>An empty view.</summary>
    /// <param name="recent">Ended auctions and deleveragings kept, of each, from 0.</param>
    public LiquidationsView(int recent = 100)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(recent);
        _ended = new RecentItems<AuctionLine>(recent);
        _deleveragings = new RecentItems<DeleveragingLine>(recent);
    }

    /// <summary>The liquidations now.</summary>
    public LiquidationsSnapshot Snapshot() => new(
        LastSequence, [.. _wallets.Values], [.. _auctions.Values], _ended.ToArray(), _deleveragings.ToArray());

    private protected override void BeginWith(EngineView state)
    {
        _wallets.Clear();
        _auctions.Clear();
        _ended.Clear();
        _deleveragings.Clear();
        foreach (WalletView wallet in state.Wallets)
            Put(wallet, state.TimestampMs);
    }

    /// <summary>True for the kinds that liquidations are made of.</summary>
    /// <exception cref="ArgumentException">A kind that is decided nowhere.</exception>
    internal static bool Uses(EventKind kind) => kind switch
    {
        EventKind.LiquidationStateChanged or EventKind.LiquidationAuction or EventKind.Deleveraged => true,
        EventKind.OrderUpdated or EventKind.Filled or EventKind.BookChanged or EventKind.BalanceChanged => false,
        EventKind.PositionChanged or EventKind.PositionSettled or EventKind.MarketUpdated => false,
        EventKind.MmpTriggered or EventKind.MmpConfigChanged or EventKind.MarginModeChanged => false,
        EventKind.TierChanged or EventKind.AgentChanged or EventKind.RulesChanged => false,
        _ => throw Unknown(kind),
    };

    private protected override void Fold(ApplyOutput outcome, int index)
    {
        switch (outcome.Events.KindAt(index))
        {
            case EventKind.LiquidationStateChanged:
                Put(outcome.Events.At<LiquidationStateChanged>(index));
                break;
            case EventKind.LiquidationAuction:
                Put(outcome.Events.At<LiquidationAuction>(index), outcome.TimestampMs);
                break;
            case EventKind.Deleveraged:
                Put(outcome.Events.At<Deleveraged>(index), outcome.TimestampMs);
                break;
            case EventKind kind:
                Uses(kind);
                break;
        }
    }

    private void Put(in LiquidationStateChanged changed)
    {
        if (changed.State == LiquidationState.Healthy)
            _wallets.Remove(changed.Wallet);
        else
            _wallets[changed.Wallet] = new WalletLiquidation(changed.Wallet, changed.State, changed.Mode);
    }

    private void Put(in LiquidationAuction auction, long timestampMs)
    {
        var line = new AuctionLine(
            timestampMs, auction.Wallet, auction.AuctionId, auction.Status, auction.Asked, auction.EndsAtMs,
            auction.Bidder, auction.Fee);
        if (auction.Status == AuctionStatus.Started)
        {
            _auctions[auction.AuctionId] = line;
            return;
        }

        _auctions.Remove(auction.AuctionId);
        _ended.Add(line);
    }

    private void Put(in Deleveraged closed, long timestampMs) => _deleveragings.Add(new DeleveragingLine(
        timestampMs, closed.TradeId, closed.Symbol, closed.Size, closed.Price, closed.Wallet, closed.Counterparty,
        closed.WalletPnl, closed.CounterpartyPnl));

    private void Put(WalletView wallet, long timestampMs)
    {
        if (wallet.LiquidationState == LiquidationState.Healthy)
            return;
        LiquidationMode mode = wallet.Liquidation?.Mode ?? LiquidationMode.None;
        _wallets[wallet.Address] = new WalletLiquidation(
            wallet.Address, wallet.LiquidationState, mode == LiquidationMode.Grace ? LiquidationMode.None : mode);
        if (wallet.Liquidation is { AuctionId: { } auctionId } stage)
        {
            _auctions[auctionId] = new AuctionLine(
                stage.StartedAtMs ?? timestampMs, wallet.Address, auctionId, AuctionStatus.Started, stage.Asked,
                stage.EndsAtMs, null, null);
        }
    }
}
