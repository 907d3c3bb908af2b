namespace Hypercall.Engine.Domain.Collections;

/// <summary>
/// A value for each of the dense numbers that things of the engine have, default until it is set: what a module keeps
/// of things that are not its own.
/// </summary>
internal sealed class Numbered<T>
{
    private T[] _values = [];

    /// <summary>The value of a number; the reference holds until a greater number is asked for.</summary>
    public ref T this[int number]
    {
        get
        {
            if (number >= _values.Length)
                Array.Resize(ref _values, Math.Max(number + 1, _values.Length * 2));
            return ref _values[number];
        }
    }

    /// <summary>The values up to the greatest number that has room.</summary>
    public Span<T> Values => _values;

    /// <summary>The value of a number, for which no room is made.</summary>
    public T? Find(int number) => number < _values.Length ? _values[number] : default;
}
