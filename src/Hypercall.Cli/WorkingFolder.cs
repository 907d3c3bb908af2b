namespace Hypercall.Cli;

/// <summary>
/// A new folder for one run's journal, removed with it and at an interruption. Below a given one, so that it lies on
/// its disk.
/// </summary>
internal sealed class WorkingFolder : IDisposable
{
    private readonly IDisposable _interruption;

    /// <exception cref="InputException">There is no such folder.</exception>
    public WorkingFolder(string parent, Interruption interruption)
    {
        // One that was made on the way would stay behind.
        if (!Directory.Exists(parent))
            throw new InputException(parent, "no such folder");
        string name = $"hypercall-{Path.GetRandomFileName()}";
        FullName = Directory.CreateDirectory(Path.Combine(parent, name)).FullName;
        _interruption = interruption.Undo(Remove);
    }

    public string FullName { get; }

    public void Dispose()
    {
        _interruption.Dispose();
        Remove();
    }

    private void Remove() => Directory.Delete(FullName, true);
}
