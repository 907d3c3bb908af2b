using System.Globalization;
using Hypercall.Actors.Storage;

namespace Hypercall.Actors.Hosting;

/// <summary>
/// Reads settings under <c>hypercall</c>; each must be there, since reference.conf has them all but those of a
/// cluster's nodes, which cluster.conf has. Remembers what was read, so that a test can compare it with these files.
/// </summary>
public sealed class SettingReader(Config config)
{
    public const string Root = "hypercall";
    private readonly SortedSet<string> _pathsRead = new(StringComparer.Ordinal);

    /// <summary>Full paths of the settings read so far.</summary>
    public IReadOnlyCollection<string> PathsRead => _pathsRead;

    /// <summary>True where there is such a setting or block.</summary>
    public bool Has(string path) => config.HasPath(Full(path));

    /// <summary>A text.</summary>
    /// <exception cref="SettingException">It is missing, or empty where it may not be, or holds a password: none of
    /// ours is one, and it would become a path or a line of a log.</exception>
    public string Text(string path, string takes, bool mayBeEmpty = false)
    {
        string text = Raw(path, takes);
        return (mayBeEmpty || text.Length > 0) && !ConnectionText.HoldsSecret(text)
            ? text
            : throw new SettingException(Full(path), takes, text);
    }

    /// <summary>A folder; null where the text is empty.</summary>
    internal string? Folder(string path) =>
        Text(path, "a folder, or nothing", mayBeEmpty: true) is { Length: > 0 } folder ? folder : null;

    /// <summary>One of some words.</summary>
    public T Choice<T>(string path, params (string Word, T Value)[] choices)
    {
        string takes = string.Join(" or ", choices.Select(choice => choice.Word));
        string text = Raw(path, takes);
        foreach ((string word, T value) in choices)
        {
            if (text == word)
                return value;
        }

        throw new SettingException(Full(path), takes, text);
    }

    /// <summary>On or off.</summary>
    public bool Switch(string path) => Choice(path, ("on", true), ("off", false), ("true", true), ("false", false));

    /// <summary>A whole number in a range.</summary>
    public long Number(string path, long min, long max)
    {
        string takes = string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}");
        string text = Raw(path, takes);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            && value >= min && value <= max
                ? value
                : throw new SettingException(Full(path), takes, text);
    }

    /// <summary>A fraction from 0 to 1.</summary>
    public double Fraction(string path)
    {
        const string takes = "a number from 0 to 1";
        string text = Raw(path, takes);
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && value is >= 0 and <= 1
                ? value
                : throw new SettingException(Full(path), takes, text);
    }

    /// <summary>A size with or without a unit, in bytes.</summary>
    public long Bytes(string path, long min, long max)
    {
        string takes = string.Create(CultureInfo.InvariantCulture, $"a size such as 1MiB, {min} to {max} bytes");
        string text = Raw(path, takes);
        long? value = Parse(path, takes, text, full => config.GetByteSize(full));
        return value is { } bytes && bytes >= min && bytes <= max
            ? bytes
            : throw new SettingException(Full(path), takes, text);
    }

    /// <summary>A time span in whole milliseconds.</summary>
    public TimeSpan Duration(string path, TimeSpan min, TimeSpan max)
    {
        string takes = string.Create(
            CultureInfo.InvariantCulture,
            $"a time such as 500ms or 15s, {min.TotalMilliseconds} to {max.TotalMilliseconds} ms");
        string text = Raw(path, takes);
        TimeSpan value = Parse(path, takes, text, full => config.GetTimeSpan(full, allowInfinite: false));
        return value >= min && value <= max ? value : throw new SettingException(Full(path), takes, text);
    }

    /// <summary>Names of the members of a block, ascending.</summary>
    internal IReadOnlyList<string> Members(string path)
    {
        if (!config.HasPath(Full(path)) || !config.GetValue(Full(path)).IsObject())
            throw new SettingException(Full(path), "a block", null);
        return [.. config.GetValue(Full(path)).GetObject().Items.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<string> Texts(string path, string takes)
    {
        Note(path, takes);
        if (config.GetValue(Full(path)).IsString())
            throw new SettingException(Full(path), takes, Raw(path, takes));
        IList<string> texts = Parse(path, takes, "(a value)", full => config.GetStringList(full));
        return [.. texts];
    }

    private string Raw(string path, string takes)
    {
        Note(path, takes);
        string? text = Parse(path, takes, "(a block)", full => config.GetString(full));
        return text ?? throw new SettingException(Full(path), takes, null);
    }

    private void Note(string path, string takes)
    {
        _pathsRead.Add(Full(path));
        if (!config.HasPath(Full(path)))
            throw new SettingException(Full(path), takes, null);
    }

    private static T Parse<T>(string path, string takes, string found, Func<string, T> read)
    {
        try
        {
            return read(Full(path));
        }
        catch (Exception exception) when (exception is not SettingException)
        {
            throw new SettingException(Full(path), takes, found, exception);
        }
    }

    private static string Full(string path) => Root + "." + path;
}
