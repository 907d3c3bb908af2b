using System.Text;
using Hypercall.Engine.State;

namespace Hypercall.Testing.Twin;

/// <summary>The visible state as canonical text, from the engine's view and from the twin.</summary>
internal static class StateText
{
    public static string Of(NaiveState state)
    {
        var text = new StringBuilder();
        AppendVenue(text, (state.Sequence, state.Now), state.Clearing, state.Fees, state.Insurance);
        text.Append($"next auction {state.LastAuctionId + 1}\n");
        foreach ((string source, NaiveTransfer last) in state.Sources.OrderBy(s => s.Key, StringComparer.Ordinal))
            text.Append($"source {source} {last.Number}\n");
        foreach (NaiveInstrument i in state.Instruments.Where(i => i.IsPending)
            .OrderBy(i => i.Symbol, StringComparer.Ordinal))
            text.Append($"average {i.Symbol} {i.Average}\n");
        foreach (NaiveWallet wallet in state.Wallets.Where(w => w.Debt > 0).OrderBy(w => w.Address))
            text.Append($"debt {wallet.Address} {wallet.Debt}\n");
        foreach (NaiveWallet wallet in state.Wallets.Where(w => w.Exists).OrderBy(w => w.Address))
        {
            text.Append($"wallet {wallet.Address} {wallet.Cash} {wallet.Mode} {wallet.Liquidation}\n");
            AppendStage(text, state, wallet);
            AppendMargin(text, new NaiveRisk(state), new NaiveRisk(state, NaiveMarks.Maintenance), wallet);
            foreach (NaivePosition p in wallet.Positions.Where(p => !p.Size.IsZero)
                .OrderBy(p => p.Symbol, StringComparer.Ordinal))
                text.Append($"  position {p.Symbol} {p.Size} {p.EntryPrice} {p.Cost}\n");
            foreach (NaiveOrder o in state.Orders.Where(o => o.Wallet == wallet.Address).OrderBy(o => o.Id))
            {
                OrderStatus status = o.Filled > 0 ? OrderStatus.PartiallyFilled : OrderStatus.Open;
                AppendOrder(text, o.Id, o.Terms, (o.Size, o.Filled), status, o.IsLiquidation);
            }
        }

        foreach (var book in state.Orders.GroupBy(o => o.Symbol).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append($"book {book.Key}\n");
            var bids = book.Where(o => o.Side == Side.Buy).GroupBy(o => o.Price).OrderByDescending(g => g.Key);
            foreach (var level in bids)
                AppendLevel(text, "bid", level.Key, level.Sum(o => o.Remaining), level.Select(o => o.Id));
            var asks = book.Where(o => o.Side == Side.Sell).GroupBy(o => o.Price).OrderBy(g => g.Key);
            foreach (var level in asks)
                AppendLevel(text, "ask", level.Key, level.Sum(o => o.Remaining), level.Select(o => o.Id));
        }

        return text.ToString();
    }

    public static string Of(EngineView view)
    {
        var text = new StringBuilder();
        VenueView venue = view.Venue;
        AppendVenue(
            text, (view.Sequence, view.TimestampMs), venue.Clearing.Units, venue.Fees.Units, venue.Insurance.Units);
        text.Append($"next auction {venue.NextAuctionId}\n");
        foreach ((string source, long number) in venue.Sources)
            text.Append($"source {source} {number}\n");
        foreach ((string symbol, Price? average) in venue.PendingAverages)
            text.Append($"average {symbol} {average?.Units}\n");
        foreach ((WalletAddress wallet, Cash debt) in venue.Debts)
            text.Append($"debt {wallet} {debt.Units}\n");
        foreach (WalletView wallet in view.Wallets)
        {
            text.Append($"wallet {wallet.Address} {wallet.Cash.Units} {wallet.Mode} {wallet.LiquidationState}\n");
            AppendStage(text, wallet.Liquidation);
            AppendMargin(text, wallet);
            foreach (PositionView p in wallet.Positions)
                text.Append($"  position {p.Symbol} {p.Size.Units} {p.EntryPrice.Units} {p.Cost.Units}\n");
            foreach (OrderView o in wallet.OpenOrders)
                AppendOrder(text, o.OrderId, Terms(o), (o.Size.Units, o.Filled.Units), o.Status, o.Liquidation);
        }

        foreach (BookView book in view.Books)
        {
            text.Append($"book {book.Symbol}\n");
            foreach (LevelView level in book.Bids)
                AppendLevel(text, "bid", level.Price.Units, level.Size.Units, level.OrderIds);
            foreach (LevelView level in book.Asks)
                AppendLevel(text, "ask", level.Price.Units, level.Size.Units, level.OrderIds);
        }

        return text.ToString();
    }

