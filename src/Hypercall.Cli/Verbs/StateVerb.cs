using System.CommandLine;
using Hypercall.Cli.Output;
using Hypercall.Engine;
using Hypercall.Json;

namespace Hypercall.Cli.Verbs;

/// <summary><c>hypercall state</c>: prints a journal's state, at its end or after a command.</summary>
internal static class StateVerb
{
    public static Command Create()
    {
        Argument<string> directory = JournalArgument.Create();
        Option<long?> at = JournalArgument.CreateAt();
        Option<string?> partition = JournalArgument.CreatePartition();
        var command = new Command("state", "Print the state of a journal as JSON.") { directory, at, partition };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(directory), parsed.GetValue(at), parsed.GetValue(partition)));
        return command;
    }

    private static int Run(string directory, long? at, string? partition)
    {
        ExchangeEngine engine = JournalArgument.Load(directory, at, partition);
        JsonOutput.ToStandardOutput(writer => StateJson.Write(writer, engine.View()));
        return ExitCode.Done;
    }
}
