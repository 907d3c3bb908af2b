using System.CommandLine;
using Hypercall.Cli.Output;
using Hypercall.Engine;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall liquidations</c>: who is in which stage of liquidation, what is asked at auction, and what the
/// insurance fund has, at a journal's end or after a command.
/// </summary>
internal static class LiquidationsVerb
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> directory = JournalArgument.Create();
        Option<long?> at = JournalArgument.CreateAt();
        Option<string?> partition = JournalArgument.CreatePartition();
        var command = new Command("liquidations", "Print the wallets in liquidation and the auctions that run.")
        {
            directory, at, partition,
        };
        command.SetAction(parsed => Run(
            terminal, parsed.GetRequiredValue(directory), parsed.GetValue(at), parsed.GetValue(partition)));
        return command;
    }

    private static int Run(Terminal terminal, string directory, long? at, string? partition)
    {
        ExchangeEngine engine = JournalArgument.Load(directory, at, partition);
        LiquidationsReport.Write(terminal, engine, engine.View());
        return ExitCode.Done;
    }
}
