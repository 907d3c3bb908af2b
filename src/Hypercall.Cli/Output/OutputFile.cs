namespace Hypercall.Cli.Output;

/// <summary>
/// A file that a verb writes whole or not at all: it grows under a name of its own beside the one asked for and takes
/// that name, and the place of what was there, only when it is complete. A failed or interrupted run leaves what was
/// there untouched. What is no regular file, such as a device or a pipe, is written as it is, for it must not be
/// replaced.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    private const string Unfinished = ".unfinished";

    private readonly string _path;
    private readonly string _written;
    private readonly UnixFileMode? _mode;
    private readonly FileStream _file;
    private readonly IDisposable _undo;
    private bool _isComplete;

    private OutputFile(string path, Interruption interruption)
    {
        _path = RealPath.Of(path);
        if (Directory.Exists(_path))
            throw new InputException(path, "is a folder");
        FileStream? asItIs = OpenAsItIs(_path);
        _written = asItIs is null ? _path + Unfinished : _path;
        _mode = asItIs is null ? ModeOf(_path) : null;
        _file = asItIs ?? Begin(_written, _mode);
        _undo = interruption.Undo(Discard);
    }

    /// <summary>Takes the content.</summary>
    public Stream Content => _file;

    /// <summary>Opens a file to be written.</summary>
    /// <exception cref="InputException">The path is a folder.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static OutputFile Create(string path, Interruption interruption) => new(path, interruption);

    /// <summary>
    /// Refuses an output that would take the place of an input or of another output, in the end or while it grows.
    /// </summary>
    /// <param name="inputs">Each file that is read.</param>
    /// <param name="outputs">Each option and the file that it names; null: not asked for.</param>
    /// <exception cref="InputException">Two of them are one file.</exception>
    public static void RequireApart(IEnumerable<string> inputs, params (string Option, string? Path)[] outputs)
    {
        var seen = new Dictionary<string, string>();
        foreach (string input in inputs)
            seen[RealPath.Of(input)] = "the input";
        foreach ((string option, string? path) in outputs)
        {
            if (path is null || RealPath.IsDevice(RealPath.Of(path)))
                continue;
            RequireNew(seen, path, option);
            RequireNew(seen, RealPath.Of(path) + Unfinished, $"what {option} grows in");
        }
    }

    /// <summary>Everything is written: the file takes its name.</summary>
    public void Complete()
    {
        _file.Flush(flushToDisk: _written != _path);
        SetMode(_file, _mode);
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

    private static void RequireNew(Dictionary<string, string> seen, string path, string what)
    {
        string real = RealPath.Of(path);
        if (!seen.TryAdd(real, what))
            throw new InputException(path, $"is {seen[real]} and {what}; give each a file of its own");
    }

    /// <summary>Opens what must not be replaced; null for a regular file, and where nothing is yet.</summary>
    private static FileStream? OpenAsItIs(string path)
    {
        if (RealPath.IsDevice(path))
            return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        FileStream? existing = File.Exists(path) ? OpenIfAllowed(path) : null;
        if (existing is not { CanSeek: true })
            return existing;
        existing.Dispose();
        return null;
    }

    /// <summary>A regular file that may not be written can be replaced all the same.</summary>
    private static FileStream? OpenIfAllowed(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>It is never open to more than what it takes the place of.</summary>
    private static FileStream Begin(string path, UnixFileMode? mode)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None,
        };
        UnixFileMode? growing = mode | UnixFileMode.UserWrite;
        if (growing is { } own && !OperatingSystem.IsWindows())
            options.UnixCreateMode = own;
        var file = new FileStream(path, options);
        SetMode(file, growing);
        return file;
    }

    private static UnixFileMode? ModeOf(string path) =>
        !OperatingSystem.IsWindows() && File.Exists(path) ? File.GetUnixFileMode(path) : null;

    private static void SetMode(FileStream file, UnixFileMode? mode)
    {
        if (mode is { } own && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(file.SafeFileHandle, own);
    }

    private void Discard()
    {
        if (_written != _path)
            File.Delete(_written);
    }
}
