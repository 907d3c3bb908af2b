namespace Hypercall.Actors.Views;

/// <summary>
/// To a market data view of this system: send me what changes of a symbol. Answered by <see
/// cref="MarketSubscribed"/>, then one <c>MarketChange</c> per batch that changed it. Ends with the subscriber or
/// <see cref="UnsubscribeMarket"/>.
/// </summary>
/// <param name="Symbol">The symbol.</param>
public sealed record SubscribeMarket(string Symbol);
