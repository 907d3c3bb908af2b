using System.CommandLine;
using Hypercall.Cli.Inputs;
using Hypercall.Cli.Output;
using Hypercall.Engine;
using Hypercall.Engine.State;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall chain</c>: the options of an underlying with markets and greeks, at a journal's end or after a command.
/// </summary>
internal static class ChainVerb
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> directory = JournalArgument.Create();
        var underlying = new Argument<string>("UNDERLYING") { Description = "Name of the underlying, as in ETH." };
        Option<long?> at = JournalArgument.CreateAt();
        Option<string?> partition = JournalArgument.CreatePartition();
        var command = new Command("chain", "Print the options of an underlying with markets and greeks.")
        {
            directory, underlying, at, partition,
        };
        command.SetAction(parsed => Run(
            terminal,
            parsed.GetRequiredValue(directory),
            parsed.GetRequiredValue(underlying),
            parsed.GetValue(at),
            parsed.GetValue(partition)));
        return command;
    }

    private static int Run(Terminal terminal, string directory, string underlying, long? at, string? partition)
    {
        ExchangeEngine engine = JournalArgument.Load(directory, at, partition);
        ChainView chain = engine.ViewChain(underlying)
            ?? throw new InputException(
                directory, $"no command up to {engine.Sequence} named underlying '{underlying}'");
        ChainReport.Write(terminal, engine, chain);
        return ExitCode.Done;
    }
}
