using System.Globalization;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// How far a node has seen each journal go, in a small file of its own where it has a folder for it: so that a venue of
/// which every node was started anew still knows a journal that went back.
/// </summary>
/// <param name="file">The file; null: nothing outlives the process.</param>
internal sealed class JournalMemory(string? file)
{
    /// <summary>The file of a node in a folder that nodes of one machine may share.</summary>
    public static JournalMemory In(string? folder, int? port) => new(
        folder is null ? null : Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"seen-{port}.txt")));

    /// <summary>What was written last; nothing where there is no file.</summary>
    /// <exception cref="IOException">It cannot be read, or is no such file.</exception>
    public IReadOnlyDictionary<string, JournalMark> Read()
    {
        var marks = new SortedDictionary<string, JournalMark>(StringComparer.Ordinal);
        if (file is null || !File.Exists(file))
            return marks;
        foreach (string line in File.ReadAllLines(file))
        {
            if (line.Split(' ', 4) is not [var epoch, var sequence, { Length: 2 * Hash256.Length } hash, var partition])
                throw NoMemory(line);
            try
            {
                marks[partition] = new JournalMark(
                    long.Parse(epoch, CultureInfo.InvariantCulture),
                    long.Parse(sequence, CultureInfo.InvariantCulture),
                    Hash256.FromBytes(Convert.FromHexString(hash)));
            }
            catch (Exception exception) when (exception is FormatException or OverflowException)
            {
                throw NoMemory(line);
            }
        }

        return marks;
    }

    private IOException NoMemory(string line) =>
        new($"'{file}' does not say how far journals were seen to go: it has a line '{line}'");

    /// <summary>Writes all marks anew, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(IEnumerable<KeyValuePair<string, JournalMark>> marks)
    {
        if (file is null)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        string beside = file + ".new";
        File.WriteAllLines(beside, marks.Select(mark => string.Create(
            CultureInfo.InvariantCulture,
            $"{mark.Value.Epoch} {mark.Value.Sequence} {mark.Value.Hash} {mark.Key}")));
        File.Move(beside, file, overwrite: true);
    }
}
