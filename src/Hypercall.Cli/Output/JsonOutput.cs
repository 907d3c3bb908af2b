namespace Hypercall.Cli.Output;

/// <summary>Writes one indented JSON document, to a file or to standard output, ended by a line feed.</summary>
internal static class JsonOutput
{
    /// <summary>Writes the document to a stream.</summary>
    public static void To(Stream stream, Action<Utf8JsonWriter> write)
    {
        using (var writer = new Utf8JsonWriter(stream, JsonStyle.Indented))
            write(writer);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes the document to standard output.</summary>
    public static void ToStandardOutput(Action<Utf8JsonWriter> write)
    {
        using Stream stream = StandardOutput.Open();
        To(stream, write);
    }
}
