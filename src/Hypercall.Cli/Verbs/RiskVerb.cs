namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall risk</c>: a wallet under the scenario grid and its margin, at a journal's end or after a command.
/// </summary>
internal static class RiskVerb
{
    public static Command Create(Terminal terminal)
    {
        Option<WalletAddress> option = ClientOptions.Wallet("The wallet");
        var command = new Command("risk", "Print a wallet's margin and its scenario grid.") { option };
        var journal = new JournalArguments(command, withAt: true);
        command.SetAction(parsed =>
        {
            ExchangeEngine engine = journal.Load(parsed);
            WalletAddress wallet = parsed.GetRequiredValue(option);
            RiskView risk = engine.ViewRisk(wallet) ?? throw new InputException(
                journal.Open(parsed).Location, $"no command up to {engine.Sequence} touched wallet {wallet}");
            RiskReport.Write(terminal, engine, risk);
        });
        return command;
    }
}
