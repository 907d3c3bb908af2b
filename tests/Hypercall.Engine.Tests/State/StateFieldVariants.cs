using System.Collections;
using System.Reflection;

namespace Hypercall.Engine.Tests.State;

/// <summary>For a value of any type of the state: the same value with one leaf changed, once for each leaf.</summary>
internal static class StateFieldVariants
{
    public const BindingFlags AllFields =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static IEnumerable<(string Path, object? Value)> Of(object? value, Type type, string path)
    {
        Type? underlying = Nullable.GetUnderlyingType(type);
        if (underlying is not null)
        {
            if (value is null)
                return [(path, PresentValue(underlying))];
            return [(path, null), .. Of(value, underlying, path)];
        }

        if (Leaf(value, type) is { } changed)
            return [(path, changed)];
        if (type == typeof(string))
            return [(path, value is null ? "X" : value + "X")];
        if (value is IList list && type != typeof(string))
            return OfList(list, path);
        return value is null ? [] : OfMembers(value, path);
    }

    /// <summary>A value for what was absent, other than zero: 0 may stand for absence in an encoding.</summary>
    private static object? PresentValue(Type type)
    {
        object? zero = Activator.CreateInstance(type);
        return Leaf(zero, type) ?? zero;
    }

    private static object? Leaf(object? value, Type type) => value switch
    {
        bool flag => !flag,
        byte number => (byte)(number ^ 1),
        int number => number ^ 1,
        uint number => number ^ 1,
        long number => number ^ 1,
        ulong number => number ^ 1,
        Int128 number => number ^ 1,
        UInt128 number => number ^ 1,
        Enum choice => Enum.ToObject(type, Convert.ToByte(choice) ^ 1),
        _ => null,
    };

    private static IEnumerable<(string Path, object? Value)> OfList(IList list, string path)
    {
        Type element = list.GetType().IsArray
            ? list.GetType().GetElementType()!
            : list.GetType().GetGenericArguments()[0];
        for (int i = 0; i < list.Count; i++)
        {
            foreach ((string at, object? changed) in Of(list[i], element, $"{path}[{i}]"))
            {
                Array copy = Array.CreateInstance(element, list.Count);
                list.CopyTo(copy, 0);
                copy.SetValue(changed, i);
                yield return (at, list.GetType().IsArray ? copy : MakeImmutable(copy, element));
            }
        }
    }

    private static object MakeImmutable(Array items, Type element) =>
        typeof(System.Runtime.InteropServices.ImmutableCollectionsMarshal)
            .GetMethod(nameof(System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray))!
            .MakeGenericMethod(element)
            .Invoke(null, [items])!;

    /// <summary>Records and structs: a shallow copy with one field changed.</summary>
    private static IEnumerable<(string Path, object? Value)> OfMembers(object value, string path)
    {
        MethodInfo clone = typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!;
        foreach (FieldInfo field in value.GetType().GetFields(AllFields))
        {
            foreach ((string at, object? changed) in Of(field.GetValue(value), field.FieldType, $"{path}.{Name(field)}"))
            {
                object copy = clone.Invoke(value, null)!;
                field.SetValue(copy, changed);
                yield return (at, copy);
            }
        }
    }

    /// <summary>Name of a field, or of the property it stands behind.</summary>
    public static string Name(FieldInfo field) =>
        field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>')] : field.Name;
}
