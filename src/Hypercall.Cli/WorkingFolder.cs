namespace Hypercall.Cli;

/// <summary>
/// A new folder for one run's journal, removed with it. Below a given one, so that it lies on its disk.
/// </summary>
internal sealed class WorkingFolder : IDisposable
{
    public WorkingFolder(string parent)
    {
        string name = $"hypercall-{Path.GetRandomFileName()}";
        FullName = Directory.CreateDirectory(Path.Combine(parent, name)).FullName;
    }

    public string FullName { get; }

    public void Dispose() => Directory.Delete(FullName, true);
}
