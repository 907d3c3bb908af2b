namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall apply</c>: the pure core over NDJSON, without a journal. One outcome line per command, in order; what
/// precedes a malformed line is written, to standard output or the file, and no state.
/// </summary>
internal static class ApplyVerb
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "NDJSON commands; - is standard input." };
        Option<string> output = Options.Optional<string>("--out", "Write outcomes to this file.", "FILE");
        Option<string> state = Options.Optional<string>("--state", "Write the final state to this file.", "FILE");
        var command = new Command("apply", "Apply NDJSON commands to the pure core; no journal.")
        {
            file, output, state,
        };
        command.SetAction(parsed =>
            Run(terminal, parsed.GetRequiredValue(file), parsed.GetValue(output), parsed.GetValue(state)));
        return command;
    }

    private static void Run(Terminal terminal, string file, string? outputPath, string? statePath)
    {
        var source = new NdjsonReader(file);
        source.RequireReadable();
        OutputFile.RequireApart(
            file == NdjsonReader.StandardInputPath ? [] : [file], ("--out", outputPath), ("--state", statePath));
        using OutputFile? outcomes = Open(outputPath, terminal);
        using OutputFile? state = Open(statePath, terminal);
        var engine = new ExchangeEngine();
        try
        {
            Apply(engine, source, outcomes?.Content);
        }
        catch (InputException)
        {
            outcomes?.Complete();
            throw;
        }

        if (state is not null)
            JsonOutput.To(state.Content, writer => StateJson.Write(writer, engine.View()));
        outcomes?.Complete();
        state?.Complete();
    }

    private static OutputFile? Open(string? path, Terminal terminal) =>
        path is null ? null : OutputFile.Create(path, terminal.Interruption);

    private static void Apply(ExchangeEngine engine, NdjsonReader source, Stream? outcomes)
    {
        using var lines = new JsonLines(outcomes ?? StandardOutput.Open());
        foreach (InputCommand input in source.Read())
        {
            ApplyOutput output = engine.Apply(input.Submitted.ToEnvelope(engine.Sequence + 1));
            lines.Write(writer => OutcomeJson.Write(writer, output));
        }
    }
}
