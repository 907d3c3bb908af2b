namespace Hypercall.Testing;

/// <summary>The source tree that these tests were built from: its files without what a build leaves there.</summary>
internal static class Repository
{
    private const string Solution = "Hypercall.Akka.sln";
    private static readonly string[] BuiltFolders = ["bin", "obj", ".git", "BenchmarkDotNet.Artifacts", "TestResults"];

    /// <summary>Its top folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Path of a file or folder of the tree.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>Paths relative to the top, with slashes, in order; none where the folder is missing.</summary>
    /// <param name="folder">Relative to the top; empty: everything.</param>
    /// <param name="extensions">With their dots; none: every file.</param>
    public static IReadOnlyList<string> Files(string folder, params string[] extensions)
    {
        var found = new List<string>();
        string start = PathOf(folder);
        if (Directory.Exists(start))
            Collect(start, extensions, found);
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static void Collect(string folder, string[] extensions, List<string> found)
    {
        foreach (string file in Directory.GetFiles(folder))
        {
            if (extensions.Length == 0 || extensions.Contains(Path.GetExtension(file)))
                found.Add(Path.GetRelativePath(Root, file).Replace('\\', '/'));
        }

        foreach (string below in Directory.GetDirectories(folder))
        {
            if (!BuiltFolders.Contains(Path.GetFileName(below)))
                Collect(below, extensions, found);
        }
    }

    private static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, Solution)))
                return folder;
        }

        throw new DirectoryNotFoundException($"no folder above {AppContext.BaseDirectory} holds {Solution}");
    }
}
