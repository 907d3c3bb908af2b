using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Hypercall.Architecture.Tests.Deploy;

/// <summary>What the built program says of its verbs.</summary>
internal static partial class ProgramHelp
{
    /// <summary>The options of a verb, with their dashes.</summary>
    public static IReadOnlySet<string> OptionsOf(string verb)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "hypercall.dll"), verb, "--help" },
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string help = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return OptionAtStart().Matches(help).Select(match => match.Groups[1].Value).ToHashSet();
    }

    [GeneratedRegex(@"^\s+(?:-\w, )*(?:-[?], )?(--[a-z][a-z-]*)", RegexOptions.Multiline)]
    private static partial Regex OptionAtStart();
}
