using Spectre.Console;

namespace Hypercall.Cli.Output;

/// <summary>
/// Where a verb writes. On a terminal there are colours, tables and progress bars; into a pipe or file there are plain
/// lines.
/// </summary>
internal sealed class Terminal
{
    /// <summary>True when standard output is a terminal.</summary>
    public bool IsInteractive { get; } = !Console.IsOutputRedirected;

    /// <summary>What is undone at Ctrl-C.</summary>
    public Interruption Interruption { get; } = new();

    /// <summary>Columns of the terminal; without bound where there is none.</summary>
    public int Width => IsInteractive && Console.WindowWidth > 0 ? Console.WindowWidth : int.MaxValue;

    /// <summary>Standard output.</summary>
    public TextWriter Out => Console.Out;

    /// <summary>Writes a line to standard output.</summary>
    public void Line(string text = "") => Console.Out.WriteLine(text);

    /// <summary>Writes a line that stands out on a terminal.</summary>
    public void Heading(string text)
    {
        if (IsInteractive)
            AnsiConsole.MarkupLineInterpolated($"[bold]{text}[/]");
        else
            Line(text);
    }

    /// <summary>Writes a line about work in progress to standard error, so that it never mixes with results.</summary>
    public void Progress(string text) => Console.Error.WriteLine(text);

    /// <summary>Writes the one line that says what went wrong to standard error.</summary>
    public static void Complain(string text)
    {
        try
        {
            Console.Error.WriteLine("hypercall: " + text.ReplaceLineEndings(" "));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Standard error is closed or its disk is full: the exit code alone is left to say it.
        }
    }
}
