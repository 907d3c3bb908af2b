namespace Hypercall.Cli.Inputs;

/// <summary>Reads commands from NDJSON, one object a line (wire.md §Commands), from a file or standard input.</summary>
/// <param name="path">The file, plain or gzip; <see cref="StandardInputPath"/> for standard input.</param>
internal sealed class NdjsonReader(string path) : ICommandSource
{
    /// <summary>Stands for standard input.</summary>
    public const string StandardInputPath = "-";

    private const int InitialBufferBytes = 1 << 16;

    private byte[] _buffer = new byte[InitialBufferBytes];
    private long _lines;
    private InputFile? _file;

    public double Fraction => _file?.Fraction ?? 0;

    public IReadOnlyList<KeyValuePair<string, long>> Counts => [new("lines read", _lines)];

    public IEnumerable<InputCommand> Read()
    {
        using Stream stream = path == StandardInputPath ? StandardInput.Open() : OpenFile();
        _lines = 0;
        int start = 0;
        int end = 0;
        while (true)
        {
            int length = _buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                yield return Parse(start, length);
                start += length + 1;
                continue;
            }

            end = MakeRoom(start, end);
            start = 0;
            int read = InputFile.Guarded(path, () => stream.Read(_buffer, end, _buffer.Length - end));
            end += read;
            if (read > 0)
                continue;
            if (end > 0)
                yield return Parse(0, end);
            yield break;
        }
    }

    /// <summary>Fails early, before a verb replaces the file that it writes to.</summary>
    /// <exception cref="InputException">The input cannot be opened.</exception>
    public void RequireReadable()
    {
        if (path != StandardInputPath)
            InputFile.Open(path).Dispose();
    }

    private Stream OpenFile()
    {
        _file = InputFile.Open(path);
        return _file.Content;
    }

    /// <summary>A byte order mark before the first line is not part of it.</summary>
    private InputCommand Parse(int start, int length)
    {
        ReadOnlySpan<byte> line = _buffer.AsSpan(start, length);
        if (_lines++ == 0 && line.StartsWith(Encoding.UTF8.Preamble))
            line = line[Encoding.UTF8.Preamble.Length..];
        return CommandJson.TryParse(line, out SubmittedCommand command, out JsonError? error)
            ? new InputCommand(_lines, command)
            : throw InputException.AtLine(path == StandardInputPath ? "standard input" : path, _lines, error.Message);
    }

    /// <summary>Moves the unread bytes to the front; there is room behind them afterwards.</summary>
    private int MakeRoom(int start, int end)
    {
        Buffer.BlockCopy(_buffer, start, _buffer, 0, end - start);
        if (end - start == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        return end - start;
    }
}
