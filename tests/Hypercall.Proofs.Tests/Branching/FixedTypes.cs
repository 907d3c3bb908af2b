using System.Reflection;

namespace Hypercall.Proofs.Tests.Branching;

/// <summary>
/// Which types hold nothing that can change: what is reached through them need not be kept. Told from the fields alone;
/// where in doubt, a type can change.
/// </summary>
internal static class FixedTypes
{
    private static readonly Dictionary<Type, bool> Known = [];
    private static readonly HashSet<Type> Asked = [];

    public static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        const BindingFlags Own =
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (Type? part = type; part is not null && part != typeof(object); part = part.BaseType)
        {
            foreach (FieldInfo field in part.GetFields(Own))
                yield return field;
        }
    }

    public static bool IsFixed(Type type)
    {
        if (Known.TryGetValue(type, out bool known))
            return known;
        if (!Asked.Add(type))
            return false;
        bool isFixed = IsFixedByItself(type);
        Asked.Remove(type);
        return Known[type] = isFixed;
    }

    private static bool IsFixedByItself(Type type)
    {
        if (type.IsPrimitive || type.IsEnum || type.IsPointer || type == typeof(string) || type == typeof(Type))
            return true;
        if (typeof(Delegate).IsAssignableFrom(type) || type.Namespace == "System.Collections.Immutable")
            return true;
        if (type.IsArray || type.IsInterface || !(type.IsValueType || type.IsSealed))
            return false;
        return FieldsOf(type).All(field => (type.IsValueType || field.IsInitOnly) && IsFixed(field.FieldType));
    }
}
