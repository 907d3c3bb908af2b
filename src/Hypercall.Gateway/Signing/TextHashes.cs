using System.Text;

namespace Hypercall.Gateway.Signing;

/// <summary>
/// Hashes of texts in UTF-8. Those of short ones are kept for a while: symbols, sides and prices come again with every
/// order, and hashing them is most of hashing it. What is kept is bounded. Safe for use from several threads.
/// </summary>
internal static class TextHashes
{
    private const int Longest = 32;
    private const int Places = 1 << 10;
    private static readonly Known?[] Kept = new Known?[Places];

    /// <summary>Writes the hash of a text.</summary>
    public static void Write(string text, Span<byte> hash)
    {
        if (text.Length > Longest)
        {
            Hash(text, hash);
            return;
        }

        // Strings hash with a seed of this process: nobody outside can choose two that share a place.
        ref Known? place = ref Kept[text.GetHashCode() & (Places - 1)];
        Known? known = Volatile.Read(ref place);
        if (known?.Text != text)
        {
            Hash(text, hash);
            Volatile.Write(ref place, new Known(text, hash.ToArray()));
            return;
        }

        known.Hash.CopyTo(hash);
    }

    private static void Hash(string text, Span<byte> hash)
    {
        const int onStack = 512;
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = most <= onStack ? stackalloc byte[onStack] : new byte[most];
        Keccak.Hash(bytes[..Encoding.UTF8.GetBytes(text, bytes)], hash);
    }

    private sealed record Known(string Text, byte[] Hash);
}
