namespace Hypercall.Cli.Output;

/// <summary>Wallets that are not Healthy, auctions, the insurance fund and debts, as tables.</summary>
internal static class LiquidationsReport
{
    /// <summary>Writes the tables.</summary>
    public static void Write(Terminal terminal, ExchangeEngine engine, EngineView view)
    {
        terminal.Heading($"liquidations, {Figures.Place(engine)}");
        terminal.Line();
        WalletView[] wallets = [.. view.Wallets.Where(w => w.LiquidationState != LiquidationState.Healthy)];
        if (wallets.Length == 0)
            terminal.Line("every wallet is Healthy");
        else
            WriteWallets(terminal, wallets);
        terminal.Line();
        WriteAuctions(terminal, [.. wallets.Where(wallet => wallet.Liquidation?.AuctionId is not null)]);
        WriteVenue(terminal, view.Venue);
    }

    private static void WriteWallets(Terminal terminal, WalletView[] wallets) =>
        new ReportTable("wallet", "state", "goes on", "ends at", "steps", "positions") { FirstNumber = 4 }
            .AddEach(wallets, wallet =>
            [
                $"{wallet.Address}",
                $"{wallet.LiquidationState}",
                wallet.Liquidation is null ? Figures.None : $"{wallet.Liquidation.Mode}",
                wallet.Liquidation is null ? Figures.None : Figures.Time(wallet.Liquidation.EndsAtMs),
                Figures.Exact(wallet.Liquidation?.Step),
                $"{wallet.Positions.Count}",
            ])
            .Write(terminal);

    private static void WriteAuctions(Terminal terminal, WalletView[] wallets)
    {
        if (wallets.Length == 0)
            return;
        new ReportTable("auction", "of", "ends at", "asked") { FirstNumber = 3 }
            .AddEach(wallets.OrderBy(wallet => wallet.Liquidation!.AuctionId), wallet =>
            [
                $"{wallet.Liquidation!.AuctionId}",
                $"{wallet.Address}",
                Figures.Time(wallet.Liquidation.EndsAtMs),
                Figures.Usdc(wallet.Liquidation.Asked),
            ])
            .Write(terminal);
        terminal.Line("asked: what a bidder pays; below zero he is paid");
        terminal.Line();
    }

    private static void WriteVenue(Terminal terminal, VenueView venue) =>
        new ReportTable("USDC", "") { FirstNumber = 1 }
            .Add("insurance fund", Figures.Usdc(venue.Insurance))
            .AddEach(venue.Debts, debt => [$"debt of {debt.Key}", Figures.Usdc(debt.Value)])
            .Write(terminal);
}
