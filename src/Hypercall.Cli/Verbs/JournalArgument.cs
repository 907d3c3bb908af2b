using System.CommandLine;
using Hypercall.Cli.Inputs;
using Hypercall.Engine;
using Hypercall.Verification;
using Hypercall.Verification.Storage;

namespace Hypercall.Cli.Verbs;

/// <summary>The argument that names a journal's directory, and the state that verbs show of it.</summary>
internal static class JournalArgument
{
    public static Argument<string> Create(string name = "DIR") => new LocationArgument(name)
    {
        Description = "Folder of a journal's SQLite files, or a connection string of PostgreSQL; env:NAME and "
            + "file:PATH name a variable or a file with one, which keeps it out of the list of processes.",
    };

    /// <summary>The option that names a partition, for the journal of a host that keeps several.</summary>
    public static Option<string?> CreatePartition() => new("--partition")
    {
        Description = "Which partition's journal, where there are several.", HelpName = "NAME",
    };

    /// <summary>The option that names a command after which the state is wanted.</summary>
    public static Option<long?> CreateAt()
    {
        var at = new Option<long?>("--at") { Description = "After this command.", HelpName = "SEQUENCE" };
        return at.From(0L);
    }

    /// <summary>Where a journal is, without secrets.</summary>
    public static string Shown(string directory, string? partition) =>
        VenueJournal.Open(directory, partition).Location;

    /// <summary>An engine that stands at the end of a journal, or after a command of it.</summary>
    /// <exception cref="InputException">There is no journal, or it ends before that command.</exception>
    public static ExchangeEngine Load(string directory, long? at, string? partition)
    {
        ExchangeEngine engine = JournalState.At(directory, at, partition);
        return at > engine.Sequence
            ? throw new InputException(Shown(directory, partition), $"the journal ends at sequence {engine.Sequence}")
            : engine;
    }
}
