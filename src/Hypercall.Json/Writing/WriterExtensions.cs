using System.Text.Json;
using Hypercall.Engine.Domain;

namespace Hypercall.Json.Writing;

/// <summary>Writes the engine's values as wire.md spells them, without making strings of them first.</summary>
internal static class WriterExtensions
{
    /// <summary>Enough for any 128-bit decimal.</summary>
    private const int DecimalCharacters = 48;

    private const int AddressCharacters = 2 + 2 * WalletAddress.Length;

    public static void WriteDecimal(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, Int128 units, int decimals)
    {
        Span<char> text = stackalloc char[DecimalCharacters];
        int length = DecimalText.Format(units, decimals, text);
        writer.WriteString(name, text[..length]);
    }

    public static void Write(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, Price value) =>
        writer.WriteDecimal(name, value.Units, Price.Decimals);

    public static void Write(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, Quantity value) =>
        writer.WriteDecimal(name, value.Units, Quantity.Decimals);

    public static void Write(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, Cash value) =>
        writer.WriteDecimal(name, value.Units, Cash.Decimals);

    public static void Write(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, WalletAddress value)
    {
        Span<char> text = stackalloc char[AddressCharacters];
        writer.WriteString(name, Spell(value, text));
    }

    public static void WriteObjectName(this Utf8JsonWriter writer, WalletAddress value)
    {
        Span<char> text = stackalloc char[AddressCharacters];
        writer.WriteStartObject(Spell(value, text));
    }

    /// <summary>A member that is named by a wallet.</summary>
    public static void Write(this Utf8JsonWriter writer, WalletAddress name, Cash value)
    {
        Span<char> nameText = stackalloc char[AddressCharacters];
        Span<char> text = stackalloc char[DecimalCharacters];
        int length = DecimalText.Format(value.Units, Cash.Decimals, text);
        writer.WriteString(Spell(name, nameText), text[..length]);
    }

    public static void Write(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, Hash256 value)
    {
        Span<char> text = stackalloc char[2 * Hash256.Length];
        Span<byte> bytes = stackalloc byte[Hash256.Length];
        value.CopyTo(bytes);
        Convert.TryToHexStringLower(bytes, text, out _);
        writer.WriteString(name, text);
    }

    public static void WriteValue(this Utf8JsonWriter writer, Price value) =>
        writer.WriteDecimalValue(value.Units, Price.Decimals);

    public static void WriteValue(this Utf8JsonWriter writer, Quantity value) =>
        writer.WriteDecimalValue(value.Units, Quantity.Decimals);

    /// <summary>Left out when absent.</summary>
    public static void WriteOptional(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } present)
            writer.WriteNumber(name, present);
    }

    /// <inheritdoc cref="WriteOptional(Utf8JsonWriter, ReadOnlySpan{byte}, long?)"/>
    public static void WriteOptional(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    /// <inheritdoc cref="WriteOptional(Utf8JsonWriter, ReadOnlySpan{byte}, long?)"/>
    public static void WriteOptional(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, WalletAddress? value)
    {
        if (value is { } present)
            writer.Write(name, present);
    }

    /// <inheritdoc cref="WriteOptional(Utf8JsonWriter, ReadOnlySpan{byte}, long?)"/>
    public static void WriteOptional(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, Quantity? value)
    {
        if (value is { } present)
            writer.Write(name, present);
    }

    /// <summary>Left out when false.</summary>
    public static void WriteFlag(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, bool value)
    {
        if (value)
            writer.WriteBoolean(name, true);
    }

    /// <summary>null when absent.</summary>
    public static void WriteOrNull(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } present)
            writer.WriteNumber(name, present);
        else
            writer.WriteNull(name);
    }

    /// <inheritdoc cref="WriteOrNull(Utf8JsonWriter, ReadOnlySpan{byte}, long?)"/>
    public static void WriteOrNull(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, Cash? value)
    {
        if (value is { } present)
            writer.Write(name, present);
        else
            writer.WriteNull(name);
    }

    private static void WriteDecimalValue(this Utf8JsonWriter writer, Int128 units, int decimals)
    {
        Span<char> text = stackalloc char[DecimalCharacters];
        int length = DecimalText.Format(units, decimals, text);
        writer.WriteStringValue(text[..length]);
    }

    private static ReadOnlySpan<char> Spell(WalletAddress value, Span<char> text)
    {
        Span<byte> bytes = stackalloc byte[WalletAddress.Length];
        value.CopyTo(bytes);
        "0x".CopyTo(text);
        Convert.TryToHexStringLower(bytes, text[2..], out _);
        return text;
    }
}
