using System.Collections.Concurrent;

namespace Hypercall.Gateway.Limits;

/// <summary>
/// How much of something each address has now; one that has nothing is forgotten. Safe for use from several threads.
/// </summary>
internal sealed class AddressCounts
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>An address has more.</summary>
    /// <returns>How much it has then.</returns>
    public long Add(string address, long count = 1) =>
        _counts.AddOrUpdate(address, count, (_, before) => before + count);

    /// <summary>It no longer has what was added.</summary>
    public void Remove(string address, long count = 1)
    {
        if (Add(address, -count) == 0)
            _counts.TryRemove(KeyValuePair.Create(address, 0L));
    }
}
