using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace Hypercall.Json.Reading;

/// <summary>Says no instead of throwing.</summary>
internal delegate bool TryParse<T>(ReadOnlySpan<byte> text, out T value);

/// <summary>Values from the UTF-8 text of JSON tokens; every function says no instead of throwing.</summary>
internal static class JsonText
{
    private const int ShortTextBytes = 64;
    private const int UuidBytes = 36;

    /// <summary>The text of a string token, its escapes taken out.</summary>
    /// <param name="quoted">The token with its quotes.</param>
    /// <param name="isEscaped">Whether there are escapes in it.</param>
    /// <returns>False when the escapes are no text (half of a surrogate pair).</returns>
    public static bool TryRead(ReadOnlySpan<byte> quoted, bool isEscaped, out ReadOnlySpan<byte> text)
    {
        text = quoted[1..^1];
        if (!isEscaped)
            return true;
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        byte[] buffer = new byte[quoted.Length];
        try
        {
            text = buffer.AsSpan(0, reader.CopyString(buffer));
            return true;
        }
        catch (InvalidOperationException)
        {
            text = default;
            return false;
        }
    }

    /// <summary>A whole number as JSON writes it, without fraction and exponent.</summary>
    public static bool TryInt64(ReadOnlySpan<byte> text, out long value) =>
        Utf8Parser.TryParse(text, out value, out int used) && used == text.Length;

    /// <summary>A plain decimal as a scaled integer.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> text, int decimals, out Int128 units)
    {
        if (text.Length > ShortTextBytes)
            return DecimalText.TryParse(Encoding.UTF8.GetString(text), decimals, out units);
        Span<char> characters = stackalloc char[ShortTextBytes];
        int length = Encoding.UTF8.GetChars(text, characters);
        return DecimalText.TryParse(characters[..length], decimals, out units);
    }

    public static bool TryWallet(ReadOnlySpan<byte> text, out WalletAddress address)
    {
        address = default;
        Span<char> characters = stackalloc char[2 + 2 * WalletAddress.Length];
        if (text.Length != characters.Length)
            return false;
        int length = Encoding.UTF8.GetChars(text, characters);
        return WalletAddress.TryParse(characters[..length], out address);
    }

    public static bool TryUInt128(ReadOnlySpan<byte> text, out UInt128 value) =>
        UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    public static bool TryHash(ReadOnlySpan<byte> text, out Hash256 hash)
    {
        Span<byte> bytes = stackalloc byte[Hash256.Length];
        bool isHash = text.Length == 2 * Hash256.Length
            && !text.ContainsAnyInRange((byte)'A', (byte)'F')
            && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done;
        hash = isHash ? Hash256.FromBytes(bytes) : default;
        return isHash;
    }

    public static bool TryUuid(ReadOnlySpan<byte> text, out Guid value)
    {
        value = default;
        return text.Length == UuidBytes && Utf8Parser.TryParse(text, out value, out int used, 'D') && used == UuidBytes;
    }

    /// <summary>A time of day <c>HH:MM</c> as minutes after midnight.</summary>
    public static bool TryTimeOfDay(ReadOnlySpan<byte> text, out int minutes)
    {
        string clock = Encoding.UTF8.GetString(text);
        bool isTime = TimeOnly.TryParseExact(
            clock, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time);
        minutes = time.Hour * 60 + time.Minute;
        return isTime;
    }
}
