using Hypercall.Cli.Replay;
using Hypercall.Engine.State;
using Hypercall.Sequencer.Recovery;
using Hypercall.Verification;

namespace Hypercall.Cli.Demo;

/// <summary>What the demonstration's venue looks like at its end: what was traded, the chain, the traders.</summary>
internal static class DemoReport
{
    private const int ChainRows = 6;

    /// <summary>Executes the journal again and writes the tables.</summary>
    public static void Write(Terminal terminal, string directory, IEnumerable<DemoTrader> traders)
    {
        var tally = new ReplayTally();
        EngineView view = Replay(directory, tally);
        WriteTotals(terminal, tally, view);
        terminal.Line();
        WriteChain(terminal, view);
        terminal.Line();
        WriteTraders(terminal, view, traders);
    }

    private static EngineView Replay(string directory, ReplayTally tally)
    {
        VerificationReport report = JournalVerifier.Verify(
            directory, new VerifyOptions(Observer: new Counter(tally)));
        return report.Difference is { } difference
            ? throw new CheckFailedException(difference.ToString())
            : JournalState.At(directory).View();
    }

    private static void WriteTotals(Terminal terminal, ReplayTally tally, EngineView view) => new ReportTable("", "")
        .Add("trades", $"{tally.Fills:#,##0}")
        .Add("contracts traded", DecimalText.Format(tally.TradedUnits, Quantity.Decimals))
        .Add("premium traded", Usdc(tally.Premium))
        .Add("fees", Usdc(view.Venue.Fees))
        .Add("market-maker protection tripped", $"{tally.Triggers:#,##0} times")
        .Add("repeated, answered with the first outcome", $"{tally.Duplicates:#,##0}")
        .Add("rejected commands", $"{tally.Rejected:#,##0}")
        .Write(terminal);

    private static void WriteChain(Terminal terminal, EngineView view)
    {
        var table = new ReportTable("option", "bid", "size", "ask", "size");
        foreach (BookView book in view.Books.Take(ChainRows))
        {
            LevelView? bid = book.Bids.FirstOrDefault();
            LevelView? ask = book.Asks.FirstOrDefault();
            table.Add(
                book.Symbol,
                bid?.Price.ToString() ?? "",
                bid?.Size.ToString() ?? "",
                ask?.Price.ToString() ?? "",
                ask?.Size.ToString() ?? "");
        }

        table.Write(terminal);
    }

    private static void WriteTraders(Terminal terminal, EngineView view, IEnumerable<DemoTrader> traders)
    {
        Dictionary<WalletAddress, WalletView> wallets = view.Wallets.ToDictionary(wallet => wallet.Address);
        var table = new ReportTable("trader", "cash", "positions", "open orders");
        foreach (DemoTrader trader in traders)
        {
            WalletView wallet = wallets[trader.Wallet];
            table.Add(trader.Name, Usdc(wallet.Cash), $"{wallet.Positions.Count}", $"{wallet.OpenOrders.Count}");
        }

        table.Write(terminal);
    }

    /// <summary>Whole cents are enough for people.</summary>
    private static string Usdc(Cash cash) =>
        $"{(decimal)(cash.Units / (Cash.UnitsPerUsdc / 100)) / 100:#,##0.00} USDC";

    private sealed class Counter(ReplayTally tally) : IReplayObserver
    {
        public void Applied(long recordNumber, in CommandEnvelope envelope, ApplyOutput output) => tally.Count(output);
    }
}
