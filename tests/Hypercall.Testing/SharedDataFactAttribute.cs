namespace Hypercall.Testing;

/// <summary>A test on recorded data; it is skipped, visibly, where the data folder is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Folder is null)
            Skip = "no shared/data folder above the tests: the recorded data sets are not part of the repository";
    }
}
