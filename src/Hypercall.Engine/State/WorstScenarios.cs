using System.Collections.ObjectModel;
using System.Text;

namespace Hypercall.Engine.State;

/// <summary>
/// The scenario that loses most on each underlying of a portfolio, null where none loses, ascending by the underlyings'
/// names (ordinal): part of a wallet's margin as people read it, and of a lack of margin.
/// </summary>
/// <param name="items">Each underlying once, in any order.</param>
public sealed class WorstScenarios(IEnumerable<KeyValuePair<string, string?>> items)
    : ReadOnlyCollection<KeyValuePair<string, string?>>(
        [.. items.OrderBy(static item => item.Key, StringComparer.Ordinal)]), IEquatable<WorstScenarios>
{
    /// <inheritdoc/>
    public bool Equals(WorstScenarios? other) => other is not null && this.SequenceEqual(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WorstScenarios);

    /// <inheritdoc/>
    public override int GetHashCode() => Count;

    /// <summary>
    /// <c>{"BTC":"T1","ETH":null}</c>, as the argument of a rejection carries it: what would leave the
    /// <see cref="RejectArguments.MaxNameBytes"/> bytes that there are is left out from the end.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder("{");
        int bytes = 2;
        foreach ((string underlying, string? scenario) in this)
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
