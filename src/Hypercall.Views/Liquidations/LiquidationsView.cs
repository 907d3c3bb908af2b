namespace Hypercall.Views.Liquidations;

/// <summary>
/// Liquidations (risk.md §B5): who is in which stage, and the auctions that run. For bidders, who need an auction's id
/// and what is asked, and for whoever watches the venue; what has ended stands in the history.
/// </summary>
public sealed class LiquidationsView : OutcomeFold
{
    private readonly SortedDictionary<WalletAddress, WalletLiquidation> _wallets = [];
    private readonly SortedDictionary<long, AuctionLine> _auctions = [];

    /// <summary>The liquidations now.</summary>
    public LiquidationsSnapshot Snapshot() => new(LastSequence, [.. _wallets.Values], [.. _auctions.Values]);

    private protected override void BeginWith(EngineView state)
    {
        _wallets.Clear();
        _auctions.Clear();
        foreach (WalletView wallet in state.Wallets)
            Put(wallet, state.TimestampMs);
    }

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
            case EventKind kind:
                PassOver(kind);
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
        if (auction.Status != AuctionStatus.Started)
        {
            _auctions.Remove(auction.AuctionId);
            return;
        }

        _auctions[auction.AuctionId] = new AuctionLine(
            timestampMs, auction.Wallet, auction.AuctionId, auction.Status, auction.Asked, auction.EndsAtMs,
            auction.Bidder, auction.Fee);
    }

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
