namespace Hypercall.Cli.Verbs;

/// <summary>Which journal a verb reads: DIR, and <c>--partition</c> where a host keeps several.</summary>
internal sealed class JournalArguments
{
    private readonly Argument<string> _directory = Location();
    private readonly Option<string?> _partition = PartitionOption();
    private readonly Option<long?> _at = Options.Optional<long?>("--at", "After this command.", "SEQUENCE").From(0L);

    /// <summary>Adds its argument and options to a verb.</summary>
    /// <param name="withAt">Whether the verb shows a state, which is wanted as of the end or after a command.</param>
    public JournalArguments(Command command, bool withAt = false)
    {
        command.Add(_directory);
        if (withAt)
            command.Add(_at);
        command.Add(_partition);
    }

    /// <summary>The argument that says where a journal is.</summary>
    public static Argument<string> Location(string name = "DIR") => new LocationArgument(name)
    {
        Description = "Folder of a journal's SQLite files, or a connection string of PostgreSQL; env:NAME and "
            + "file:PATH name a variable or a file with one, which keeps it out of the list of processes.",
    };

    /// <summary>The option that names a partition, for the journal of a host that keeps several.</summary>
    public static Option<string?> PartitionOption() => Options.Optional<string?>(
        "--partition", "Which partition's journal, where there are several.", "NAME");

    public string Directory(ParseResult parsed) => parsed.GetRequiredValue(_directory);

    public string? Partition(ParseResult parsed) => parsed.GetValue(_partition);

    /// <summary>The journal.</summary>
    /// <param name="archives">Folder of the archives of its first records; null: without.</param>
    public VenueJournal Open(ParseResult parsed, string? archives = null) =>
        VenueJournal.Open(Directory(parsed), Partition(parsed), archives);

    /// <summary>
    /// An engine that stands at the end of the journal, or after the command that was asked for. A damaged snapshot
    /// that it does without is told on standard error.
    /// </summary>
    /// <exception cref="InputException">There is no journal, or it ends before that command.</exception>
    public ExchangeEngine Load(ParseResult parsed)
    {
        long? at = parsed.GetValue(_at);
        ExchangeEngine engine = JournalState.At(Directory(parsed), at, Partition(parsed), TellDamage);
        return at > engine.Sequence
            ? throw new InputException(Open(parsed).Location, $"the journal ends at sequence {engine.Sequence}")
            : engine;
    }

    /// <summary>Tells of a snapshot that a verb does without.</summary>
    public static void TellDamage(VerificationDifference damaged) =>
        Terminal.Complain($"{damaged}; an older snapshot, or the whole journal, takes its place");
}
