using Hypercall.Cli.Inputs.Deribit;
using Hypercall.Cli.Inputs.Lobster;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Cli.Replay;

/// <summary>What is replayed: its commands, and what a journal says of where they came from.</summary>
/// <param name="Origin">Format and file name, and a SHA-256 of the format: a file may be mended and grow.</param>
/// <param name="Path">The file, or null where commands are made.</param>
internal sealed record ReplayInput(ICommandSource Source, JournalOrigin Origin, string? Path = null)
{
    /// <summary>The format that can be replayed with margin.</summary>
    public const string DeribitTrades = "deribit-trades";

    /// <summary>The formats, as they are named on the command line.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["ndjson", "lobster", DeribitTrades];

    /// <summary>Every file that is read.</summary>
    public IEnumerable<string> Files => Path is null ? Source.Files : Source.Files.Prepend(Path);

    /// <summary>Opens an input file.</summary>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="withMargin">With margin and protection; <see cref="DeribitTrades"/> only.</param>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public static ReplayInput Open(string path, string format, bool withMargin = false)
    {
        switch (format)
        {
            case "ndjson":
                return Of(new NdjsonReader(path), format, path);
            case "lobster":
                return Of(LobsterTranslator.Beside(path), format, path);
            default:
                // Another venue is another input: its journal goes on with nothing else.
                string name = withMargin ? format + " with margin" : format;
                return Of(new DeribitTradesTranslator(path, withMargin), name, path);
        }
    }

    /// <summary>What to throw of a command that cannot be journaled.</summary>
    public Exception Refuse(InputCommand command, string violation) => Path is null
        ? new CheckFailedException($"a command cannot be journaled: {violation}")
        : InputException.AtLine(
            Path, command.Row + Source.HeaderLines, $"the command cannot be journaled: {violation}");

    private static ReplayInput Of(ICommandSource source, string format, string path)
    {
        string name = Shorten($"{format} {System.IO.Path.GetFileName(path)}");
        var origin = new JournalOrigin(name, Hash256.Compute(Encoding.UTF8.GetBytes(format)));
        var input = new ReplayInput(source, origin, path);
        foreach (string file in input.Files)
            InputFile.RequireRepeatable(file);
        return input;
    }

    /// <summary>Cuts a name to what a journal takes, between characters.</summary>
    private static string Shorten(string name)
    {
        while (Encoding.UTF8.GetByteCount(name) > JournalOrigin.MaxNameBytes)
            name = name[..^1];
        return name;
    }
}
