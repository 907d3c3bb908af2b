namespace Hypercall.Json.Writing;

/// <summary>Values as they stand in JSON, under a name or in a list without one.</summary>
internal static class JsonValues
{
    /// <summary>Enough for any 128-bit decimal.</summary>
    private const int DecimalCharacters = 48;

    /// <summary>A string, or null.</summary>
    public static void WriteText(Utf8JsonWriter writer, string? name, string? value)
    {
        if (name is null)
            writer.WriteStringValue(value);
        else
            writer.WriteString(PropertyNames.Of(name), value);
    }

    /// <summary>A string that was encoded before.</summary>
    public static void WriteText(Utf8JsonWriter writer, string? name, JsonEncodedText value)
    {
        if (name is null)
            writer.WriteStringValue(value);
        else
            writer.WriteString(PropertyNames.Of(name), value);
    }

    public static void WriteNumber(Utf8JsonWriter writer, string? name, long value)
    {
        if (name is null)
            writer.WriteNumberValue(value);
        else
            writer.WriteNumber(PropertyNames.Of(name), value);
    }

    public static void WriteBoolean(Utf8JsonWriter writer, string? name, bool value)
    {
        if (name is null)
            writer.WriteBooleanValue(value);
        else
            writer.WriteBoolean(PropertyNames.Of(name), value);
    }

    public static void WriteDecimal(Utf8JsonWriter writer, string? name, Int128 units, int decimals)
    {
        if (units >= long.MinValue && units <= long.MaxValue && decimals <= DecimalText.MaxShortDecimals)
        {
            WriteDecimal(writer, name, (long)units, decimals);
            return;
        }

        Span<char> text = stackalloc char[DecimalCharacters];
        int length = DecimalText.Format(units, decimals, text);
        Span<byte> quoted = stackalloc byte[DecimalCharacters + 2];
        Ascii.FromUtf16(text[..length], quoted[1..], out _);
        WriteQuoted(writer, name, quoted[..(length + 2)]);
    }

    public static void WriteDecimal(Utf8JsonWriter writer, string? name, long units, int decimals)
    {
        Span<byte> quoted = stackalloc byte[DecimalCharacters + 2];
        int length = DecimalText.Format(units, decimals, quoted[1..]);
        WriteQuoted(writer, name, quoted[..(length + 2)]);
    }

    public static void WriteWallet(Utf8JsonWriter writer, string? name, in WalletAddress wallet)
    {
        Span<byte> bytes = stackalloc byte[WalletAddress.Length];
        wallet.CopyTo(bytes);
        Span<byte> quoted = stackalloc byte[4 + 2 * WalletAddress.Length];
        "0x"u8.CopyTo(quoted[1..]);
        Convert.TryToHexStringLower(bytes, quoted[3..], out _);
        WriteQuoted(writer, name, quoted);
    }

    /// <summary>Digits need no escapes, so that nothing looks for them.</summary>
    private static void WriteQuoted(Utf8JsonWriter writer, string? name, Span<byte> quoted)
    {
        quoted[0] = quoted[^1] = (byte)'"';
        Named(writer, name).WriteRawValue(quoted, skipInputValidation: true);
    }

    /// <summary>Writes the name of the value that follows, if it has one.</summary>
    public static Utf8JsonWriter Named(Utf8JsonWriter writer, string? name)
    {
        if (name is not null)
            writer.WritePropertyName(PropertyNames.Of(name));
        return writer;
    }
}
