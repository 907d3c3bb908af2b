using Hypercall.Engine.State;

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

    private static void WriteWallets(Terminal terminal, WalletView[] wallets)
    {
        var table = new ReportTable("wallet", "state", "goes on", "ends at", "steps", "positions") { FirstNumber = 4 };
        foreach (WalletView wallet in wallets)
        {
            LiquidationView? stage = wallet.Liquidation;
            table.Add(
                $"{wallet.Address}",
                $"{wallet.LiquidationState}",
                stage is null ? Figures.None : $"{stage.Mode}",
                stage is null ? Figures.None : Figures.Time(stage.EndsAtMs),
                Figures.Exact(stage?.Step),
                $"{wallet.Positions.Count}");
        }

        table.Write(terminal);
    }

    private static void WriteAuctions(Terminal terminal, WalletView[] wallets)
    {
        if (wallets.Length == 0)
            return;
        var table = new ReportTable("auction", "of", "ends at", "asked") { FirstNumber = 3 };
        foreach (WalletView wallet in wallets.OrderBy(wallet => wallet.Liquidation!.AuctionId))
        {
            LiquidationView stage = wallet.Liquidation!;
            table.Add(
                $"{stage.AuctionId}", $"{wallet.Address}", Figures.Time(stage.EndsAtMs), Figures.Usdc(stage.Asked));
        }

        table.Write(terminal);
        terminal.Line("asked: what a bidder pays; below zero he is paid");
        terminal.Line();
    }

    private static void WriteVenue(Terminal terminal, VenueView venue)
    {
        var table = new ReportTable("USDC", "") { FirstNumber = 1 };
        table.Add("insurance fund", Figures.Usdc(venue.Insurance));
        foreach ((WalletAddress wallet, Cash debt) in venue.Debts)
            table.Add($"debt of {wallet}", Figures.Usdc(debt));
        table.Write(terminal);
    }
}
