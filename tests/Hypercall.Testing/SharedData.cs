namespace Hypercall.Testing;

/// <summary>
/// The recorded data sets, which lie in <c>shared/data</c> beside the repository and are not part of it.
/// </summary>
internal static class SharedData
{
    /// <summary>The folder, or null where it is absent.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The path of a data file; only for tests marked <see cref="SharedDataFactAttribute"/>.</summary>
    public static string PathOf(string name) => Path.Combine(
        Folder ?? throw new InvalidOperationException("the shared data folder is absent"), name);

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate))
                return candidate;
        }

        return null;
    }
}
