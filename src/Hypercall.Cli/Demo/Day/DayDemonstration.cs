using Hypercall.Cli.Replay;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Cli.Demo.Day;

/// <summary>
/// The demonstration's day through the durable node: runs it, tells what happened, checks that the books balance, and
/// verifies the journal.
/// </summary>
internal sealed class DayDemonstration(Terminal terminal, ulong seed, string directory)
{
    /// <summary>Runs it.</summary>
    /// <exception cref="CheckFailedException">A hash differs, or the books do not balance.</exception>
    public async Task RunAsync()
    {
        long start = Stopwatch.GetTimestamp();
        terminal.Heading("A day on BTC and ETH options, 2026-01-05 UTC:");
        terminal.Heading("30 % down between 14:00 and 14:30.");
        terminal.Line("4 makers, 6 takers, a fund and 4 sellers, in both modes;");
        terminal.Line($"seed {seed}.");
        terminal.Line();
        await FeedAsync();

        var account = new DayAccount();
        VerificationReport report = JournalVerifier.Verify(directory, new VerifyOptions(Observer: account));
        if (report.Difference is { } difference)
            throw new CheckFailedException(difference.ToString());
        EngineView view = JournalState.At(directory).View();
        DayReport.Write(terminal, account, view);
        terminal.Line();
        CheckBooks(account, view);
        terminal.Line($"verified: {report.CommandsReplayed:#,##0} commands executed again,");
        terminal.Line("  every hash agrees");
        terminal.Line("hash");
        terminal.Line($"{report.Hash}");
        terminal.Line($"{Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
    }

    private async Task FeedAsync()
    {
        string name = $"demo day, seed {seed}";
        var origin = new JournalOrigin(name, Hash256.Compute(Encoding.UTF8.GetBytes(name)));
        var source = new DayMarket(seed);
        await using ReplayRun run = await ReplayRun.StartAsync(new ReplayInput(source, origin), directory);
        ProgressDisplay.Run(terminal, "the day", null, display => run.Feed(
            static _ => { }, feeder => display.Report(feeder.Answered, source.Fraction)));
    }

    /// <summary>What stands on all accounts, less what is owed, is what was paid in (engine.md §6).</summary>
    private void CheckBooks(DayAccount account, EngineView view)
    {
        Cash sum = view.Venue.Clearing + view.Venue.Fees + view.Venue.Insurance;
        sum = view.Wallets.Aggregate(sum, (total, wallet) => total + wallet.Cash);
        sum = view.Venue.Debts.Aggregate(sum, (total, debt) => total - debt.Value);
        if (sum != account.PaidIn)
            throw new CheckFailedException($"the accounts hold {sum}, paid in were {account.PaidIn}");
        terminal.Line("the books balance to the last unit:");
        terminal.Line($"  {sum} USDC were paid in");
    }
}
