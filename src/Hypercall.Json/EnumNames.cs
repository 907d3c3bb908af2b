using System.Numerics;
using System.Runtime.CompilerServices;
using Hypercall.Engine.Events;

namespace Hypercall.Json;

/// <summary>
/// Spellings of an enumeration in JSON (wire.md §Spellings), taken from its members' names once at start-up: as they
/// are or with a small first letter. Both directions, for every reader and writer of this project.
/// </summary>
internal sealed class EnumNames<T>
    where T : struct, Enum
{
    private readonly T[] _values = Enum.GetValues<T>();
    private readonly string[] _names;
    private readonly byte[][] _utf8;
    private readonly (bool IsMember, JsonEncodedText? Name)[] _written =
        new (bool, JsonEncodedText?)[byte.MaxValue + 1];

    private EnumNames(Converter<string, string> spell)
    {
        _names = Array.ConvertAll(Enum.GetNames<T>(), spell);
        _utf8 = Array.ConvertAll(_names, Encoding.UTF8.GetBytes);
        foreach ((string name, T value) in _names.Zip(_values))
        {
            _written[Unsafe.BitCast<T, byte>(value)] =
                (true, name is "None" or "none" ? null : JsonEncodedText.Encode(name));
        }

        Expected = "one of " + string.Join(", ", _names);
        Bits = [.. _names.Zip(_values).Where(item => BitOperations.IsPow2((int)Unsafe.BitCast<T, byte>(item.Second)))];
        ExpectedOnce = $"one of {string.Join(", ", Bits.Select(item => item.Name))}, each at most once";
    }

    /// <summary>As in the code: <c>SelfTrade</c>.</summary>
    public static EnumNames<T> AsInCode { get; } = new(name => name);

    /// <summary>As wire.md spells them, most with a small first letter: <c>cancelMaker</c>.</summary>
    public static EnumNames<T> Wire { get; } = EnumNames.IsAsInCode(typeof(T))
        ? AsInCode
        : new(name => char.ToLowerInvariant(name[0]) + name[1..]);

    /// <summary>What a reader expects, for messages.</summary>
    public string Expected { get; }

    /// <summary>What a reader of a list of bits expects of an item.</summary>
    public string ExpectedOnce { get; }

    /// <summary>The members that are one bit.</summary>
    public (string Name, T Bit)[] Bits { get; }

    /// <summary>The name of <paramref name="value"/> as it stands in JSON; null for one called None.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of the enumeration.</exception>
    public JsonEncodedText? NameOf(T value)
    {
        (bool isMember, JsonEncodedText? name) = _written[Unsafe.BitCast<T, byte>(value)];
        if (!isMember)
            throw new ArgumentOutOfRangeException(nameof(value), value, $"no member of {typeof(T).Name}");
        return name;
    }

    public bool TryParse(ReadOnlySpan<byte> text, out T value)
    {
        for (int i = 0; i < _utf8.Length; i++)
        {
            if (text.SequenceEqual(_utf8[i]))
            {
                value = _values[i];
                return true;
            }
        }

        value = default;
        return false;
    }
}

/// <summary>Which enumerations are spelled as in the code.</summary>
internal static class EnumNames
{
    private static readonly Type[] AsInCode =
        [typeof(CommandType), typeof(RejectCode), typeof(EventKind), typeof(OrderReason), typeof(BalanceReason)];

    public static bool IsAsInCode(Type type) => AsInCode.Contains(type);
}
