using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hypercall.Engine.Domain.Collections;

/// <summary>
/// Hash codes of keys that clients choose. Every bit of a key meets secrets of this process, so that nobody outside can
/// make keys that fall into one place of a table. The secrets decide where an entry lies in a table and nothing else:
/// they enter no state, no hash chain and no order.
/// </summary>
internal static class SeededHash
{
    private static readonly ulong FirstSecret = NextSecret();

    /// <summary>Odd, so that it is never zero.</summary>
    private static readonly ulong SecondSecret = NextSecret() | 1;

    private static readonly ulong ThirdSecret = NextSecret() | 1;

    /// <summary>All 64 bits, for tables that take the upper ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Wide(ulong key) => Fold(key ^ FirstSecret, SecondSecret);

    public static int Of(ulong key) => unchecked((int)Wide(key));

    public static int Of(ulong first, ulong second) =>
        unchecked((int)Fold(Wide(first) ^ second, ThirdSecret));

    public static int Of(ulong first, ulong second, ulong third) =>
        unchecked((int)Fold(Fold(Wide(first) ^ second, ThirdSecret) ^ third, SecondSecret));

    /// <summary>A text inside the scope of a number.</summary>
    public static int Of(ulong scope, string text)
    {
        ReadOnlySpan<byte> rest = MemoryMarshal.AsBytes(text.AsSpan());
        ulong hash = Wide(scope) ^ (ulong)rest.Length;
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(rest), ThirdSecret);
        ulong last = 0;
        foreach (byte value in rest)
            last = (last << 8) | value;
        return unchecked((int)Fold(hash ^ last, SecondSecret));
    }

    /// <summary>Both halves of the product: each bit of a factor reaches the lower or the upper half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong left, ulong right)
    {
        // The lower half once more by itself: it is there sooner than by way of the memory that it is written to.
        return Math.BigMul(left, right, out _) ^ unchecked(left * right);
    }

    private static ulong NextSecret()
    {
        // The one use of randomness: what it gives is seen by no command and stands in no outcome.
#pragma warning disable RS0030
        return BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
#pragma warning restore RS0030
    }
}
