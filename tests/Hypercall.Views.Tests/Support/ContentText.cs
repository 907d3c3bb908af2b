using Hypercall.Views.Liquidations;
using Hypercall.Views.Statistics;

namespace Hypercall.Views.Tests.Support;

/// <summary>Contents as text, so that two of them compare in whole and a difference can be read.</summary>
internal static class ContentText
{
    public static string Of(MarketDataView view) =>
        Lines([view.LastSequence, .. view.Symbols.Select(symbol => Of(view.Snapshot(symbol)!))]);

    public static string Of(MarketSnapshot market) => Lines(
        [$"{market.Symbol} l2 {market.L2Sequence} {market.Status}", .. market.Bids, "asks", .. market.Asks,
            .. market.Trades]);

    public static string Of(PortfolioView view) =>
        Lines([view.LastSequence, .. view.Wallets.Select(wallet => Of(view.Snapshot(wallet))).Order(StringComparer.Ordinal)]);

    public static string Of(PortfolioSnapshot wallet) => Lines([State(wallet), .. wallet.Fills]);

    public static string Of(StatisticsView view)
    {
        StatisticsSnapshot all = view.Snapshot();
        return Lines([all, .. all.Rejections, "actions", .. all.ActionRejections, .. all.Symbols]);
    }

    public static string Of(LiquidationsView view)
    {
        LiquidationsSnapshot all = view.Snapshot();
        return Lines([all.Sequence, .. all.Wallets, "auctions", .. all.Auctions]);
    }

    /// <summary>What of a wallet stands in the engine's state too.</summary>
    public static string State(PortfolioSnapshot wallet) => Lines(
        [$"{wallet.Wallet} {wallet.Cash} {wallet.Mode} {wallet.LiquidationState}", .. wallet.Positions,
            .. wallet.OpenOrders]);

    public static string State(WalletView wallet) => Lines(
    [
        $"{wallet.Address} {wallet.Cash} {wallet.Mode} {wallet.LiquidationState}",
        .. wallet.Positions.Select(p => new PositionLine(p.Symbol, p.Size, p.EntryPrice)),
        .. wallet.OpenOrders.OrderBy(o => o.OrderId).Select(o => new OpenOrderLine(
            o.OrderId, o.ClientId, o.Symbol, o.Side, o.Price, o.Size, o.Filled, o.Status)),
    ]);

    /// <summary>All books of a state that are not empty: levels without their orders.</summary>
    public static string Books(EngineView state) =>
        Lines(state.Books.Select(book => Book(book.Symbol, book.Bids.Select(Level), book.Asks.Select(Level))));

    public static string Books(MarketDataView view) => Lines(view.Symbols
        .Select(symbol => view.Snapshot(symbol)!)
        .Where(market => market.Bids.Count + market.Asks.Count > 0)
        .Select(market => Book(market.Symbol, market.Bids.Select(Level), market.Asks.Select(Level))));

    private static string Book(string symbol, IEnumerable<string> bids, IEnumerable<string> asks) =>
        Lines([symbol, .. bids, "asks", .. asks]);

    private static string Level(LevelView level) => $"{level.Price} x {level.Size}";

    private static string Level(Engine.Events.BookLevel level) => $"{level.Price} x {level.Size}";

    private static string Lines(IEnumerable<object> lines) => string.Join('\n', lines);
}
