namespace Hypercall.Cli.Inputs;

/// <summary>Reads commands from NDJSON, one object a line (wire.md §Commands), from a file or standard input.</summary>
/// <param name="path">The file, plain or gzip; <see cref="StandardInputPath"/> for standard input.</param>
internal sealed class NdjsonReader(string path) : ICommandSource
{
    /// <summary>Stands for standard input.</summary>
    public const string StandardInputPath = "-";

    private long _lines;
    private InputFile? _file;

    /// <summary>Opened to see that it can be: who writes to it would be gone at a second time.</summary>
    private InputFile? _pipe;

    public double Fraction => _file?.Fraction ?? 0;

    public IReadOnlyList<KeyValuePair<string, long>> Counts => [new("lines read", _lines)];

    /// <summary>What errors call the input.</summary>
    private string Name => path == StandardInputPath ? "standard input" : path;

    public IEnumerable<InputCommand> Read()
    {
        using Stream stream = path == StandardInputPath ? StandardInput.Open() : OpenFile();
        var lines = new LineReader(stream, Name);
        _lines = 0;
        while (lines.MoveNext())
        {
            _lines = lines.Number;
            yield return Parse(lines.Current);
        }
    }

    /// <summary>Fails early, before a verb replaces the file that it writes to.</summary>
    /// <exception cref="InputException">The input cannot be opened.</exception>
    public void RequireReadable()
    {
        if (path == StandardInputPath)
            return;
        InputFile file = InputFile.Open(path);
        if (file.IsRepeatable)
            file.Dispose();
        else
            _pipe = file;
    }

    private Stream OpenFile()
    {
        _file = _pipe ?? InputFile.Open(path);
        _pipe = null;
        return _file.Content;
    }

    private InputCommand Parse(ReadOnlySpan<byte> line) =>
        CommandJson.TryParse(line, out SubmittedCommand command, out JsonError? error)
            ? new InputCommand(_lines, command)
            : throw InputException.AtLine(Name, _lines, error.Message);
}
