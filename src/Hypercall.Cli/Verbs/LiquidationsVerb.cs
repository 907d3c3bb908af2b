namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall liquidations</c>: who is in which stage of liquidation, what is asked at auction, and what the
/// insurance fund has, at a journal's end or after a command.
/// </summary>
internal static class LiquidationsVerb
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("liquidations", "Print the wallets in liquidation and the auctions that run.");
        var journal = new JournalArguments(command, withAt: true);
        command.SetAction(parsed =>
        {
            ExchangeEngine engine = journal.Load(parsed);
            LiquidationsReport.Write(terminal, engine, engine.View());
        });
        return command;
    }
}