    private static void AppendStage(StringBuilder text, NaiveState state, NaiveWallet wallet)
    {
        if (wallet.Stage is not { } stage)
            return;
        text.Append($"  {stage.Mode} {stage.EnteredAt} {stage.EndsAt} {stage.PauseUntil}\n");
        if (stage.Mode == LiquidationMode.Partial)
        {
            text.Append($"  next {stage.NextAt} {stage.Step} {wallet.BonusPpm}");
            foreach ((string symbol, BigInteger size) in stage.EntrySizes.OrderBy(e => e.Key, StringComparer.Ordinal))
                text.Append($" {symbol} {size}");
            text.Append('\n');
        }

        if (stage.AuctionId is long id)
            text.Append($"  auction {id} {stage.StartedAt} {new NaiveEngine(state).Asked(wallet, stage)}\n");
    }

    private static void AppendStage(StringBuilder text, LiquidationView? stage)
    {
        if (stage is null)
            return;
        text.Append($"  {stage.Mode} {stage.EnteredAtMs} {stage.EndsAtMs} {stage.PauseUntilMs}\n");
        if (stage.Mode == LiquidationMode.Partial)
        {
            text.Append($"  next {stage.NextAtMs} {stage.Step} {stage.BonusPpm}");
            foreach ((string symbol, Quantity size) in stage.EntrySizes!)
                text.Append($" {symbol} {size.Units}");
            text.Append('\n');
        }

        if (stage.AuctionId is long id)
            text.Append($"  auction {id} {stage.StartedAtMs} {stage.Asked?.Units}\n");
    }

    private static void AppendMargin(
        StringBuilder text, NaiveRisk risk, NaiveRisk maintenanceRisk, NaiveWallet wallet)
    {
        NaiveMarginCase now = risk.Case(wallet);
        NaiveMargin? margin = risk.Margin(now);
        text.Append($"  margin equity={risk.Equity(now)} initial={margin?.Requirement} ");
        text.Append($"maintenance={maintenanceRisk.Maintenance(now)} available={margin?.Excess} ");
        text.Append($"worst={NaiveMargin.WorstText(margin?.Worst)}\n");
        text.Append($"  hypercore {wallet.HypercoreEquity}\n");
        foreach (NaivePerp perp in wallet.Perps.OrderBy(p => $"{p.Underlying}-PERP", StringComparer.Ordinal))
            text.Append($"  perp {perp.Underlying}-PERP {perp.Size} {perp.EntryPrice}\n");
    }

    private static void AppendMargin(StringBuilder text, WalletView wallet)
    {
        MarginView margin = wallet.Margin;
        text.Append($"  margin equity={margin.Equity?.Units} initial={margin.InitialMargin?.Units} ");
        text.Append($"maintenance={margin.MaintenanceMargin?.Units} available={margin.Available?.Units} ");
        text.Append($"worst={margin.WorstScenario}\n");
        text.Append($"  hypercore {wallet.HypercoreEquity.Units}\n");
        foreach (PerpView perp in wallet.HypercorePositions)
            text.Append($"  perp {perp.Symbol} {perp.Size.Units} {perp.EntryPrice.Units}\n");
    }

    private static OrderTerms Terms(OrderView o) => new(
        o.Symbol, o.Side, o.Price, o.Size, o.TimeInForce, o.ExpiresAtMs, o.Flags, null, o.ClientId, o.Builder);

    private static void AppendVenue(
        StringBuilder text,
        (long Sequence, long Time) at,
        BigInteger clearing,
        BigInteger fees,
        BigInteger insurance) =>
        text.Append($"seq={at.Sequence} time={at.Time} clearing={clearing} fees={fees} insurance={insurance}\n");

    private static void AppendOrder(
        StringBuilder text, long id, in OrderTerms t, (long Size, long Filled) sizes, OrderStatus status,
        bool isLiquidation)
    {
        text.Append($"  order {id} client={t.ClientId} {t.Symbol} {t.Side} {t.Price.Units} ");
        text.Append($"{sizes.Size} {sizes.Filled} {status} {t.TimeInForce} {t.ExpiresAtMs} ");
        text.Append($"{t.Flags} builder={t.Builder} liquidation={isLiquidation}\n");
    }

    private static void AppendLevel(StringBuilder text, string side, long price, long size, IEnumerable<long> ids) =>
        text.Append($"  {side} {price} {size} [{string.Join(',', ids)}]\n");
}
