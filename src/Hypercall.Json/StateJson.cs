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
        output.Open("digests");
        foreach ((string component, Hash256 digest) in view.Digests.Components)
            output.Hash(component, digest);
        output.Close();
        WriteVenue(ref output, view.Venue);
        output.Open("wallets");
        foreach (WalletView wallet in view.Wallets)
            WriteWallet(ref output, wallet);
        output.Close();
        output.Open("books");
        foreach (BookView book in view.Books)
            WriteBook(ref output, book);
        output.Close();
        output.Close();
    }

    private static void WriteVenue(ref JsonOutput output, VenueView venue)
    {
        output.Open("venue");
        output.Cash("clearing", venue.Clearing);
        output.Cash("fees", venue.Fees);
        output.Cash("insurance", venue.Insurance);
        output.Open("debts");
        foreach ((WalletAddress wallet, Cash debt) in venue.Debts)
            output.Cash(wallet.ToString(), debt);
        output.Close();
        output.Open("sources");
        foreach ((string source, long number) in venue.Sources)
            output.Int64(source, number);
        output.Close();
        output.Int64("nextAuctionId", venue.NextAuctionId);
        output.Open("pendingAverages");
        foreach ((string symbol, Price? average) in venue.PendingAverages)
        {
            if (output.Has(symbol, average.HasValue, true))
                output.Price(symbol, average.GetValueOrDefault());
        }

        output.Close();
        output.Close();
    }

    private static void WriteWallet(ref JsonOutput output, WalletView wallet)
    {
        output.Open(wallet.Address.ToString());
        output.Cash("cash", wallet.Cash);
        output.ShowEnum("mode", wallet.Mode);
        output.ShowEnum("liquidationState", wallet.LiquidationState);
        WriteLiquidation(ref output, wallet.Liquidation);
        output.Open("positions");
        foreach (PositionView position in wallet.Positions)
        {
            output.Open(position.Symbol);
            output.Show("size", position.Size);
            output.Price("entryPrice", position.EntryPrice);
            output.Cash("cost", position.Cost);
            output.Close();
        }

        output.Close();
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
        WriteEntrySizes(ref output, stage.EntrySizes);
        WriteOrNull(ref output, "asked", stage.Asked);
        output.Close();
    }

    private static void WriteEntrySizes(
        ref JsonOutput output, IReadOnlyList<KeyValuePair<string, Quantity>>? sizes)
    {
        if (!output.Has("entrySizes", sizes is not null, true))
            return;
        output.Open("entrySizes");
        foreach ((string symbol, Quantity size) in sizes!)
            output.Show(symbol, size);
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
            output.Open("worstScenario");
            foreach ((string underlying, string? scenario) in margin.WorstScenario!)
                output.Text(underlying, scenario);
            output.Close();
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
        output.Open("positions");
        foreach (PerpView perp in wallet.HypercorePositions)
        {
            output.Open(perp.Symbol);
            output.Show("size", perp.Size);
            output.Price("entryPrice", perp.EntryPrice);
            output.Close();
        }

        output.Close();
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
