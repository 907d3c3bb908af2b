using System.Text;
using System.Text.Json;

namespace Hypercall.Json;

/// <summary>
/// Spellings of an enumeration in JSON, taken from its members' names once at start-up: as they are or with a small
/// first letter. Both directions, for every reader and writer of this project.
/// </summary>
internal sealed class EnumNames<T>
    where T : struct, Enum
{
    private readonly T[] _values;
    private readonly byte[][] _utf8;
    private readonly JsonEncodedText[] _encoded;

    private EnumNames(T[] values, string[] names)
    {
        _values = values;
        _utf8 = Array.ConvertAll(names, Encoding.UTF8.GetBytes);
        _encoded = Array.ConvertAll(names, name => JsonEncodedText.Encode(name));
        Expected = "one of " + string.Join(", ", names);
    }

    /// <summary>What a reader expects, for messages.</summary>
    public string Expected { get; }

    /// <summary>Names as in the code: <c>SelfTrade</c>.</summary>
    public static EnumNames<T> Pascal() => new(Enum.GetValues<T>(), Enum.GetNames<T>());

    /// <summary>Names with a small first letter: <c>cancelMaker</c>.</summary>
    public static EnumNames<T> Camel() => new(
        Enum.GetValues<T>(),
        Array.ConvertAll(Enum.GetNames<T>(), name => char.ToLowerInvariant(name[0]) + name[1..]));

    /// <summary>The name of <paramref name="value"/>, ready to write.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of the enumeration.</exception>
    public JsonEncodedText this[T value]
    {
        get
        {
            for (int i = 0; i < _values.Length; i++)
            {
                if (EqualityComparer<T>.Default.Equals(_values[i], value))
                    return _encoded[i];
            }

            throw new ArgumentOutOfRangeException(nameof(value), value, $"no member of {typeof(T).Name}");
        }
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
