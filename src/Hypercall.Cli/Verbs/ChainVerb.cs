namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall chain</c>: the options of an underlying with markets and greeks, at a journal's end or after a command.
/// </summary>
internal static class ChainVerb
{
    public static Command Create(Terminal terminal)
    {
        var argument = new Argument<string>("UNDERLYING") { Description = "Name of the underlying, as in ETH." };
        var command = new Command("chain", "Print the options of an underlying with markets and greeks.");
        var journal = new JournalArguments(command, withAt: true);
        command.Add(argument);
        command.SetAction(parsed =>
        {
            ExchangeEngine engine = journal.Load(parsed);
            string underlying = parsed.GetRequiredValue(argument);
            ChainView chain = engine.ViewChain(underlying) ?? throw new InputException(
                journal.Open(parsed).Location, $"no command up to {engine.Sequence} named underlying '{underlying}'");
            ChainReport.Write(terminal, engine, chain);
        });
        return command;
    }
}
