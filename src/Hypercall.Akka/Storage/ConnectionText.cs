using System.Text.RegularExpressions;

namespace Hypercall.Actors.Storage;

/// <summary>
/// Texts by which operators say where a journal or a history is, or what a secret is. A connection string, which may
/// hold a password, or the secret may stand in the environment (<c>env:NAME</c>) or in a file (<c>file:PATH</c>) in
/// place of the text, so that neither a command line nor a file of settings shows it. What may be a secret is told to
/// nobody.
/// </summary>
public static partial class ConnectionText
{
    private const string EnvironmentPrefix = "env:";
    private const string FilePrefix = "file:";

    /// <summary>What stands for a text that is not shown.</summary>
    public const string NotShown = "(not shown: it may hold a password)";

    /// <summary>True for a text with a password in it, or with something that may be one.</summary>
    public static bool HoldsSecret(string text) => Secret().IsMatch(text);

    /// <summary>True for a text that names another place where the text is.</summary>
    public static bool IsElsewhere(string text) =>
        text.StartsWith(EnvironmentPrefix, StringComparison.Ordinal)
        || text.StartsWith(FilePrefix, StringComparison.Ordinal);

    /// <summary>True for a connection string of a server or the place of one, and not for a path.</summary>
    public static bool IsOfServer(string text) =>
        IsElsewhere(text) || (text.Contains('=', StringComparison.Ordinal) && !Path.Exists(text));

    /// <summary>The text itself, without what is white around it where it stands elsewhere.</summary>
    /// <param name="name">Setting or option that holds the text, for messages.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="SettingException">The place that it names is empty or cannot be read.</exception>
    public static string Resolve(string name, string text)
    {
        if (text.StartsWith(EnvironmentPrefix, StringComparison.Ordinal))
        {
            return Environment.GetEnvironmentVariable(text[EnvironmentPrefix.Length..]) is { Length: > 0 } value
                ? value.Trim()
                : throw new SettingException(name, "the name of a variable that is set, after env:", text);
        }

        return text.StartsWith(FilePrefix, StringComparison.Ordinal)
            ? ReadFile(name, text, text[FilePrefix.Length..])
            : text;
    }

    private static string ReadFile(string name, string text, string path)
    {
        const string takes = "the path of a file that can be read and is not empty, after file:";
        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } content
                ? content
                : throw new SettingException(name, takes, text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SettingException(name, takes, text, exception);
        }
    }

    [GeneratedRegex(@"(password|passwd|pwd|passphrase)\s*=|://[^/@\s]*:[^/@\s]*@", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
