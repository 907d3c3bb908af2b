namespace Hypercall.Cli.Output;

/// <summary>
/// A file that a verb writes whole or not at all: it grows under a name of its own beside the one asked for and takes
/// that name, and the place of what was there, only when it is complete. A failed or interrupted run leaves what was
/// there untouched. A device is written as it is, for it must not be replaced.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    private const string Unfinished = ".unfinished";
    private const string Devices = "/dev/";

    private readonly string _path;
    private readonly string _written;
    private readonly FileStream _file;
    private readonly IDisposable _undo;
    private bool _isComplete;

    private OutputFile(string path, Interruption interruption)
    {
        _path = Target(path);
        _written = _path.StartsWith(Devices, StringComparison.Ordinal) ? _path : _path + Unfinished;
        if (Directory.Exists(_path))
            throw new InputException(path, "is a folder");
        _file = new FileStream(_written, FileMode.Create, FileAccess.Write, FileShare.None);
        _undo = interruption.Undo(Discard);
    }

    /// <summary>Takes the content.</summary>
    public Stream Content => _file;

    /// <summary>Opens a file to be written.</summary>
    /// <exception cref="InputException">The path is a folder.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static OutputFile Create(string path, Interruption interruption) => new(path, interruption);

    /// <summary>Refuses an output that would take the place of an input or of another output.</summary>
    /// <param name="paths">Each file and what it is, as an error names it; null: not asked for.</param>
    /// <exception cref="InputException">Two of them are one file.</exception>
    public static void RequireApart(params (string What, string? Path)[] paths)
    {
        var seen = new Dictionary<string, string>();
        foreach ((string what, string? path) in paths)
        {
            if (path is null || Target(path).StartsWith(Devices, StringComparison.Ordinal))
                continue;
            if (!seen.TryAdd(Target(path), what))
                throw new InputException(path, $"is {seen[Target(path)]} and {what}; give each a file of its own");
        }
    }

    /// <summary>Everything is written: the file takes its name.</summary>
    public void Complete()
    {
        _file.Flush(flushToDisk: _written != _path);
        _file.Dispose();
        if (_written != _path)
            File.Move(_written, _path, overwrite: true);
        _isComplete = true;
    }

    public void Dispose()
    {
        _undo.Dispose();
        try
        {
            _file.Dispose();
        }
        finally
        {
            if (!_isComplete)
                Discard();
        }
    }

    /// <summary>The file that a path leads to; a link stays a link.</summary>
    private static string Target(string path) =>
        new FileInfo(path) is { LinkTarget: not null } link
            ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName
            : Path.GetFullPath(path);

    private void Discard()
    {
        if (_written != _path)
            File.Delete(_written);
    }
}
