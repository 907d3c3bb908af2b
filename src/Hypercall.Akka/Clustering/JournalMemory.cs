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
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="FormatException">It is no such file.</exception>
    public IReadOnlyDictionary<string, JournalMark> Read()
    {
        var marks = new SortedDictionary<string, JournalMark>(StringComparer.Ordinal);
        if (file is null || !File.Exists(file))
            return marks;
        foreach (string line in File.ReadAllLines(file))
        {
            string[] fields = line.Split(' ', 4);
            if (fields.Length != 4)
                throw new FormatException($"'{file}' has a line of {fields.Length} fields, not 4");
            marks[fields[3]] = new JournalMark(
                long.Parse(fields[0], CultureInfo.InvariantCulture),
                long.Parse(fields[1], CultureInfo.InvariantCulture),
                Hash256.FromBytes(Convert.FromHexString(fields[2])));
        }

        return marks;
    }

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
