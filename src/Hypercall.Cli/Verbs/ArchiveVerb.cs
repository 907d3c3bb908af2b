namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall archive</c>: moves the records before a journal's oldest snapshot into a file, which verify still
/// reads. Exit code 1, and nothing moved, where a check fails.
/// </summary>
internal static class ArchiveVerb
{
    private const string OwnerName = "hypercall archive";

    public static Command Create(Terminal terminal)
    {
        Option<string> to = Options.Needed<string>(
            "--to",
            "Folder of the archives, one file each time; made where it is missing. Keep all of them.",
            "FOLDER");
        var command = new Command("archive", "Move the records before the oldest snapshot into a file.") { to };
        var journal = new JournalArguments(command);
        command.SetAction(parsed => Run(
            terminal, journal.Directory(parsed), parsed.GetRequiredValue(to), journal.Partition(parsed)));
        return command;
    }

    private static void Run(Terminal terminal, string directory, string folder, string? partition)
    {
        VenueJournal journal = VenueJournal.Open(directory, partition);
        using FolderOwnership? ownership = OwnFiles(directory);
        ArchiveReport report = Archive(directory, folder, partition);
        if (report.File is null)
        {
            terminal.Line($"nothing to move: {journal.Location} begins at its oldest snapshot already");
            return;
        }

        new ReportTable("", "")
            .Add("journal", journal.Location)
            .Add("archive", report.File)
            .Add("records moved", $"{report.RecordsMoved:#,##0}")
            .Add("last command archived", $"{report.Sequence:#,##0}")
            .Add("journal begins with record", $"{report.FirstRecord:#,##0}")
            .Write(terminal);
    }

    private static ArchiveReport Archive(string directory, string folder, string? partition)
    {
        try
        {
            return JournalArchiver.Archive(directory, folder, partition);
        }
        catch (ArchiveRefusedException exception)
        {
            throw new CheckFailedException(exception.Message);
        }
    }

    /// <summary>An owner of SQLite files would wait for the deletion, and might take that for a failed disk.</summary>
    private static FolderOwnership? OwnFiles(string directory)
    {
        if (Directory.Exists(directory))
            return FolderOwnership.Acquire(directory, OwnerName);
        return File.Exists(directory)
            ? FolderOwnership.Acquire(Path.GetDirectoryName(Path.GetFullPath(directory))!, OwnerName)
            : null;
    }
}
