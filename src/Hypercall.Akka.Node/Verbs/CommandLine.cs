using System.CommandLine;
using Akka.Configuration;
using Hypercall.Akka.Hosting;

namespace Hypercall.Akka.Node.Verbs;

/// <summary>
/// The command line: its verbs, and the one place where what ends a verb early becomes an exit code and one line on
/// standard error.
/// </summary>
internal static class CommandLine
{
    private const string Description = """
        One node of a Hypercall cluster, and the commands that talk to one.

        A cluster of three nodes on this machine, in three terminals; they share a journal in one folder:
          hypercall-node run --port 5001 --journal-at data
          hypercall-node run --port 5002 --journal-at data --seed 127.0.0.1:5001
          hypercall-node run --port 5003 --journal-at data --seed 127.0.0.1:5001
        Then, in a fourth one:
          hypercall-node health --node 127.0.0.1:5001
          hypercall-node submit commands.ndjson --node 127.0.0.1:5001 --node 127.0.0.1:5002

        Exit codes: 0 done or ready; 1 not now (recovering, moving, no outcome); 2 bad usage, setting or input;
        3 stopped until an operator acts; 4 no node answered.
        """;

    /// <summary>Parses the arguments and runs the verb.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand(Description)
        {
            RunVerb.Create(), SubmitVerb.Create(), HealthVerb.Create(), TransferVerb.Create(), BenchVerb.Create(),
        };
        ParseResult parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
            return Fail($"{parsed.Errors[^1].Message} (hypercall-node --help shows the usage)");
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(configuration);
        }
        catch (Exception exception) when (IsOfTheUser(exception))
        {
            return Fail(exception.Message);
        }
    }

    private static bool IsOfTheUser(Exception exception) =>
        exception is UsageException or SettingException or ConfigurationException
            or IOException or UnauthorizedAccessException;

    private static int Fail(string text)
    {
        Console.Error.WriteLine("hypercall-node: " + text.ReplaceLineEndings(" "));
        return ExitCode.BadInput;
    }
}
