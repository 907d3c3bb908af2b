using System.Buffers;

namespace Hypercall.Cli.Output;

/// <summary>
/// Writes one JSON object per line to a stream, which stays open. A line goes out whole, its end with it: who reads
/// line by line has each as soon as it is written.
/// </summary>
internal sealed class JsonLines(Stream stream) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _writer = new(Stream.Null, JsonStyle.Compact);

    /// <summary>Writes one line.</summary>
    public void Write(Action<Utf8JsonWriter> write)
    {
        _line.ResetWrittenCount();
        _writer.Reset(_line);
        write(_writer);
        _writer.Flush();
        _line.Write("\n"u8);
        stream.Write(_line.WrittenSpan);
    }

    /// <summary>Hands on what the stream keeps back.</summary>
    public void Flush() => stream.Flush();

    public void Dispose() => _writer.Dispose();
}
