namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall watch</c>: outcomes as they are published, one line of JSON each, or a symbol's book, until Ctrl-C.
/// </summary>
internal static class WatchVerb
{
    public static Command Create(Terminal terminal)
    {
        Option<string[]> nodes = ClientOptions.Nodes();
        Option<string?> certificates = ClientOptions.Certificates();
        Option<string> partition = ClientOptions.Partition();
        Option<string?> book = Options.Optional<string?>(
            "--book", "Show the book of this symbol in place of outcomes.", "SYMBOL");
        book.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var symbol }] && !ParsedInstrument.IsOptionSymbol(symbol))
                result.AddError($"--book '{symbol}' is no option's symbol such as ETH-20351228-3200-C");
        });
        Option<long?> count = Options.Optional<long?>(
            "--count", "End after so many outcomes, or books shown.").From(1L);
        var command = new Command("watch", "Print outcomes, or a symbol's book, as they come, until Ctrl-C.")
        {
            nodes, certificates, partition, book, count,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string name = parsed.GetRequiredValue(partition);
            await using var connection = new ClusterConnection(
                parsed.GetRequiredValue(nodes), parsed.GetValue(certificates));
            await connection.WaitForContactAsync(name, cancellation);
            IWatchDisplay display = parsed.GetValue(book) is { } symbol
                ? new BookDisplay(terminal, symbol)
                : new OutcomeDisplay();
            await connection.WatchAsync(name, display, parsed.GetValue(count) ?? long.MaxValue, cancellation);
        });
        return command;
    }
}
