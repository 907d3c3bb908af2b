using Hypercall.Views.MarketData;

namespace Hypercall.Actors.Views;

/// <summary>
/// To a market data view of this system: send me what changes of a symbol. Answered by <see
/// cref="MarketSubscribed"/>, then one <c>MarketChange</c> per batch that changed it. Ends with the
/// subscriber.
/// </summary>
public sealed record SubscribeMarket(string Symbol);

/// <summary>Answer to <see cref="SubscribeMarket"/>: changes after this content follow.</summary>
/// <param name="Status">Whether the view is whole.</param>
/// <param name="Sequence">Last sequence in the view.</param>
/// <param name="Market">The market now; null where the symbol is not listed.</param>
public sealed record MarketSubscribed(string Symbol, FeedStatus Status, long Sequence, MarketSnapshot? Market);
