using System.CommandLine.Parsing;
using System.Numerics;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// Makes the verbs' options, and says what a number among them may be; an error names the option and what it takes.
/// </summary>
internal static class Options
{
    /// <summary>One that may be left out.</summary>
    /// <param name="name">With its hyphens.</param>
    /// <param name="says">What the help says of it.</param>
    /// <param name="value">What stands for its value there; null: its name.</param>
    public static Option<T> Optional<T>(string name, string says, string? value = null) =>
        new(name) { Description = says, HelpName = value };

    /// <summary>One that must be there.</summary>
    public static Option<T> Needed<T>(string name, string says, string? value = null) =>
        new(name) { Description = says, HelpName = value, Required = true };

    /// <summary>One that must be there, and is read in a way of its own.</summary>
    /// <param name="name">With its hyphens.</param>
    /// <param name="says">What the help says of it.</param>
    /// <param name="value">What stands for its value there.</param>
    /// <param name="parse">Reads it; null: it is none.</param>
    /// <param name="error">What an error says of one that is none, behind the name and the text.</param>
    public static Option<T> Read<T>(string name, string says, string value, Func<string, T?> parse, string error)
        where T : struct
    {
        Option<T> option = Needed<T>(name, says, value);
        option.CustomParser = result =>
        {
            T? read = parse(result.Tokens[0].Value);
            if (read is null)
                result.AddError($"{name} '{result.Tokens[0].Value}' {error}");
            return read.GetValueOrDefault();
        };
        return option;
    }

    /// <summary>One that has a value where it is left out.</summary>
    public static Option<T> WithDefault<T>(string name, T absent, string says, string? value = null) =>
        new(name) { Description = says, HelpName = value, DefaultValueFactory = _ => absent };

    /// <summary>One that may be given several times, or not at all.</summary>
    public static Option<string[]> Several(string name, string says, string? value = null) =>
        WithDefault<string[]>(name, [], says, value);

    /// <summary>Takes <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Option<T> Within<T>(this Option<T> option, T least, T most)
        where T : struct, IParsable<T>, IComparable<T>
    {
        option.Validators.Add(result => Check(result, least, most, FormattableString.Invariant($"{least} to {most}")));
        return option;
    }

    /// <summary>Takes a number from <paramref name="least"/> on, or is absent.</summary>
    public static Option<T?> From<T>(this Option<T?> option, T least)
        where T : struct, IParsable<T>, IComparable<T>, IMinMaxValue<T>
    {
        option.Validators.Add(result =>
            Check(result, least, T.MaxValue, FormattableString.Invariant($"a number from {least} on")));
        return option;
    }

    private static void Check<T>(OptionResult result, T least, T most, string taken)
        where T : struct, IParsable<T>, IComparable<T>
    {
        if (result.Tokens.Count != 1)
            return;
        bool isWithin = T.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out T value)
            && value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0;
        if (!isWithin)
            result.AddError($"{result.Option.Name} takes {taken}, not '{result.Tokens[0].Value}'");
    }
}
