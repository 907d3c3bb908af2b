namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall verify</c>: executes a journal again and compares every hash; the first difference ends it with exit
/// code 1.
/// </summary>
internal static class VerifyVerb
{
    public static Command Create(Terminal terminal)
    {
        Option<bool> fromSnapshot = Options.Optional<bool>(
            "--from-snapshot", "Execute from the oldest kept snapshot, not from the first command.");
        Option<string?> archive = Options.Optional<string?>(
            "--archive",
            "Folder of the archives of the journal's first records: executed from command 1 on.",
            "FOLDER");
        var command = new Command("verify", "Execute a journal again and compare every hash.")
        {
            fromSnapshot, archive,
        };
        var journal = new JournalArguments(command);
        command.SetAction(parsed => Run(
            terminal, parsed.GetValue(fromSnapshot), journal.Open(parsed, parsed.GetValue(archive))));
        return command;
    }

    private static void Run(Terminal terminal, bool fromSnapshot, VenueJournal journal)
    {
        long start = Stopwatch.GetTimestamp();
        VerificationReport report = JournalVerifier.Verify(journal, new VerifyOptions(fromSnapshot));
        if (report.Difference is { } difference)
            throw new CheckFailedException(difference.ToString());

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        ReportTable table = new ReportTable("", "").Add("journal", journal.Location);
        if (journal is { FirstRecord: > 1, Mark: { } mark })
            table.Add("begins with record", $"{mark.Record:#,##0}; those before it are in {mark.File}");
        table.Add("records executed", $"{report.RecordsReplayed:#,##0}")
            .Add("commands executed", $"{report.CommandsReplayed:#,##0}, from {report.FirstSequence:#,##0}")
            .Add("snapshots compared", $"{report.SnapshotsCompared}")
            .Add("records after the last recorded hash", $"{report.RecordsNotCrossChecked}")
            .Add("rate", $"{report.CommandsReplayed / seconds:#,##0}/s")
            .Add("sequence", $"{report.LastSequence:#,##0}")
            .Add("hash", report.Hash.ToString())
            .Write(terminal);
        terminal.Line("every hash agrees");
    }
}
