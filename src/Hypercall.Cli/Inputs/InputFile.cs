using System.IO.Compression;

namespace Hypercall.Cli.Inputs;

/// <summary>
/// An open input file: plain or gzip (told apart by its first bytes), read as bytes or as UTF-8 lines. A pipe in the
/// place of a file is read once, as it comes. What cannot be opened or read is an <see cref="InputException"/>.
/// </summary>
internal sealed class InputFile(string path, FileStream file, Stream content) : IDisposable
{
    private const int BufferBytes = 1 << 16;
    private const byte CarriageReturn = (byte)'\r';
    private const byte GzipFirst = 0x1F;
    private const byte GzipSecond = 0x8B;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly long _length = file.CanSeek ? file.Length : 0;

    /// <summary>The path it was opened by.</summary>
    public string Path => path;

    /// <summary>Its bytes, decompressed where it is gzip.</summary>
    public Stream Content => content;

    /// <summary>How much of the stored bytes has been read, 0 to 1.</summary>
    public double Fraction => _length == 0 || !file.CanRead ? 1 : (double)file.Position / _length;

    public static InputFile Open(string path) => Guarded(path, () =>
    {
        if (Directory.Exists(path))
            throw new InputException(path, "is a folder");
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes);
        return new InputFile(path, file, IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : file);
    });

    /// <summary>Refuses what cannot be opened, and what can be read but once, such as a pipe.</summary>
    /// <exception cref="InputException">It is one of these.</exception>
    public static void RequireRepeatable(string path)
    {
        using InputFile file = Open(path);
        if (!file.IsRepeatable)
            throw new InputException(path, "is a pipe, and what is replayed is read more than once: give it a file");
    }

    /// <summary>Whether another reading gives the same.</summary>
    public bool IsRepeatable => file.CanSeek;

    /// <summary>The lines of a file with their numbers from 1, without their line ends.</summary>
    public static IEnumerable<(long Number, string Text)> ReadLines(string path)
    {
        using InputFile file = Open(path);
        foreach ((long Number, string Text) line in file.ReadLines())
            yield return line;
    }

    /// <summary>The lines with their numbers from 1, without their line ends.</summary>
    public IEnumerable<(long Number, string Text)> ReadLines()
    {
        var lines = new LineReader(Content, Path);
        while (lines.MoveNext())
            yield return (lines.Number, Decode(lines));
    }

    public void Dispose() => Content.Dispose();

    /// <summary>
    /// Runs a read of <paramref name="path"/>; what goes wrong becomes an <see cref="InputException"/>.
    /// </summary>
    public static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(path, "no such file");
        }
        catch (InvalidDataException)
        {
            throw new InputException(path, "the gzip file is damaged or cut short");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, e.Message.ReplaceLineEndings(" "));
        }
    }

    /// <summary>What a pipe has given cannot be put back: it is plain, as standard input is.</summary>
    private static bool IsGzip(FileStream file)
    {
        if (!file.CanSeek)
            return false;
        bool gzip = file.ReadByte() == GzipFirst && file.ReadByte() == GzipSecond;
        file.Position = 0;
        return gzip;
    }

    private string Decode(LineReader lines)
    {
        ReadOnlySpan<byte> line = lines.Current;
        try
        {
            return Utf8.GetString(line is [.., CarriageReturn] ? line[..^1] : line);
        }
        catch (DecoderFallbackException)
        {
            throw InputException.AtLine(Path, lines.Number, "the line is not UTF-8");
        }
    }
}
