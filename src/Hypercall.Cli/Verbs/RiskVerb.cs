using System.CommandLine;
using Hypercall.Cli.Inputs;
using Hypercall.Cli.Output;
using Hypercall.Engine;
using Hypercall.Engine.Domain;
using Hypercall.Engine.State;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall risk</c>: a wallet under the scenario grid and its margin, at a journal's end or after a command.
/// </summary>
internal static class RiskVerb
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> directory = JournalArgument.Create();
        Option<long?> at = JournalArgument.CreateAt();
        Option<string?> partition = JournalArgument.CreatePartition();
        Option<WalletAddress> wallet = ClientOptions.Wallet("The wallet");
        var command = new Command("risk", "Print a wallet's margin and its scenario grid.")
        {
            directory, wallet, at, partition,
        };
        command.SetAction(parsed => Run(
            terminal,
            parsed.GetRequiredValue(directory),
            parsed.GetRequiredValue(wallet),
            parsed.GetValue(at),
            parsed.GetValue(partition)));
        return command;
    }

    private static int Run(Terminal terminal, string directory, WalletAddress wallet, long? at, string? partition)
    {
        ExchangeEngine engine = JournalArgument.Load(directory, at, partition);
        RiskView risk = engine.ViewRisk(wallet)
            ?? throw new InputException(
                JournalArgument.Shown(directory, partition),
                $"no command up to {engine.Sequence} touched wallet {wallet}");
        RiskReport.Write(terminal, engine, risk);
        return ExitCode.Done;
    }
}
