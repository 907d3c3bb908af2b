using System.CommandLine;

namespace Hypercall.Cli.Verbs;

/// <summary>The argument that names a journal's directory.</summary>
internal static class JournalArgument
{
    public static Argument<string> Create(string name = "DIR") => new(name) { Description = "Directory of a journal." };
}
