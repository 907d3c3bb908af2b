using Hypercall.Actors.Storage;
using Hypercall.Cli.Replay;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall replay</c>: an input file through the durable engine. Started again on a journal that holds part of the
/// same file it goes on after the last command there.
/// </summary>
internal static class ReplayVerb
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The input, plain or gzip." };
        Option<string> format = Options.Needed<string>("--format", "What the input is.");
        format.AcceptOnlyFromAmong([.. ReplayInput.Formats]);
        Option<string> journal = Options.Optional<string>(
            "--journal",
            "Directory of the journal. Without it: the input's name and .journal, in this directory.",
            "DIR");
        Option<string> state = Options.Optional<string>("--state", "Write the final state to this file.", "FILE");
        Option<long?> lineEvery = Options.Optional<long?>(
            "--progress-every", "Print a line each time so many commands are durable.", "COMMANDS").From(1L);
        Option<bool> margin = Options.Optional<bool>(
            "--margin", $"With margin, price band and market-maker protection on; {ReplayInput.DeribitTrades} only.");
        margin.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<bool>() && result.GetValue(format) != ReplayInput.DeribitTrades)
                result.AddError($"--margin goes with --format {ReplayInput.DeribitTrades} only");
        });
        var command = new Command("replay", "Replay an input file through the durable engine.")
        {
            file, format, margin, journal, state, lineEvery,
        };
        command.SetAction((parsed, _) =>
        {
            string path = parsed.GetRequiredValue(file);
            string directory = parsed.GetValue(journal) is { } given ? JournalLocation.Folder(given) : FolderOf(path);
            return RunAsync(
                terminal,
                ReplayInput.Open(path, parsed.GetRequiredValue(format), parsed.GetValue(margin)),
                directory,
                parsed.GetValue(state),
                parsed.GetValue(lineEvery));
        });
        return command;
    }

    /// <summary>The folder for an input; a name that could be read as the place of a database is made a path.</summary>
    private static string FolderOf(string input)
    {
        string name = Path.GetFileName(input) + ".journal";
        return ConnectionText.IsOfServer(name) ? Path.Join(".", name) : name;
    }

    private static async Task RunAsync(
        Terminal terminal, ReplayInput input, string directory, string? statePath, long? lineEvery)
    {
        OutputFile.RequireApart(input.Files, ("--state", statePath));
        using OutputFile? state = statePath is null ? null : OutputFile.Create(statePath, terminal.Interruption);
        var tally = new ReplayTally();
        TimeSpan elapsed;
        StateSummary end;
        await using (ReplayRun run = await ReplayRun.StartAsync(input, directory))
        {
            if (run.ResumedAfter > 0)
                terminal.Line($"going on after command {run.ResumedAfter} of the journal in {directory}");
            long start = Stopwatch.GetTimestamp();
            ProgressDisplay.Run(terminal, "replay", lineEvery, display => run.Feed(
                tally.Count, feed => display.Report(feed.Answered, input.Source.Fraction)));
            elapsed = Stopwatch.GetElapsedTime(start);
            end = await run.StateAsync();
        }

        if (state is not null)
        {
            EngineView view = JournalState.At(directory).View();
            JsonOutput.To(state.Content, writer => StateJson.Write(writer, view));
            state.Complete();
        }

        Summarize(terminal, input, tally, elapsed, directory, end);
    }

    private static void Summarize(
        Terminal terminal,
        ReplayInput input,
        ReplayTally tally,
        TimeSpan elapsed,
        string directory,
        StateSummary end)
    {
        long executed = tally.Accepted + tally.Rejected;
        ReportTable table = new ReportTable("", "")
            .Add("input", input.Origin.Name)
            .AddEach(input.Source.Counts, count => [count.Key, Number(count.Value)])
            .Add("commands executed", Number(executed))
            .Add("accepted", Number(tally.Accepted))
            .AddEach(tally.RejectedByCode, rejected => [$"rejected, {rejected.Key}", Number(rejected.Value)])
            .Add("fills", Number(tally.Fills))
            .Add("contracts traded", DecimalText.Format(tally.TradedUnits, Quantity.Decimals))
            .Add("premium traded", tally.Premium.ToString())
            .Add("time", $"{elapsed.TotalSeconds:0.00} s");
        if (executed > 0)
            table.Add("rate", $"{executed / elapsed.TotalSeconds:#,##0}/s, durable");
        table.Add("journal", directory)
            .Add("sequence", Number(end.Sequence))
            .Add("hash", end.Hash.ToString())
            .Write(terminal);
    }

    private static string Number(long value) => value.ToString("#,##0");
}
