namespace Hypercall.Testing.Twin;

/// <summary>Pseudo-random numbers (SplitMix64) that are the same for a seed on every machine and runtime.</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return mixed ^ (mixed >> 31);
        }
    }

    /// <summary>From 0 to <paramref name="bound"/> − 1.</summary>
    public long Below(long bound) => (long)(Next() % (ulong)bound);

    /// <summary>From <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    public long Between(long first, long last) => first + Below(last - first + 1);

    /// <summary>True in so many of a thousand cases.</summary>
    public bool PerMille(int chance) => Below(1000) < chance;

    public T PickFrom<T>(IReadOnlyList<T> items) => items[(int)Below(items.Count)];

    public T Pick<T>(params ReadOnlySpan<T> items) => items[(int)Below(items.Length)];

    public TEnum Any<TEnum>()
        where TEnum : struct, Enum => Pick<TEnum>(Enum.GetValues<TEnum>());
}
