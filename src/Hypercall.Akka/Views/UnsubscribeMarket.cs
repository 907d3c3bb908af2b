namespace Hypercall.Actors.Views;

/// <summary>Ends the sender's subscription of a symbol; not answered.</summary>
/// <param name="Symbol">The symbol.</param>
public sealed record UnsubscribeMarket(string Symbol);
