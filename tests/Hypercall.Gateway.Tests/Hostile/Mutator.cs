using System.Text;

namespace Hypercall.Gateway.Tests.Hostile;

/// <summary>Makes what a client sends wrong in the ways that break readers: bits, bytes, lengths, tokens,
/// order.</summary>
internal sealed class Mutator(int seed)
{
    private const int MostChanges = 4;
    private const int LongestPart = 40;

    private static readonly byte[][] Tokens =
    [
        .. ((string[])
        [
            "null", "true", "{}", "[]", "\"\"", "-1", "1e999", "0.0000000000000000001", "99999999999999999999", "NaN",
            "\"\\ud800\"", "\\u0000", "[[[[[[[[[[[[", "]}]}", "\"wallet\":", "\"type\":\"PlaceOrder\",", ",", ":",
            "\"", "/*", "\r\n", "0x", "\"nonce\":9223372036854775808,", "\"size\":\"-1\",",
        ]).Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x00], new byte[2_000],
    ];

    private readonly Random _random = new(seed);

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> some) => some[_random.Next(some.Count)];

    /// <summary>A wrong copy.</summary>
    public byte[] Mutate(byte[] original)
    {
        byte[] bytes = [.. original];
        // Half of them stay what they were in form: these get furthest.
        if (_random.Next(2) == 0)
            return ChangeLetter(bytes);
        for (int change = _random.Next(MostChanges); change >= 0; change--)
            bytes = Change(bytes);
        return bytes;
    }

    private byte[] ChangeLetter(byte[] bytes)
    {
        int at = _random.Next(bytes.Length);
        while (!char.IsAsciiLetterOrDigit((char)bytes[at]))
            at = (at + 1) % bytes.Length;
        bytes[at] = (byte)"09afAFzZ"[_random.Next(8)];
        return bytes;
    }

    private byte[] Change(byte[] bytes)
    {
        if (bytes.Length == 0)
            return Pick(Tokens);
        int at = _random.Next(bytes.Length);
        int end = Math.Min(bytes.Length, at + 1 + _random.Next(LongestPart));
        switch (_random.Next(8))
        {
            case 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)_random.Next(256);
                return bytes;
            case 2:
                return [.. bytes[..at], .. bytes[end..]];
            case 3:
                return [.. bytes[..end], .. bytes[at..]];
            case 4:
                return bytes[..at];
            case 5:
                return [.. bytes[..at], .. Pick(Tokens), .. bytes[end..]];
            case 6:
                int from = _random.Next(bytes.Length);
                return [.. bytes[..at], .. bytes[from..Math.Min(bytes.Length, from + LongestPart)], .. bytes[at..]];
            default:
                return [.. bytes[..at], .. Pick(Tokens), .. bytes[at..]];
        }
    }
}
