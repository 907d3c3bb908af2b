using System.Collections;
using System.Text;

namespace Hypercall.Engine.State;

/// <summary>
/// The scenario that loses most on each underlying of a portfolio, null where none loses, ascending by the underlyings'
/// names (ordinal): part of a wallet's margin as people read it, and of a lack of margin.
/// </summary>
public sealed class WorstScenarios : IReadOnlyList<KeyValuePair<string, string?>>, IEquatable<WorstScenarios>
{
    private readonly KeyValuePair<string, string?>[] _items;

    /// <param name="items">Each underlying once, in any order.</param>
    public WorstScenarios(IEnumerable<KeyValuePair<string, string?>> items)
    {
        _items = [.. items];
        Array.Sort(_items, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
    }

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public KeyValuePair<string, string?> this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, string?>>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(WorstScenarios? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WorstScenarios);

    /// <inheritdoc/>
    public override int GetHashCode() => _items.Length;

    /// <summary>
    /// <c>{"BTC":"T1","ETH":null}</c>, as the argument of a rejection carries it: what would leave the
    /// <see cref="RejectArguments.MaxNameBytes"/> bytes that there are is left out from the end.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder("{");
        int bytes = 2;
        foreach ((string underlying, string? scenario) in _items)
        {
            string id = scenario is null ? "null" : $"\"{scenario}\"";
            string item = $"{(text.Length > 1 ? "," : "")}\"{underlying}\":{id}";
            bytes += System.Text.Encoding.UTF8.GetByteCount(item);
            if (bytes > RejectArguments.MaxNameBytes)
                break;
            text.Append(item);
        }

        return text.Append('}').ToString();
    }
}
