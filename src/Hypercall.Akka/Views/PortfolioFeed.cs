using Hypercall.Views.Portfolio;

namespace Hypercall.Actors.Views;

/// <summary>Portfolios of a partition: per wallet cash, positions, orders and the last fills.</summary>
/// <param name="view">The fold.</param>
/// <param name="context">The feed's, to watch subscribers.</param>
internal sealed class PortfolioFeed(PortfolioView view, IActorContext context)
    : KeyedFeed<WalletAddress, PortfolioChange>(view, context)
{
    public override void Begin(FeedStart start) => view.Prime(start.State);

    protected override IReadOnlyList<PortfolioChange> TakeChanges() => view.TakeChanges();

    protected override WalletAddress KeyOf(PortfolioChange change) => change.Wallet;

    protected override object Content(WalletAddress key, FeedStatus status) =>
        new WalletSubscribed(status, view.Snapshot(key));
}
