using System.Numerics;

namespace Hypercall.Proofs.Tests.Kernels;

/// <summary>
/// Where arithmetic breaks if it breaks: both ends of a range, powers of two and ten within it, each with its
/// neighbours, and an even spread between. A kernel is checked over every combination.
/// </summary>
internal static class Edges
{
    /// <summary>From −bound to bound.</summary>
    public static long[] Signed(long bound, int most) =>
        [.. Unsigned(bound, most).SelectMany(v => new[] { v, -v }).Distinct()];

    /// <summary>From 0 to a bound, about so many of them.</summary>
    public static long[] Unsigned(long bound, int most)
    {
        var all = new SortedSet<BigInteger>();
        for (BigInteger power = 1; power <= bound; power *= 2)
            AddAround(all, power);
        for (BigInteger power = 1; power <= bound; power *= 10)
            AddAround(all, power);
        AddAround(all, 0);
        AddAround(all, bound);
        AddAround(all, bound / 2);
        AddAround(all, bound / 3);
        long[] within = [.. all.Where(v => v >= 0 && v <= bound).Select(v => (long)v)];
        if (within.Length <= most)
            return within;
        double step = (within.Length - 1) / (double)(most - 1);
        return [.. Enumerable.Range(0, most).Select(i => within[(int)(i * step)]).Append(within[^1]).Distinct()];
    }

    private static void AddAround(SortedSet<BigInteger> all, BigInteger value)
    {
        for (int i = -1; i <= 1; i++)
            all.Add(value + i);
    }
}
