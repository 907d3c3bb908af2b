using System.CommandLine.Parsing;
using Hypercall.Actors.Storage;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// An argument that says where a journal is: a folder, or a connection string of PostgreSQL, which <c>env:NAME</c> and
/// <c>file:PATH</c> keep out of the machine's list of processes. The only place, with <see cref="LocationOption"/>,
/// where an argument may hold a password.
/// </summary>
internal sealed class LocationArgument : Argument<string>
{
    public LocationArgument(string name)
        : base(name) => CustomParser = result => Resolve(name, result) ?? "";

    /// <summary>The location itself, or an error in the result.</summary>
    public static string? Resolve(string name, ArgumentResult result)
    {
        try
        {
            return result.Tokens.Count == 0 ? null : ConnectionText.Resolve(name, result.Tokens[0].Value);
        }
        catch (SettingException exception)
        {
            result.AddError(exception.Message);
            return null;
        }
    }
}

/// <summary>An option that says where a journal is; see <see cref="LocationArgument"/>.</summary>
internal sealed class LocationOption : Option<string?>
{
    public LocationOption(string name)
        : base(name) => CustomParser = result => LocationArgument.Resolve(name, result);
}
