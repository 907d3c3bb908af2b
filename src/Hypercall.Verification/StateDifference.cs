using Hypercall.Engine.State;

namespace Hypercall.Verification;

/// <summary>The first thing in which two states differ.</summary>
/// <param name="Component">The component of the state, as digests name it.</param>
/// <param name="Entry">The entry in it, such as a wallet, a symbol or an order.</param>
/// <param name="Field">The entry's field.</param>
/// <param name="Left">The field in the one state; "absent" where the entry has none.</param>
/// <param name="Right">The field in the other.</param>
public sealed record StateDifference(string Component, string Entry, string Field, string Left, string Right)
{
    private const string Absent = "absent";

    /// <summary>Compares two states.</summary>
    /// <returns>Null where all digests agree.</returns>
    internal static StateDifference? First(ExchangeEngine left, ExchangeEngine right) =>
        FirstComponent(left.ComputeDigest().Components, right.ComputeDigest().Components) is { } component
            ? InComponent(component, left, right) ?? new StateDifference(component, Absent, Absent, Absent, Absent)
            : null;

    /// <summary>The first component whose digests differ, or null.</summary>
    internal static string? FirstComponent(
        IReadOnlyList<KeyValuePair<string, Hash256>> left, IReadOnlyList<KeyValuePair<string, Hash256>> right)
    {
        for (int index = 0; index < Math.Min(left.Count, right.Count); index++)
        {
            if (left[index].Key != right[index].Key || left[index].Value != right[index].Value)
                return left[index].Key;
        }

        if (left.Count == right.Count)
            return null;
        return left.Count > right.Count ? left[right.Count].Key : right[left.Count].Key;
    }

    /// <summary>The first field of a component that differs; null where none is known here.</summary>
    internal static StateDifference? InComponent(string component, ExchangeEngine left, ExchangeEngine right)
    {
        Dictionary<StateField, string> leftFields = FieldsOf(left, component);
        Dictionary<StateField, string> rightFields = FieldsOf(right, component);
        foreach (StateField field in leftFields.Keys.Concat(rightFields.Keys))
        {
            string leftValue = leftFields.GetValueOrDefault(field, Absent);
            string rightValue = rightFields.GetValueOrDefault(field, Absent);
            if (leftValue != rightValue)
                return new StateDifference(component, field.Entry, field.Name, leftValue, rightValue);
        }

        return null;
    }

    /// <summary>The fields of a component, in the order of a snapshot; last the order of its entries.</summary>
    private static Dictionary<StateField, string> FieldsOf(ExchangeEngine engine, string component)
    {
        var texts = new FieldTexts();
        new StateWalk<FieldTexts>().Walk(ref texts, engine.State, component);
        return new Dictionary<StateField, string>(texts.All)
        {
            [new StateField(SnapshotFormat.Whole, "order")] = string.Join(", ", texts.Entries),
        };
    }
}
