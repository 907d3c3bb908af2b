using System.Text.Json;
using Hypercall.Json;

namespace Hypercall.Cli.Output;

/// <summary>Writes one indented JSON document, to a file or to standard output, ended by a line feed.</summary>
internal static class JsonOutput
{
    /// <summary>Writes the document to a file, replacing what was there.</summary>
    public static void ToFile(string path, Action<Utf8JsonWriter> write)
    {
        using FileStream file = File.Create(path);
        ToStream(file, write);
    }

    /// <summary>Writes the document to standard output.</summary>
    public static void ToStandardOutput(Action<Utf8JsonWriter> write)
    {
        using Stream stream = Console.OpenStandardOutput();
        ToStream(stream, write);
    }

    private static void ToStream(Stream stream, Action<Utf8JsonWriter> write)
    {
        using (var writer = new Utf8JsonWriter(stream, JsonStyle.Indented))
            write(writer);
        stream.WriteByte((byte)'\n');
    }
}
