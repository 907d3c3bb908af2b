using System.CommandLine.Parsing;
using Hypercall.Actors.Storage;
using Hypercall.Benchmarks;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// The command line: its verbs, and the one place where what ends a verb early becomes an exit code and one line on
/// standard error.
/// </summary>
internal static class CommandLine
{
    private const string Description = """
        A deterministic options exchange: its nodes, the commands that talk to them, and the tools that need none.

        A cluster of three nodes on this machine, in three terminals; they share a journal in one folder:
          hypercall journal init data
          hypercall run --port 5001 --journal-at data
          hypercall run --port 5002 --journal-at data --seed 127.0.0.1:5001
          hypercall run --port 5003 --journal-at data --seed 127.0.0.1:5001
        Then, in a fourth one:
          hypercall health --node 127.0.0.1:5001
          hypercall submit commands.ndjson --node 127.0.0.1:5001 --node 127.0.0.1:5002
          hypercall verify data

        Exit codes: 0 done, or ready; 1 the check failed, or not now (recovering, moving, no outcome, no answer);
        2 bad usage, setting or input; 3 the journal is damaged or owned by another process.
        """;

    /// <summary>Parses the arguments and runs the verb.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, Terminal terminal)
    {
        RootCommand root = CreateRoot(terminal);
        ParseResult parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (SecretArguments.AreMisplaced(parsed, arguments))
        {
            Terminal.Complain(SecretArguments.Refusal);
            return ExitCode.BadInput;
        }

        if (UsageError(parsed) is { } error)
        {
            Terminal.Complain($"{error} (hypercall --help shows the usage)");
            return ExitCode.BadInput;
        }

        using IDisposable interruption = terminal.Interruption.Listen();
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null,
        };
        return await GuardedAsync(terminal, () => parsed.InvokeAsync(configuration));
    }

    /// <summary>All verbs; the tests parse with it what the documents show.</summary>
    internal static RootCommand CreateRoot(Terminal terminal) => new(Description)
    {
        DemoVerb.Create(terminal),
        JournalVerb.Create(terminal),
        RunVerb.Create(terminal),
        CertificatesVerb.Create(terminal),
        SubmitVerb.Create(),
        HealthVerb.Create(),
        TransferVerb.Create(),
        SkipVerb.Create(terminal),
        SnapshotVerb.Create(terminal),
        ArchiveVerb.Create(terminal),
        HistoryVerb.Create(terminal),
        WatchVerb.Create(terminal),
        ApplyVerb.Create(terminal),
        ReplayVerb.Create(terminal),
        VerifyVerb.Create(terminal),
        BisectVerb.Create(terminal),
        StateVerb.Create(),
        RiskVerb.Create(terminal),
        LiquidationsVerb.Create(terminal),
        ChainVerb.Create(terminal),
        RulesVerb.Create(),
        BenchVerb.Create(terminal),
    };

    private static string? UsageError(ParseResult parsed) => parsed.Errors.Count > 0
        ? Suggestion.For(parsed) ?? Missing(parsed) ?? parsed.Errors[^1].Message.Replace("\t", "")
        : parsed.CommandResult.Children.FirstOrDefault(IsEmpty) switch
        {
            OptionResult empty => $"{empty.Option.Name} is given and empty",
            ArgumentResult empty => $"{empty.Argument.Name} is given and empty",
            _ => null,
        };

    /// <summary>Which argument is not given, or null.</summary>
    private static string? Missing(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        return command.Arguments.FirstOrDefault(argument =>
            argument.Arity.MinimumNumberOfValues > (parsed.GetResult(argument)?.Tokens.Count ?? 0)) is { } missing
                ? $"{command.Name} needs {missing.Name}"
                : null;
    }

    private static bool IsEmpty(SymbolResult result) => result.Tokens.Any(token => token.Value.Length == 0);

    private static async Task<int> GuardedAsync(Terminal terminal, Func<Task<int>> verb)
    {
        try
        {
            return await verb();
        }
        catch (Exception exception) when (StandardOutput.IsUnread(exception))
        {
            return ExitCode.Unread;
        }
        catch (Exception exception) when (CodeOf(exception) is { } code)
        {
            Terminal.Complain(exception.Message);
            return code;
        }
    }

    /// <summary>Null: a defect.</summary>
    private static int? CodeOf(Exception exception) => exception switch
    {
        CheckFailedException or BenchmarkFailedException => ExitCode.CheckFailed,
        JournalAbsentException or JournalAmbiguousException => ExitCode.BadInput,
        JournalException or JournalUnusableException or FolderOwnedException
            or JournalRefusedException or JournalUnreachableException => ExitCode.JournalUnusable,
        InputException or SettingException or ConfigurationException
            or IOException or UnauthorizedAccessException => ExitCode.BadInput,
        _ => null,
    };
}
