using System.Text.Json;

namespace Hypercall.Cli.Output;

/// <summary>Writes one JSON object per line.</summary>
internal sealed class JsonLines : IDisposable
{
    private const int BufferBytes = 1 << 16;

    private readonly Stream _stream;
    private readonly Utf8JsonWriter _writer;

    private JsonLines(Stream stream, JsonWriterOptions options)
    {
        _stream = new BufferedStream(stream, BufferBytes);
        _writer = new Utf8JsonWriter(_stream, options);
    }

    /// <summary>Lines to a stream, which stays open; null: to standard output.</summary>
    public static JsonLines To(Stream? stream, JsonWriterOptions options) =>
        new(stream ?? Console.OpenStandardOutput(), options);

    /// <summary>Writes one line.</summary>
    public void Write(Action<Utf8JsonWriter> write)
    {
        _writer.Reset(_stream);
        write(_writer);
        _writer.Flush();
        _stream.WriteByte((byte)'\n');
    }

    public void Dispose()
    {
        _writer.Dispose();
        _stream.Flush();
    }
}
