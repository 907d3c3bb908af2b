namespace Hypercall.Gateway.Sockets;

/// <summary>Sets by their keys; one that is empty is not there.</summary>
internal sealed class SetIndex<TKey, TValue>
    where TKey : notnull
{
    private readonly Dictionary<TKey, HashSet<TValue>> _sets = [];

    public IReadOnlyCollection<TKey> Keys => _sets.Keys;

    public IReadOnlyCollection<TValue> Of(TKey key) => _sets.TryGetValue(key, out HashSet<TValue>? set) ? set : [];

    public bool Contains(TKey key, TValue value) =>
        _sets.TryGetValue(key, out HashSet<TValue>? set) && set.Contains(value);

    public void Add(TKey key, TValue value)
    {
        if (!_sets.TryGetValue(key, out HashSet<TValue>? set))
            _sets.Add(key, set = []);
        set.Add(value);
    }

    public void Remove(TKey key, TValue value)
    {
        if (_sets.TryGetValue(key, out HashSet<TValue>? set) && set.Remove(value) && set.Count == 0)
            _sets.Remove(key);
    }
}
