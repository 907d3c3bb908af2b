namespace Hypercall.Engine.Tests.Greeks;

/// <summary>A test on recorded data; it is skipped, visibly, where the data folder is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (Folder is null)
            Skip = "no shared/data folder above the tests: the recorded data sets are not part of the repository";
    }

    /// <summary>The folder, which lies beside the repository, or null.</summary>
    public static string? Folder { get; } = Find();

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
