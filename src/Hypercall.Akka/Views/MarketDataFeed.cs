using Hypercall.Views.MarketData;

namespace Hypercall.Actors.Views;

/// <summary>Market data of a partition: per symbol the book, the status and the last trades.</summary>
/// <param name="view">The fold.</param>
/// <param name="context">The feed's, to watch subscribers.</param>
internal sealed class MarketDataFeed(MarketDataView view, IActorContext context)
    : KeyedFeed<string, MarketChange>(view, context)
{
    public override void Begin(FeedStart start)
    {
        view.Prime(start.State);
        view.PrimeListing(start.Listing);
    }

    protected override IReadOnlyList<MarketChange> TakeChanges() => view.TakeChanges();

    protected override string KeyOf(MarketChange change) => change.Symbol;

    protected override object Content(string key, FeedStatus status) =>
        new MarketSubscribed(key, status, view.Snapshot(key));
}
