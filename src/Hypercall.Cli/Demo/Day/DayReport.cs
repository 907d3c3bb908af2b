namespace Hypercall.Cli.Demo.Day;

/// <summary>The account of the demonstration's day, as tables.</summary>
internal static class DayReport
{
    /// <summary>Writes the tables.</summary>
    public static void Write(Terminal terminal, DayAccount account, EngineView view)
    {
        ReportTable[] others =
        [
            Settlements(account), Transitions(account), Auctions(account), Deleveragings(account), Rejections(account),
            Traders(view),
        ];
        Totals(account, view).Write(terminal);
        foreach (ReportTable table in others)
        {
            terminal.Line();
            table.Write(terminal);
        }
    }

    private static ReportTable Totals(DayAccount account, EngineView view) =>
        new ReportTable("", "") { FirstNumber = 1 }
            .Add("trades on the book", $"{account.BookFills:#,##0}")
            .Add("trades by request for quote", $"{account.RfqFills:#,##0}")
            .Add("premium traded", Figures.Usdc(account.Tally.Premium))
            .Add("fees kept", Figures.Usdc(view.Venue.Fees))
            .AddEach(
                account.Triggers,
                trigger => [$"market-maker protection tripped, {trigger.Key}", $"{trigger.Value:#,##0}"])
            .Add("orders cancelled by liquidation", $"{account.LiquidationCancels:#,##0}")
            .Add("trades of liquidations on the book", $"{account.LiquidationFills:#,##0}")
            .Add("fees of liquidations", Figures.Usdc(account.LiquidationFees))
            .Add("paid by the insurance fund", Figures.Usdc(account.InsurancePaid))
            .Add("left as debts", Figures.Usdc(account.DebtsIncurred))
            .Add("debts paid back", Figures.Usdc(account.DebtsRepaid));

    private static ReportTable Settlements(DayAccount account) =>
        new ReportTable("settlement at", "price", "options", "positions", "paid to longs", "fees") { FirstNumber = 1 }
            .AddEach(account.Settlements, settlement =>
            [
                Clock(settlement.TimestampMs),
                settlement.Price.ToString(),
                $"{settlement.Instruments}",
                $"{settlement.Positions}",
                Figures.Usdc(settlement.Paid),
                Figures.Usdc(settlement.Fees),
            ]);

    private static ReportTable Transitions(DayAccount account) =>
        new ReportTable("liquidation at", "wallet", "is now", "").AddEach(account.Transitions, changed =>
        [
            Clock(changed.TimestampMs),
            NameOf(changed.Event.Wallet),
            $"{changed.Event.State}",
            changed.Event.Mode == LiquidationMode.None ? "" : $"{changed.Event.Mode}",
        ]);

    private static ReportTable Auctions(DayAccount account) =>
        new ReportTable("auction at", "of", "number", "status", "by", "asked") { FirstNumber = 5 }
            .AddEach(account.Auctions, auction =>
            [
                Clock(auction.TimestampMs),
                NameOf(auction.Event.Wallet),
                $"{auction.Event.AuctionId}",
                $"{auction.Event.Status}",
                auction.Event.Bidder is { } bidder ? NameOf(bidder) : "",
                Figures.Usdc(auction.Event.Asked),
            ]);

    private static ReportTable Deleveragings(DayAccount account) =>
        new ReportTable("deleveraged at", "wallet", "closings", "against wallets") { FirstNumber = 2 }
            .AddEach(account.Deleveragings, closed =>
                [Clock(closed.TimestampMs), NameOf(closed.Wallet), $"{closed.Closings}", $"{closed.Counterparties}"]);

    private static string NameOf(WalletAddress wallet) =>
        DayTraders.Instance.All.Single(trader => trader.Wallet == wallet).Name;

    private static ReportTable Rejections(DayAccount account) =>
        new ReportTable("rejected", "commands", "actions of bulks") { FirstNumber = 1 }
            .AddEach(account.Tally.RejectedByCode.Keys.Union(account.RejectedActions.Keys).Order(), code =>
            [
                $"{code}",
                $"{account.Tally.RejectedByCode.GetValueOrDefault(code):#,##0}",
                $"{account.RejectedActions.GetValueOrDefault(code):#,##0}",
            ]);

    private static ReportTable Traders(EngineView view)
    {
        Dictionary<WalletAddress, WalletView> wallets = view.Wallets.ToDictionary(wallet => wallet.Address);
        return new ReportTable("wallet", "mode", "equity", "requirement", "available", "positions", "state")
        {
            FirstNumber = 2,
        }.AddEach(DayTraders.Instance.All, trader =>
        [
            trader.Name,
            $"{wallets[trader.Wallet].Mode}",
            Figures.Usdc(wallets[trader.Wallet].Margin.Equity),
            Figures.Usdc(wallets[trader.Wallet].Margin.InitialMargin),
            Figures.Usdc(wallets[trader.Wallet].Margin.Available),
            $"{wallets[trader.Wallet].Positions.Count}",
            $"{wallets[trader.Wallet].LiquidationState}",
        ]);
    }

    private static string Clock(long timestampMs) => Figures.Time(timestampMs)[11..19];
}
