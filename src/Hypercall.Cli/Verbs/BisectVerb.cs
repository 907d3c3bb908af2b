namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall bisect</c>: the first command after which the states of two journals differ, with component and field.
/// Exit code 1 where there is one.
/// </summary>
internal static class BisectVerb
{
    private const int LongestCommand = 400;

    public static Command Create(Terminal terminal)
    {
        Argument<string> left = JournalArguments.Location("DIR_A");
        Argument<string> right = JournalArguments.Location("DIR_B");
        Option<string?> partition = JournalArguments.PartitionOption();
        var command = new Command("bisect", "Find the first command after which two journals' states differ.")
        {
            left, right, partition,
        };
        command.SetAction(parsed => Run(
            terminal,
            VenueJournal.Open(parsed.GetRequiredValue(left), parsed.GetValue(partition)),
            VenueJournal.Open(parsed.GetRequiredValue(right), parsed.GetValue(partition))));
        return command;
    }

    private static int Run(Terminal terminal, VenueJournal left, VenueJournal right)
    {
        BisectReport report = JournalBisector.Compare(left, right);
        if (report.DamagedSnapshot is { } damage)
            throw new CheckFailedException($"no command differs, but a snapshot is damaged: {damage}");
        if (report.Sequence is not { } sequence)
        {
            terminal.Line(
                $"no difference in {report.CommandsCompared:#,##0} commands {Behind(report)}"
                + $"({left.Location}: {report.LastLeft:#,##0}, {right.Location}: {report.LastRight:#,##0})");
            return ExitCode.Done;
        }

        bool isFirstLook = sequence > 0 && sequence == report.ComparedAfter;
        terminal.Line($"the states differ after command {sequence}{(isFirstLook ? " or an earlier one" : "")}");
        new ReportTable("", "")
            .Add("component", report.Difference!.Component)
            .Add("entry", report.Difference.Entry)
            .Add("field", report.Difference.Field)
            .Add("first journal", report.Difference.Left)
            .Add("second journal", report.Difference.Right)
            .Write(terminal);
        terminal.Line();
        new ReportTable("", "")
            .Add("first journal", Describe(report.Left))
            .Add("second journal", Describe(report.Right))
            .Write(terminal);
        return ExitCode.CheckFailed;
    }

    private static string Behind(BisectReport report) =>
        report.ComparedAfter == 0 ? "" : $"after command {report.ComparedAfter:#,##0}, where both begin ";

    private static string Describe(JournaledCommand? command)
    {
        if (command is null)
            return "";
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonStyle.Compact))
            CommandJson.Write(writer, SubmittedCommand.FromEnvelope(command.Envelope));
        string json = Encoding.UTF8.GetString(stream.ToArray());
        string shown = json.Length > LongestCommand ? json[..LongestCommand] + "…" : json;
        return $"record {command.RecordNumber}: {shown}";
    }
}
