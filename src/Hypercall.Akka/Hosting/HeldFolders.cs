namespace Hypercall.Actors.Hosting;

/// <summary>
/// The folders that a system holds, each once however often it is asked for, until the system has ended. Safe for use
/// from several threads.
/// </summary>
internal sealed class HeldFolders : IExtension
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FolderOwnership> _held = new(StringComparer.Ordinal);

    private HeldFolders(ActorSystem system) => system.RegisterOnTermination(Release);

    /// <summary>The system's own.</summary>
    public static HeldFolders Of(ActorSystem system) => system.WithExtension<HeldFolders, Provider>();

    /// <summary>Takes a folder that the system does not hold yet.</summary>
    public void Hold(string folder, Func<FolderOwnership> take)
    {
        lock (_gate)
        {
            if (!_held.ContainsKey(folder))
                _held.Add(folder, take());
        }
    }

    private void Release()
    {
        lock (_gate)
        {
            foreach (FolderOwnership folder in _held.Values)
                folder.Dispose();
            _held.Clear();
        }
    }

    private sealed class Provider : ExtensionIdProvider<HeldFolders>
    {
        public override HeldFolders CreateExtension(ExtendedActorSystem system) => new(system);
    }
}
