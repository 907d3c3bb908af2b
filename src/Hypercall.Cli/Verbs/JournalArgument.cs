namespace Hypercall.Cli.Verbs;

/// <summary>The argument that names a journal's directory, and the option that names a partition.</summary>
internal static class JournalArgument
{
    public static Argument<string> Create(string name = "DIR") => new LocationArgument(name)
    {
        Description = "Folder of a journal's SQLite files, or a connection string of PostgreSQL; env:NAME and "
            + "file:PATH name a variable or a file with one, which keeps it out of the list of processes.",
    };

    /// <summary>The option that names a partition, for the journal of a host that keeps several.</summary>
    public static Option<string?> CreatePartition() => Options.Optional<string?>(
        "--partition", "Which partition's journal, where there are several.", "NAME");
}
