using Hypercall.Engine.State;

namespace Hypercall.Cli.Demo.Day;

/// <summary>The account of the demonstration's day, as tables.</summary>
internal static class DayReport
{
    /// <summary>Writes the tables.</summary>
    public static void Write(Terminal terminal, DayAccount account, EngineView view)
    {
        WriteTotals(terminal, account, view);
        terminal.Line();
        WriteSettlements(terminal, account);
        terminal.Line();
        WriteTransitions(terminal, account);
        terminal.Line();
        WriteAuctions(terminal, account);
        terminal.Line();
        WriteDeleveragings(terminal, account);
        terminal.Line();
        WriteRejections(terminal, account);
        terminal.Line();
        WriteTraders(terminal, view);
    }

    private static void WriteTotals(Terminal terminal, DayAccount account, EngineView view)
    {
        var table = new ReportTable("", "") { FirstNumber = 1 };
        table.Add("trades on the book", $"{account.BookFills:#,##0}");
        table.Add("trades by request for quote", $"{account.RfqFills:#,##0}");
        table.Add("premium traded", Figures.Usdc(account.Premium));
        table.Add("fees kept", Figures.Usdc(view.Venue.Fees));
        foreach ((MmpCause cause, long count) in account.Triggers)
            table.Add($"market-maker protection tripped, {cause}", $"{count:#,##0}");
        table.Add("orders cancelled by liquidation", $"{account.LiquidationCancels:#,##0}");
        table.Add("trades of liquidations on the book", $"{account.LiquidationFills:#,##0}");
        table.Add("fees of liquidations", Figures.Usdc(account.LiquidationFees));
        table.Add("paid by the insurance fund", Figures.Usdc(account.InsurancePaid));
        table.Add("left as debts", Figures.Usdc(account.DebtsIncurred));
        table.Add("debts paid back", Figures.Usdc(account.DebtsRepaid));
        table.Write(terminal);
    }

    private static void WriteSettlements(Terminal terminal, DayAccount account)
    {
        var table = new ReportTable("settlement at", "price", "options", "positions", "paid to longs", "fees")
        {
            FirstNumber = 1,
        };
        foreach (DaySettlement settlement in account.Settlements)
        {
            table.Add(
                Clock(settlement.TimestampMs),
                settlement.Price.ToString(),
                $"{settlement.Instruments}",
                $"{settlement.Positions}",
                Figures.Usdc(settlement.Paid),
                Figures.Usdc(settlement.Fees));
        }

        table.Write(terminal);
    }

    private static void WriteTransitions(Terminal terminal, DayAccount account)
    {
        var table = new ReportTable("liquidation at", "wallet", "is now", "");
        foreach ((long timestampMs, LiquidationStateChanged changed) in account.Transitions)
        {
            table.Add(
                Clock(timestampMs), NameOf(changed.Wallet), $"{changed.State}",
                changed.Mode == LiquidationMode.None ? "" : $"{changed.Mode}");
        }

        table.Write(terminal);
    }

    private static void WriteAuctions(Terminal terminal, DayAccount account)
    {
        var table = new ReportTable("auction at", "of", "number", "status", "by", "asked") { FirstNumber = 5 };
        foreach ((long timestampMs, LiquidationAuction auction) in account.Auctions)
        {
            table.Add(
                Clock(timestampMs),
                NameOf(auction.Wallet),
                $"{auction.AuctionId}",
                $"{auction.Status}",
                auction.Bidder is { } bidder ? NameOf(bidder) : "",
                Figures.Usdc(auction.Asked));
        }

        table.Write(terminal);
    }

    private static void WriteDeleveragings(Terminal terminal, DayAccount account)
    {
        var table = new ReportTable("deleveraged at", "wallet", "closings", "against wallets") { FirstNumber = 2 };
        foreach (DayDeleveraging closed in account.Deleveragings)
        {
            table.Add(
                Clock(closed.TimestampMs), NameOf(closed.Wallet), $"{closed.Closings}", $"{closed.Counterparties}");
        }

        table.Write(terminal);
    }

    private static string NameOf(WalletAddress wallet) =>
        DayTraders.Instance.All.Single(trader => trader.Wallet == wallet).Name;

    private static void WriteRejections(Terminal terminal, DayAccount account)
    {
        var table = new ReportTable("rejected", "commands", "actions of bulks") { FirstNumber = 1 };
        foreach (var code in account.Rejected.Keys.Union(account.RejectedActions.Keys).Order())
        {
            table.Add(
                $"{code}",
                $"{account.Rejected.GetValueOrDefault(code):#,##0}",
                $"{account.RejectedActions.GetValueOrDefault(code):#,##0}");
        }

        table.Write(terminal);
    }

    private static void WriteTraders(Terminal terminal, EngineView view)
    {
        Dictionary<WalletAddress, WalletView> wallets = view.Wallets.ToDictionary(wallet => wallet.Address);
        var table = new ReportTable("wallet", "mode", "equity", "requirement", "available", "positions", "state")
        {
            FirstNumber = 2,
        };
        foreach (DayTrader trader in DayTraders.Instance.All)
        {
            WalletView wallet = wallets[trader.Wallet];
            table.Add(
                trader.Name,
                $"{wallet.Mode}",
                Figures.Usdc(wallet.Margin.Equity),
                Figures.Usdc(wallet.Margin.InitialMargin),
                Figures.Usdc(wallet.Margin.Available),
                $"{wallet.Positions.Count}",
                $"{wallet.LiquidationState}");
        }

        table.Write(terminal);
    }

    private static string Clock(long timestampMs) => Figures.Time(timestampMs)[11..19];
}
