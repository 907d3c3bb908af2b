using System.CommandLine.Parsing;
using System.Numerics;

namespace Hypercall.Cli.Verbs;

/// <summary>What a number on the command line may be; an error names the option and what it takes.</summary>
internal static class OptionBounds
{
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
