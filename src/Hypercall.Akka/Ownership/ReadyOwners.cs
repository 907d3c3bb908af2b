using System.Collections.Concurrent;

namespace Hypercall.Actors.Ownership;

/// <summary>
/// Of which partitions this process has had an owner that was ready, or heard of one, since its start: what an operator
/// said about their journals at that start holds no longer. Safe for use from several threads.
/// </summary>
internal sealed class ReadyOwners
{
    private readonly ConcurrentDictionary<string, bool> _partitions = new(StringComparer.Ordinal);

    /// <summary>An owner of a partition is ready.</summary>
    public void Add(string partition) => _partitions[partition] = true;

    /// <summary>Whether one of a partition's was.</summary>
    public bool Has(string partition) => _partitions.ContainsKey(partition);
}
