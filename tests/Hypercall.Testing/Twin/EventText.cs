namespace Hypercall.Testing.Twin;

/// <summary>The engine's events as canonical lines (see <see cref="EventLines"/>).</summary>
internal static class EventText
{
    public static string Of(EventBuffer events, int index) => events.KindAt(index) switch
    {
        EventKind.OrderUpdated => Of(events.At<OrderUpdated>(index)),
        EventKind.Filled => Of(events.At<Filled>(index)),
        EventKind.BookChanged => Of(events, events.At<BookChanged>(index)),
        EventKind.BalanceChanged => Of(events.At<BalanceChanged>(index)),
        EventKind.PositionChanged => Of(events.At<PositionChanged>(index)),
        EventKind.MmpTriggered => Of(events.At<MmpTriggered>(index)),
        EventKind.MarketUpdated => Of(events.At<MarketUpdated>(index)),
        EventKind.PositionSettled => Of(events.At<PositionSettled>(index)),
        EventKind.MarginModeChanged => Of(events.At<MarginModeChanged>(index)),
        EventKind.TierChanged => Of(events.At<TierChanged>(index)),
        EventKind.LiquidationStateChanged => Of(events.At<LiquidationStateChanged>(index)),
        EventKind.LiquidationAuction => Of(events.At<LiquidationAuction>(index)),
        EventKind.Deleveraged => Of(events.At<Deleveraged>(index)),
        EventKind.MmpConfigChanged => Of(events.At<MmpConfigChanged>(index)),
        EventKind.AgentChanged => Of(events.At<AgentChanged>(index)),
        EventKind.RulesChanged => EventLines.RulesChanged(events.At<RulesChanged>(index).Version),
        EventKind kind => $"unknown event {kind}",
    };

    private static string Of(in OrderUpdated e)
    {
        (long, long, long) sizes = (e.Size.Units, e.Filled.Units, e.Remaining.Units);
        return EventLines.OrderUpdated(
            e.OrderId, e.ClientId, e.Wallet, e.Symbol, e.Side, e.Price.Units, sizes, e.Status, e.Reason,
            e.Liquidation);
    }

    private static string Of(in Filled e) => EventLines.Filled(
        (e.TradeId, e.TakerOrderId, e.MakerOrderId),
        e.Symbol,
        e.Price.Units,
        e.Size.Units,
        e.TakerSide,
        (e.TakerWallet, e.MakerWallet),
        (e.TakerFee.Units, e.MakerFee.Units),
        (e.TakerRealizedPnl.Units, e.MakerRealizedPnl.Units),
        e.Source);

    private static string Of(in PositionSettled e) => EventLines.PositionSettled(
        e.Wallet, e.Symbol, e.Size.Units, e.SettlementPrice.Units, e.Value.Units, e.Fee.Units, e.Pnl.Units);

    private static string Of(EventBuffer events, in BookChanged e) =>
        EventLines.BookChanged(e.Symbol, e.L2Sequence, Levels(events.Bids(e)), Levels(events.Asks(e)));

    private static List<(long Price, long Size)> Levels(ReadOnlySpan<BookLevel> levels)
    {
        var list = new List<(long, long)>();
        foreach (ref readonly BookLevel level in levels)
            list.Add((level.Price.Units, level.Size.Units));
        return list;
    }

    private static string Of(in BalanceChanged e) =>
        EventLines.BalanceChanged(e.Account, e.Wallet, e.Delta.Units, e.Balance.Units, e.Reason);

    private static string Of(in PositionChanged e) =>
        EventLines.PositionChanged(e.Wallet, e.Symbol, e.Size.Units, e.EntryPrice.Units);

    private static string Of(in MmpTriggered e) =>
        EventLines.MmpTriggered(e.Wallet, e.Underlying, e.Cause, e.FrozenUntilMs);

    private static string Of(in MarketUpdated e) => EventLines.MarketUpdated(e.Symbol, e.Status);

    private static string Of(in MarginModeChanged e) => EventLines.MarginModeChanged(e.Wallet, e.Mode);

    private static string Of(in TierChanged e) =>
        EventLines.TierChanged(e.Wallet, e.Tier, e.MaxOpenOrders, e.MaxOpenPositions);

    private static string Of(in LiquidationStateChanged e) =>
        EventLines.LiquidationStateChanged(e.Wallet, e.State, e.Mode);

    private static string Of(in LiquidationAuction e) => EventLines.LiquidationAuction(
        e.Wallet, e.AuctionId, e.Status, e.Asked?.Units, e.EndsAtMs, e.Bidder, e.Fee?.Units);

    private static string Of(in Deleveraged e) => EventLines.Deleveraged(
        e.TradeId,
        e.Symbol,
        e.Size.Units,
        e.Price.Units,
        (e.Wallet, e.Counterparty),
        (e.WalletPnl.Units, e.CounterpartyPnl.Units));

    private static string Of(in MmpConfigChanged e) => EventLines.MmpConfigChanged(e.Wallet, e.Underlying);

    private static string Of(in AgentChanged e) =>
        EventLines.AgentChanged(e.Wallet, e.Agent, e.Status, e.ExpiresAtMs);
}
