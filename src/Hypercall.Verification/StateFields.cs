using Hypercall.Engine.State;

namespace Hypercall.Verification;

/// <summary>
/// Everything that a component of the state holds, entry by entry, under names that a person understands.
/// </summary>
internal static class StateFields
{
    /// <summary>The fields of a component, in the order of a snapshot; last the order of its entries.</summary>
    public static IReadOnlyDictionary<StateField, string> Of(ExchangeEngine engine, string component)
    {
        var texts = new FieldTexts();
        new StateWalk<FieldTexts>().Walk(ref texts, engine.State, component);
        return new Dictionary<StateField, string>(texts.All)
        {
            [new StateField(SnapshotFormat.Whole, "order")] = string.Join(", ", texts.Entries),
        };
    }
}
