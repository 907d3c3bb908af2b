using System.CommandLine.Parsing;
using Hypercall.Actors.Storage;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// Finds a password among the arguments in a place where none is taken, from where it would become the name of a file,
/// a message or a line of a log.
/// </summary>
internal static class SecretArguments
{
    public const string Refusal =
        "an argument that is not shown holds a password where none is taken; only where a journal is may be a "
        + "connection string";

    /// <summary>True where an argument that holds one is not the location of a journal.</summary>
    public static bool AreMisplaced(ParseResult parsed, IReadOnlyList<string> arguments) =>
        arguments.Count(ConnectionText.HoldsSecret)
        != Locations(parsed.CommandResult).Count(token => ConnectionText.HoldsSecret(token.Value));

    private static IEnumerable<Token> Locations(SymbolResult result) => result switch
    {
        CommandResult command => command.Children.SelectMany(Locations),
        OptionResult { Option: LocationOption } option => option.Tokens,
        ArgumentResult { Argument: LocationArgument } argument => argument.Tokens,
        _ => [],
    };
}
