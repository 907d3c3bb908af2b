using System.Security.Cryptography;
using System.Text;
using Hypercall.Cli.Inputs;
using Hypercall.Cli.Inputs.Deribit;
using Hypercall.Cli.Inputs.Lobster;
using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Cli.Replay;

/// <summary>What is replayed: its commands, and the identity by which a journal knows it again.</summary>
/// <param name="Source">The commands.</param>
/// <param name="Origin">Format and file name, and a SHA-256 over everything that is read.</param>
internal sealed record ReplayInput(ICommandSource Source, JournalOrigin Origin)
{
    /// <summary>The format that can be replayed with margin.</summary>
    public const string DeribitTrades = "deribit-trades";

    /// <summary>The formats, as they are named on the command line.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["ndjson", "lobster", DeribitTrades];

    /// <summary>Opens an input file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="withMargin">With margin and protection; <see cref="DeribitTrades"/> only.</param>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public static ReplayInput Open(string path, string format, bool withMargin = false)
    {
        switch (format)
        {
            case "ndjson":
                return Of(new NdjsonReader(path), format, path, [path]);
            case "lobster":
                LobsterTranslator translator = LobsterTranslator.Beside(path);
                return Of(translator, format, path, translator.Files);
            default:
                // Another venue is another input: its journal goes on with nothing else.
                string name = withMargin ? format + " with margin" : format;
                return Of(new DeribitTradesTranslator(path, withMargin), name, path, [path]);
        }
    }

    private static ReplayInput Of(ICommandSource source, string format, string path, IReadOnlyList<string> files)
    {
        string digests = string.Join('\n', files.Select(InputFile.Digest).Prepend(format));
        Hash256 digest = Hash256.FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes(digests)));
        return new ReplayInput(source, new JournalOrigin(Shorten($"{format} {Path.GetFileName(path)}"), digest));
    }

    /// <summary>Cuts a name to what a journal takes, between characters.</summary>
    private static string Shorten(string name)
    {
        while (Encoding.UTF8.GetByteCount(name) > JournalOrigin.MaxNameBytes)
            name = name[..^1];
        return name;
    }
}
