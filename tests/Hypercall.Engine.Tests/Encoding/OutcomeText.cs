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
        EventKind.OrderUpdated => events.OrderUpdatedAt(index).ToString(),
        EventKind.Filled => events.FilledAt(index).ToString(),
        EventKind.BookChanged => Describe(events, events.BookChangedAt(index)),
        EventKind.BalanceChanged => events.BalanceChangedAt(index).ToString(),
        EventKind.PositionChanged => events.PositionChangedAt(index).ToString(),
        EventKind.MmpTriggered => events.MmpTriggeredAt(index).ToString(),
        EventKind.MarketUpdated => events.MarketUpdatedAt(index).ToString(),
        EventKind.PositionSettled => events.PositionSettledAt(index).ToString(),
        EventKind.MarginModeChanged => events.MarginModeChangedAt(index).ToString(),
        EventKind.TierChanged => events.TierChangedAt(index).ToString(),
        EventKind.LiquidationStateChanged => events.LiquidationStateChangedAt(index).ToString(),
        EventKind.LiquidationAuction => events.LiquidationAuctionAt(index).ToString(),
        EventKind.Deleveraged => events.DeleveragedAt(index).ToString(),
        EventKind.MmpConfigChanged => events.MmpConfigChangedAt(index).ToString(),
        EventKind.AgentChanged => events.AgentChangedAt(index).ToString(),
        EventKind.RulesChanged => events.RulesChangedAt(index).ToString(),
        EventKind unknown => throw new ArgumentOutOfRangeException(nameof(index), unknown, "no such kind"),
    };

    private static string Describe(EventBuffer events, in BookChanged book) =>
        $"{book} [{string.Join(' ', events.Bids(book).ToArray())}] [{string.Join(' ', events.Asks(book).ToArray())}]";
}
