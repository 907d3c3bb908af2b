namespace Hypercall.Views.Folds;

/// <summary>The last items of a stream, a fixed number at most.</summary>
internal sealed class RecentItems<T>(int capacity)
{
    private readonly Queue<T> _items = new();

    /// <summary>Adds the newest, dropping the oldest where there is no room.</summary>
    public void Add(in T item)
    {
        if (capacity == 0)
            return;
        if (_items.Count == capacity)
            _items.Dequeue();
        _items.Enqueue(item);
    }

    /// <summary>A copy, oldest first.</summary>
    public T[] ToArray() => _items.ToArray();
}
