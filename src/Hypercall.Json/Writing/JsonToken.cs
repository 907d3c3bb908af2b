using System.Text;
using System.Text.Json;
using Hypercall.Engine.Domain;

namespace Hypercall.Json.Writing;

/// <summary>One field, value, or end of an object or list, as it will be written.</summary>
internal readonly record struct JsonToken(
    JsonTokenKind Kind, string? Name, string? Text = null, Int128 Units = default, int Decimals = 0)
{
    /// <summary>Enough for any 128-bit decimal.</summary>
    private const int DecimalCharacters = 48;

    /// <summary>Of a token that is an address.</summary>
    public WalletAddress Wallet { get; init; }

    public void WriteTo(Utf8JsonWriter writer)
    {
        if (Name is not null)
            writer.WritePropertyName(Name);
        switch (Kind)
        {
            case JsonTokenKind.Text:
                writer.WriteStringValue(Text);
                break;
            case JsonTokenKind.Decimal:
                WriteDecimal(writer);
                break;
            case JsonTokenKind.Wallet:
                WriteWallet(writer);
                break;
            case JsonTokenKind.Number:
                writer.WriteNumberValue((long)Units);
                break;
            case JsonTokenKind.Boolean:
                writer.WriteBooleanValue(Units != 0);
                break;
            default:
                WriteBound(writer);
                break;
        }
    }

    private void WriteDecimal(Utf8JsonWriter writer)
    {
        Span<char> text = stackalloc char[DecimalCharacters];
        int length = DecimalText.Format(Units, Decimals, text);
        Span<byte> quoted = stackalloc byte[DecimalCharacters + 2];
        Ascii.FromUtf16(text[..length], quoted[1..], out _);
        WriteQuoted(writer, quoted[..(length + 2)]);
    }

    private void WriteWallet(Utf8JsonWriter writer)
    {
        Span<byte> bytes = stackalloc byte[WalletAddress.Length];
        Wallet.CopyTo(bytes);
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

    private void WriteBound(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case JsonTokenKind.Object:
                writer.WriteStartObject();
                break;
            case JsonTokenKind.List:
                writer.WriteStartArray();
                break;
            case JsonTokenKind.EndOfObject:
                writer.WriteEndObject();
                break;
            case JsonTokenKind.EndOfList:
                writer.WriteEndArray();
                break;
        }
    }
}

/// <summary>What a token is.</summary>
internal enum JsonTokenKind
{
    /// <summary>A string, or null.</summary>
    Text,
    Decimal,
    Wallet,
    Number,
    Boolean,
    Object,
    List,
    EndOfObject,
    EndOfList,

    /// <summary>The place of fields that come later.</summary>
    Ahead,
}
