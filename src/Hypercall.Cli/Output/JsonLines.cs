using System.Text.Json;

namespace Hypercall.Cli.Output;

/// <summary>Writes one JSON object per line to a stream, which stays open; a buffer's worth at a time.</summary>
internal sealed class JsonLines(Stream stream) : IDisposable
{
    private readonly BufferedStream _buffer = new(stream, 1 << 16);
    private readonly Utf8JsonWriter _writer = new(Stream.Null, JsonStyle.Compact);

    /// <summary>Writes one line.</summary>
    public void Write(Action<Utf8JsonWriter> write)
    {
        _writer.Reset(_buffer);
        write(_writer);
        _writer.Flush();
        _buffer.WriteByte((byte)'\n');
    }

    /// <summary>Hands on what is buffered.</summary>
    public void Flush() => _buffer.Flush();

    public void Dispose()
    {
        _writer.Dispose();
        Flush();
    }
}
