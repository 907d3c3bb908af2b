using System.CommandLine;
using Hypercall.Cli.Inputs;
using Hypercall.Cli.Output;
using Hypercall.Node.Storage;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// The command line: its verbs, and the one place where what ends a verb early becomes an exit code and one line on
/// standard error.
/// </summary>
internal static class CommandLine
{
    /// <summary>Parses the arguments and runs the verb.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(string[] arguments, Terminal terminal)
    {
        RootCommand root = CreateRoot(terminal);
        ParseResult parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            terminal.Fail($"{parsed.Errors[^1].Message} (hypercall --help shows the usage)");
            return ExitCode.BadInput;
        }

        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
        return Guarded(terminal, () => parsed.Invoke(configuration));
    }

    private static RootCommand CreateRoot(Terminal terminal) => new("A deterministic options exchange and its tools.")
    {
        ApplyVerb.Create(),
        ReplayVerb.Create(terminal),
        VerifyVerb.Create(terminal),
        BisectVerb.Create(terminal),
        SnapshotVerb.Create(terminal),
        StateVerb.Create(),
        RiskVerb.Create(terminal),
        ChainVerb.Create(terminal),
        RulesVerb.Create(),
        SkipVerb.Create(terminal),
        DemoVerb.Create(terminal),
        DemoVerb.CreateNode(terminal),
        BenchVerb.Create(terminal),
    };

    private static int Guarded(Terminal terminal, Func<int> verb)
    {
        try
        {
            return verb();
        }
        catch (CheckFailedException exception)
        {
            return Fail(terminal, exception, ExitCode.CheckFailed);
        }
        catch (Exception exception) when (exception is JournalException or JournalUnusableException)
        {
            return Fail(terminal, exception, ExitCode.JournalUnusable);
        }
        catch (Exception exception) when (exception is InputException or IOException or UnauthorizedAccessException)
        {
            return Fail(terminal, exception, ExitCode.BadInput);
        }
    }

    private static int Fail(Terminal terminal, Exception exception, int code)
    {
        terminal.Fail(exception.Message);
        return code;
    }
}
