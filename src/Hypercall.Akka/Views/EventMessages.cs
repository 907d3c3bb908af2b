using Hypercall.Views.Events;
using Hypercall.Views.Liquidations;
using Hypercall.Views.MarketData;

namespace Hypercall.Actors.Views;

/// <summary>
/// To a view of this system: send me what happens to orders, books, prices, protection, liquidations and auctions, with
/// every fill, deleveraging and settlement. Balances, positions, margin modes, tiers, agents, rules and settings of
/// protection are not among it: of these another view, or a question, says how they stand. Answered by
/// <see cref="EventsSubscribed"/>, then one <see cref="EventsPublished"/> per batch. Ends with the subscriber.
/// </summary>
public sealed class SubscribeEvents;

/// <summary>Answer to <see cref="SubscribeEvents"/>: events after this content follow.</summary>
/// <param name="Sequence">The content holds all that was published up to it.</param>
/// <param name="Status">Whether the views are whole.</param>
/// <param name="Markets">Every market, ascending by symbol (ordinal).</param>
/// <param name="Liquidations">The state of every wallet that is not healthy, and the auctions that run.</param>
public sealed record EventsSubscribed(
    long Sequence,
    FeedStatus Status,
    IReadOnlyList<MarketSnapshot> Markets,
    LiquidationsSnapshot Liquidations) : INoSerializationVerificationNeeded;

/// <summary>What happened in a batch.</summary>
/// <param name="LastSequence">Last sequence of the batch.</param>
/// <param name="Events">In order.</param>
public sealed record EventsPublished(long LastSequence, IReadOnlyList<VenueEvent> Events)
    : INoSerializationVerificationNeeded;
