namespace Hypercall.Views.Events;

/// <summary>
/// Takes events out of outcomes, in order, for those who tell them on one by one; nothing is kept once it is taken. A
/// kind that it does not know is passed over: it has no content that could become false.
/// </summary>
public sealed class EventCollector : OutcomeFold
{
    private List<VenueEvent> _events = [];

    /// <summary>Whether anybody takes what is collected; false: nothing is.</summary>
    public bool IsWanted { get; set; }

    /// <summary>What has happened since the last call, in order.</summary>
    public IReadOnlyList<VenueEvent> Take()
    {
        List<VenueEvent> taken = _events;
        if (taken.Count > 0)
            _events = [];
        return taken;
    }

    private protected override void BeginWith(EngineView state) => _events = [];

    private protected override void Fold(ApplyOutput outcome)
    {
        if (IsWanted)
            base.Fold(outcome);
    }

    private protected override void Fold(ApplyOutput outcome, int index)
    {
        if (EventAt(outcome, index) is { } happened)
            _events.Add(happened);
    }

    private static VenueEvent? EventAt(ApplyOutput outcome, int index)
    {
        (long sequence, long time, EventBuffer events) = (outcome.Sequence, outcome.TimestampMs, outcome.Events);
        return events.KindAt(index) switch
        {
            EventKind.OrderUpdated => new OrderEvent(sequence, time, events.At<OrderUpdated>(index)),
            EventKind.Filled => new FillEvent(sequence, time, events.At<Filled>(index))
            {
                Builders = FillBuilders.Of(events, index),
            },
            EventKind.BookChanged => BookOf(outcome, events.At<BookChanged>(index)),
            EventKind.MarketUpdated => new MarketEvent(sequence, time, events.At<MarketUpdated>(index)),
            EventKind.MmpTriggered => new ProtectionEvent(sequence, time, events.At<MmpTriggered>(index)),
            EventKind.LiquidationStateChanged =>
                new LiquidationEvent(sequence, time, events.At<LiquidationStateChanged>(index)),
            EventKind.LiquidationAuction => new AuctionEvent(sequence, time, events.At<LiquidationAuction>(index)),
            EventKind.Deleveraged => new DeleveragingEvent(sequence, time, events.At<Deleveraged>(index)),
            EventKind.PositionSettled => new SettlementEvent(sequence, time, events.At<PositionSettled>(index)),
            _ => null,
        };
    }

    private static BookEvent BookOf(ApplyOutput outcome, in BookChanged book) => new(
        outcome.Sequence,
        outcome.TimestampMs,
        book.Symbol,
        book.L2Sequence,
        outcome.Events.Bids(book).ToArray(),
        outcome.Events.Asks(book).ToArray());
}
