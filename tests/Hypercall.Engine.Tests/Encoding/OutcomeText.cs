using Hypercall.Engine.Events;

namespace Hypercall.Engine.Tests.Encoding;

/// <summary>An output as lines of text, every member of it and of its events, for comparing two outputs.</summary>
internal static class OutcomeText
{
    public static IReadOnlyList<string> Describe(ApplyOutput output)
    {
        List<string> lines =
        [
            $"{output.Sequence} {output.TimestampMs} {output.RequestId} {output.Rejection} {output.OrderId}",
            $"{output.First} {output.HasResults} {output.Duplicate} {output.Accepted} {output.Hash}",
        ];
        foreach (ActionResult result in output.Results)
            lines.Add(result.ToString());
        for (int i = 0; i < output.Events.Count; i++)
            lines.Add(Describe(output.Events, i));
        return lines;
    }

    private static string Describe(EventBuffer events, int index) => events.KindAt(index) switch
    {
        EventKind.OrderUpdated => events.At<OrderUpdated>(index).ToString(),
        EventKind.Filled => events.At<Filled>(index).ToString(),
        EventKind.BookChanged => Describe(events, events.At<BookChanged>(index)),
        EventKind.BalanceChanged => events.At<BalanceChanged>(index).ToString(),
        EventKind.PositionChanged => events.At<PositionChanged>(index).ToString(),
        EventKind.MmpTriggered => events.At<MmpTriggered>(index).ToString(),
        EventKind.MarketUpdated => events.At<MarketUpdated>(index).ToString(),
        EventKind.PositionSettled => events.At<PositionSettled>(index).ToString(),
        EventKind.MarginModeChanged => events.At<MarginModeChanged>(index).ToString(),
        EventKind.TierChanged => events.At<TierChanged>(index).ToString(),
        EventKind.LiquidationStateChanged => events.At<LiquidationStateChanged>(index).ToString(),
        EventKind.LiquidationAuction => events.At<LiquidationAuction>(index).ToString(),
        EventKind.Deleveraged => events.At<Deleveraged>(index).ToString(),
        EventKind.MmpConfigChanged => events.At<MmpConfigChanged>(index).ToString(),
        EventKind.AgentChanged => events.At<AgentChanged>(index).ToString(),
        EventKind.RulesChanged => events.At<RulesChanged>(index).ToString(),
        EventKind unknown => throw new ArgumentOutOfRangeException(nameof(index), unknown, "no such kind"),
    };

    private static string Describe(EventBuffer events, in BookChanged book) =>
        $"{book} [{string.Join(' ', events.Bids(book).ToArray())}] [{string.Join(' ', events.Asks(book).ToArray())}]";
}
