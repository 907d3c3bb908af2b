namespace Hypercall.Json.Writing;

/// <summary>One field, value, or end of an object or list, as it will be written.</summary>
internal readonly record struct JsonToken(
    JsonTokenKind Kind, string? Name, string? Text = null, Int128 Units = default, int Decimals = 0)
{
    /// <summary>Of a token that is an address.</summary>
    public WalletAddress Wallet { get; init; }

    public void WriteTo(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case JsonTokenKind.Text:
                JsonValues.WriteText(writer, Name, Text);
                break;
            case JsonTokenKind.Decimal:
                JsonValues.WriteDecimal(writer, Name, Units, Decimals);
                break;
            case JsonTokenKind.Wallet:
                JsonValues.WriteWallet(writer, Name, Wallet);
                break;
            case JsonTokenKind.Number:
                JsonValues.WriteNumber(writer, Name, (long)Units);
                break;
            case JsonTokenKind.Boolean:
                JsonValues.WriteBoolean(writer, Name, Units != 0);
                break;
            case JsonTokenKind.Object:
                JsonValues.Named(writer, Name).WriteStartObject();
                break;
            case JsonTokenKind.List:
                JsonValues.Named(writer, Name).WriteStartArray();
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
