using Hypercall.Views.Feed;
using Hypercall.Views.MarketData;

namespace Hypercall.Actors.Views;

/// <summary>Answer to <see cref="SubscribeMarket"/>: changes after this content follow.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Status">Whether the view is whole.</param>
/// <param name="Market">The market now; null where the symbol is not listed.</param>
public sealed record MarketSubscribed(string Symbol, FeedStatus Status, MarketSnapshot? Market);
