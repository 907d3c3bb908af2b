namespace Hypercall.Json.Reading;

/// <summary>
/// Where an object or value stands in the line, kept as parts so that text is made only for errors.
/// </summary>
/// <param name="Owner">Path of the object, or of the array it stands in; empty for the line itself.</param>
/// <param name="Index">Index in the array, −1 when the owner is no array.</param>
internal readonly record struct FieldPath(string Owner, int Index = -1)
{
    /// <summary>The line itself.</summary>
    public static FieldPath Root => new(string.Empty);

    /// <summary>The path as text; null for the line itself.</summary>
    public string? Text => Owner.Length == 0 ? null : Index < 0 ? Owner : $"{Owner}[{Index}]";

    /// <summary>The path of a member.</summary>
    public string Member(ReadOnlySpan<byte> name) => Member(Encoding.UTF8.GetString(name));

    /// <inheritdoc cref="Member(ReadOnlySpan{byte})"/>
    public string Member(string name) => Text is { } text ? $"{text}.{name}" : name;

    /// <summary>As much of a path as so many bytes hold: names in it come from the input.</summary>
    public static string Cut(string path, int maxBytes)
    {
        int bytes = 0;
        int length = 0;
        foreach (Rune rune in path.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > maxBytes)
                return path[..length];
            length += rune.Utf16SequenceLength;
        }

        return path;
    }
}
