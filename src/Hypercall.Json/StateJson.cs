using Hypercall.Engine.State;
using Hypercall.Json.Writing;

namespace Hypercall.Json;

/// <summary>
/// The state file (wire.md §State), for <c>--state</c> and for comparing engines: keys stand in the order of the view,
/// which is canonical.
/// </summary>
public static class StateJson
{
    /// <summary>Writes one object.</summary>
    public static void Write(Utf8JsonWriter writer, EngineView view)
    {
        var output = new JsonOutput(writer);
        output.Open();
        output.Int64("sequence", view.Sequence);
        output.Int64("timestamp", view.TimestampMs);
        output.Hash("hash", view.Hash);
        output.Each(
            "digests", view.Digests.Components, static (ref part, digest) => part.Hash(digest.Key, digest.Value));
        WriteVenue(ref output, view.Venue);
        output.Each("wallets", view.Wallets, WriteWallet);
        output.Each("books", view.Books, WriteBook);
        output.Close();
    }

    private static void WriteVenue(ref JsonOutput output, VenueView venue)
    {
        output.Open("venue");
        output.Cash("clearing", venue.Clearing);
        output.Cash("fees", venue.Fees);
        output.Cash("insurance", venue.Insurance);
        output.Each("debts", venue.Debts, static (ref part, debt) => part.Cash(debt.Key.ToString(), debt.Value));
        output.Each("sources", venue.Sources, static (ref part, source) => part.Int64(source.Key, source.Value));
        output.Int64("nextAuctionId", venue.NextAuctionId);
        output.Each("pendingAverages", venue.PendingAverages, static (ref part, pending) =>
        {
            if (part.Has(pending.Key, pending.Value.HasValue, true))
                part.Price(pending.Key, pending.Value.GetValueOrDefault());
        });
        output.Close();
    }

    private static void WriteWallet(ref JsonOutput output, WalletView wallet)
    {
        output.Open(wallet.Address.ToString());
        output.Cash("cash", wallet.Cash);
        output.ShowEnum("mode", wallet.Mode);
        output.ShowEnum("liquidationState", wallet.LiquidationState);
        WriteLiquidation(ref output, wallet.Liquidation);
        output.Each("positions", wallet.Positions, static (ref part, position) =>
        {
            part.Open(position.Symbol);
            part.Show("size", position.Size);
            part.Price("entryPrice", position.EntryPrice);
            part.Cash("cost", position.Cost);
            part.Close();
        });
        output.OpenList("openOrders");
        foreach (OrderView order in wallet.OpenOrders)
            WriteOrder(ref output, order);
        output.CloseList();
        WriteMargin(ref output, wallet.Margin);
        WriteHypercore(ref output, wallet);
        output.Close();
    }

    /// <summary>A stage; what only other stages have is null.</summary>
    private static void WriteLiquidation(ref JsonOutput output, LiquidationView? stage)
    {
        if (!output.Has("liquidation", stage is not null, true))
            return;
        output.Open("liquidation");
        output.ShowEnum("mode", stage!.Mode);
        output.Int64("enteredAt", stage.EnteredAtMs);
        output.Int64("endsAt", stage.EndsAtMs);
        output.Int64("pauseUntil", stage.PauseUntilMs);
        WriteOrNull(ref output, "nextAt", stage.NextAtMs);
        WriteOrNull(ref output, "step", stage.Step);
        WriteOrNull(ref output, "bonusPpm", stage.BonusPpm);
        WriteOrNull(ref output, "auctionId", stage.AuctionId);
        WriteOrNull(ref output, "startedAt", stage.StartedAtMs);
        if (output.Has("entrySizes", stage.EntrySizes is not null, true))
            output.Each("entrySizes", stage.EntrySizes!, static (ref part, entry) => part.Show(entry.Key, entry.Value));
        WriteOrNull(ref output, "asked", stage.Asked);
        output.Close();
    }

    private static void WriteOrNull(ref JsonOutput output, string name, long? value)
    {
        if (output.Has(name, value.HasValue, true))
            output.Int64(name, value.GetValueOrDefault());
    }

    private static void WriteMargin(ref JsonOutput output, MarginView margin)
    {
        output.Open("margin");
        WriteOrNull(ref output, "equity", margin.Equity);
        WriteOrNull(ref output, "initialMargin", margin.InitialMargin);
        WriteOrNull(ref output, "maintenanceMargin", margin.MaintenanceMargin);
        WriteOrNull(ref output, "available", margin.Available);
        if (output.Has("worstScenario", margin.WorstScenario is not null, true))
        {
            output.Each(
                "worstScenario", margin.WorstScenario!, static (ref part, worst) => part.Text(worst.Key, worst.Value));
        }

        output.Close();
    }

    private static void WriteOrNull(ref JsonOutput output, string name, Cash? value)
    {
        if (output.Has(name, value.HasValue, true))
            output.Cash(name, value.GetValueOrDefault());
    }

    private static void WriteHypercore(ref JsonOutput output, WalletView wallet)
    {
        output.Open("hypercore");
        output.Cash("equity", wallet.HypercoreEquity);
        output.Each("positions", wallet.HypercorePositions, static (ref part, perp) =>
        {
            part.Open(perp.Symbol);
            part.Show("size", perp.Size);
            part.Price("entryPrice", perp.EntryPrice);
            part.Close();
        });
        output.Close();
    }

    private static void WriteOrder(ref JsonOutput output, OrderView order)
    {
        output.Open();
        output.Int64("orderId", order.OrderId);
        output.Text("clientId", order.ClientId);
        output.Text("symbol", order.Symbol);
        output.ShowEnum("side", order.Side);
        output.Price("price", order.Price);
        output.Show("size", order.Size);
        output.Show("filled", order.Filled);
        output.Show("remaining", new Quantity(order.Size.Units - order.Filled.Units));
        output.ShowEnum("status", order.Status);
        output.ShowEnum("tif", order.TimeInForce);
        WriteOrNull(ref output, "expiresAt", order.ExpiresAtMs);
        output.Boolean("postOnly", (order.Flags & OrderFlags.PostOnly) != 0, true);
        output.Boolean("reduceOnly", (order.Flags & OrderFlags.ReduceOnly) != 0, true);
        output.Boolean("mmp", (order.Flags & OrderFlags.Mmp) != 0, true);
        output.Text("builder", order.Builder?.ToString());
        output.Boolean("liquidation", order.Liquidation, true);
        output.Close();
    }

    private static void WriteBook(ref JsonOutput output, BookView book)
    {
        output.Open(book.Symbol);
        WriteLevels(ref output, "bids", book.Bids);
        WriteLevels(ref output, "asks", book.Asks);
        output.Close();
    }

    private static void WriteLevels(ref JsonOutput output, string name, IReadOnlyList<LevelView> levels)
    {
        output.OpenList(name);
        foreach (LevelView level in levels)
        {
            output.OpenList(null);
            output.Price(null, level.Price);
            output.Show(null, level.Size);
            output.OpenList(null);
            foreach (long orderId in level.OrderIds)
                output.Int64(null, orderId);
            output.CloseList();
            output.CloseList();
        }

        output.CloseList();
    }
}
