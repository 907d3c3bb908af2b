namespace Hypercall.Json.Writing;

/// <summary>Values that .NET's writer does not know, as they stand in JSON: a string each.</summary>
internal static class JsonValues
{
    /// <summary>Enough for any 128-bit decimal.</summary>
    private const int DecimalCharacters = 48;

    public static void WriteDecimal(this Utf8JsonWriter writer, Int128 units, int decimals)
    {
        Span<byte> quoted = stackalloc byte[DecimalCharacters + 2];
        if (units >= long.MinValue && units <= long.MaxValue && decimals <= DecimalText.MaxShortDecimals)
        {
            WriteQuoted(writer, quoted[..(DecimalText.Format((long)units, decimals, quoted[1..]) + 2)]);
            return;
        }

        Span<char> text = stackalloc char[DecimalCharacters];
        int length = DecimalText.Format(units, decimals, text);
        Ascii.FromUtf16(text[..length], quoted[1..], out _);
        WriteQuoted(writer, quoted[..(length + 2)]);
    }

    public static void WriteWallet(this Utf8JsonWriter writer, in WalletAddress wallet)
    {
        Span<byte> bytes = stackalloc byte[WalletAddress.Length];
        wallet.CopyTo(bytes);
        Span<byte> quoted = stackalloc byte[4 + 2 * WalletAddress.Length];
        "0x"u8.CopyTo(quoted[1..]);
        Convert.TryToHexStringLower(bytes, quoted[3..], out _);
        WriteQuoted(writer, quoted);
    }

    /// <summary>Digits need no escapes, so that nothing looks for them.</summary>
    private static void WriteQuoted(Utf8JsonWriter writer, Span<byte> quoted)
    {
        quoted[0] = quoted[^1] = (byte)'"';
        writer.WriteRawValue(quoted, skipInputValidation: true);
    }
}
