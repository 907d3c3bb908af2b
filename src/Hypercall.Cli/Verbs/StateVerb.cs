using System.CommandLine;
using Hypercall.Cli.Inputs;
using Hypercall.Cli.Output;
using Hypercall.Cli.Replay;
using Hypercall.Engine;
using Hypercall.Json;
using Hypercall.Node.Verification;

namespace Hypercall.Cli.Verbs;

/// <summary><c>hypercall state</c>: prints a journal's state, at its end or after a command.</summary>
internal static class StateVerb
{
    public static Command Create()
    {
        Argument<string> directory = JournalArgument.Create();
        var at = new Option<long?>("--at") { Description = "After this command.", HelpName = "SEQUENCE" };
        at.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long?>() < 0)
                result.AddError("--at takes a sequence from 0 on");
        });
        var command = new Command("state", "Print the state of a journal as JSON.") { directory, at };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(directory), parsed.GetValue(at)));
        return command;
    }

    private static int Run(string directory, long? at)
    {
        JournalInspection.RequireJournal(directory);
        ExchangeEngine engine = JournalState.At(directory, at);
        if (at > engine.Sequence)
            throw new InputException(
                directory, $"the journal ends at sequence {engine.Sequence}");
        JsonOutput.ToStandardOutput(writer => StateJson.Write(writer, engine.View()));
        return ExitCode.Done;
    }
}
