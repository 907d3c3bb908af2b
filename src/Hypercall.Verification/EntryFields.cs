using System.Collections;
using System.Globalization;
using System.Reflection;
using Hypercall.Engine.Domain;

namespace Hypercall.Verification;

/// <summary>
/// The canonical fields of the state's entries by name. By reflection, so that a field added to an entry is never
/// forgotten here; what is derived from other fields is left out.
/// </summary>
internal sealed class EntryFields
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.DeclaredOnly;

    /// <summary>Places in tables, counts and caches: a restored engine has others for the same state.</summary>
    private static readonly HashSet<string> Derived =
    [
        "Level", "Next", "Previous", "NextOfWallet", "PreviousOfWallet", "NextOfInstrument", "PreviousOfInstrument",
        "Instrument", "Wallet", "Marks", "HasRareDetail", "IsSingle", "IsRare", "FirstOrder", "LastOrder", "FirstPosition",
        "FirstAgent", "LastAgent", "OpenOrders", "OpenPositions", "ShortPositions", "NetPositionUnits",
        "OpenBuyNotionalUnits", "ExposureCount", "InstrumentCount", "PendingChange", "Underlying", "Rules",
        "MarketVersion", "IndexVersion", "EntriesVersion",
        "WalletsUnits", "DebtsUnits", "PortfolioCostUnits", "EqualityContract",
    ];

    /// <summary>Values that are shown as their text.</summary>
    private static readonly HashSet<Type> LeafTypes =
        [typeof(Price), typeof(Quantity), typeof(Cash), typeof(WalletAddress), typeof(Hash256), typeof(RequestId)];

    private readonly Dictionary<StateField, string> _fields = [];

    /// <summary>The fields taken so far.</summary>
    public IReadOnlyDictionary<StateField, string> All => _fields;

    /// <summary>Takes one field.</summary>
    public void Add(string entry, string name, object? value) => AddValue(entry, name, value);

    /// <summary>Takes every field of an entry.</summary>
    public void AddEntry(string entry, object value, string prefix = "")
    {
        foreach (MemberInfo member in value.GetType().GetMembers(Members).OrderBy(member => member.MetadataToken))
        {
            if (IsDerived(member.Name))
                continue;
            switch (member)
            {
                case FieldInfo { IsPrivate: false } field:
                    AddValue(entry, prefix + field.Name, field.GetValue(value));
                    break;
                case PropertyInfo { GetMethod.IsPrivate: false } property
                    when property.GetIndexParameters().Length == 0:
                    AddValue(entry, prefix + property.Name, property.GetValue(value));
                    break;
            }
        }
    }

    private void AddValue(string entry, string name, object? value)
    {
        switch (value)
        {
            case null:
                return;
            case var leaf when IsLeaf(leaf.GetType()):
                _fields[new StateField(entry, name)] = Convert.ToString(leaf, CultureInfo.InvariantCulture)!;
                break;
            case IDictionary pairs:
                foreach (DictionaryEntry pair in pairs)
                    AddValue(entry, $"{name}[{pair.Key}]", pair.Value);
                break;
            case IEnumerable items:
                int index = 0;
                foreach (object? item in items)
                    AddValue(entry, $"{name}[{index++}]", item);
                break;
            case var record when IsRecord(record.GetType()):
                _fields[new StateField(entry, name)] = "present";
                AddEntry(entry, record, name + ".");
                break;
        }
    }

    private static bool IsDerived(string name) => Derived.Contains(name) || name.Contains('<');

    private static bool IsLeaf(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(string)
        || type == typeof(Int128) || type == typeof(UInt128) || LeafTypes.Contains(type);

    /// <summary>Values are looked into; what has an identity of its own (a book) is not the entry's field.</summary>
    private static bool IsRecord(Type type) =>
        type.IsValueType || type.GetMethod("<Clone>$", BindingFlags.Instance | BindingFlags.Public) is not null;
}
