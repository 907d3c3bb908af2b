using System.Text;

namespace Hypercall.Engine.Tests.Golden;

/// <summary>The committed encodings beside this file: hex, 32 bytes a line, one file per type and version.</summary>
internal static class GoldenFiles
{
    private const string Extension = ".hex";
    private const int BytesPerLine = 32;

    public static IEnumerable<string> Names() => Directory.EnumerateFiles(Folder(), "*" + Extension)
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Order(StringComparer.Ordinal);

    public static byte[] Read(string name) =>
        Convert.FromHexString(string.Concat(File.ReadAllLines(PathOf(name))));

    public static void Write(string name, ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        for (int i = 0; i < bytes.Length; i += BytesPerLine)
            text.Append(Convert.ToHexStringLower(bytes[i..Math.Min(bytes.Length, i + BytesPerLine)])).Append('\n');
        File.WriteAllText(PathOf(name), text.ToString());
    }

    /// <summary>Path of a golden file that is text of its own.</summary>
    public static string TextPath(string fileName) => Path.Combine(Folder(), fileName);

    private static string PathOf(string name) => Path.Combine(Folder(), name + Extension);

    private static string Folder() => Repository.PathOf("tests/Hypercall.Engine.Tests/Golden");
}
