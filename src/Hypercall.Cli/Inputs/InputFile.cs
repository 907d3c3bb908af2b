using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Hypercall.Cli.Inputs;

/// <summary>
/// Opens input files: plain or gzip (told apart by their first bytes), as UTF-8 text. A file that cannot be opened or
/// read is an <see cref="InputException"/>.
/// </summary>
internal static class InputFile
{
    private const int BufferBytes = 1 << 16;
    private const byte GzipFirst = 0x1F;
    private const byte GzipSecond = 0x8B;

    /// <summary>The lines of a file with their numbers from 1, without their line ends.</summary>
    public static IEnumerable<(long Number, string Text)> ReadLines(string path)
    {
        using Stream stream = OpenRead(path);
        using var reader = new StreamReader(stream, new UTF8Encoding(false, true), false, BufferBytes);
        for (long number = 1; ; number++)
        {
            string? line = Guarded(path, reader.ReadLine);
            if (line is null)
                yield break;
            yield return (number, line);
        }
    }

    /// <summary>The bytes of a file, decompressed where it is gzip.</summary>
    public static Stream OpenRead(string path) => Guarded(path, () =>
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes);
        bool gzip = file.ReadByte() == GzipFirst && file.ReadByte() == GzipSecond;
        file.Position = 0;
        return (Stream)(gzip ? new GZipStream(file, CompressionMode.Decompress) : file);
    });

    /// <summary>SHA-256 of a file's bytes as they are stored, in lower-case hex: the file's identity.</summary>
    public static string Digest(string path) => Guarded(path, () =>
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    });

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(path, "no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException
            or DecoderFallbackException)
        {
            throw new InputException(path, e.Message.ReplaceLineEndings(" "));
        }
    }
}
