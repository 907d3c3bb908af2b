using System.CommandLine;
using Hypercall.Cli.Inputs;
using Hypercall.Cli.Output;
using Hypercall.Engine;
using Hypercall.Engine.Events;
using Hypercall.Json;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall apply</c>: the pure core over NDJSON, without a journal. One outcome line per command, in order; what
/// precedes a malformed line is written, nothing after it.
/// </summary>
internal static class ApplyVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "NDJSON commands; - is standard input." };
        var output = new Option<string>("--out") { Description = "Write outcomes to this file.", HelpName = "FILE" };
        var state = new Option<string>("--state")
        {
            Description = "Write the final state to this file.", HelpName = "FILE",
        };
        var command = new Command("apply", "Apply NDJSON commands to the pure core; no journal.")
        {
            file, output, state,
        };
        command.SetAction(parsed =>
            Run(parsed.GetRequiredValue(file), parsed.GetValue(output), parsed.GetValue(state)));
        return command;
    }

    private static int Run(string file, string? outputPath, string? statePath)
    {
        var source = new NdjsonReader(file);
        source.RequireReadable();
        var engine = new ExchangeEngine();
        using (JsonLines lines = JsonLines.Open(outputPath, JsonStyle.Compact))
        {
            foreach (InputCommand input in source.Read())
            {
                ApplyOutput output = engine.Apply(input.Submitted.ToEnvelope(engine.Sequence + 1));
                lines.Write(writer => OutcomeJson.Write(writer, output));
            }
        }

        if (statePath is not null)
            JsonOutput.ToFile(statePath, writer => StateJson.Write(writer, engine.View()));
        return ExitCode.Done;
    }
}
