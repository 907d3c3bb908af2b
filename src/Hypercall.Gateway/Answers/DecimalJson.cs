namespace Hypercall.Gateway.Answers;

/// <summary>
/// Money and sizes in JSON: on face H decimal strings in shortest form, in Deribit's shapes JSON numbers made of the
/// decimal's own digits, never of a double.
/// </summary>
internal static class DecimalJson
{
    /// <summary>Longest text of a decimal (<see cref="DecimalText"/>).</summary>
    private const int LongestText = 43;

    /// <summary>A whole number; null where there is none.</summary>
    public static void WriteNumber(this Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } known)
            writer.WriteNumber(name, known);
        else
            writer.WriteNull(name);
    }

    public static void WriteText(this Utf8JsonWriter writer, string name, Price? value) =>
        WriteText(writer, name, value?.Units, Price.Decimals);

    public static void WriteText(this Utf8JsonWriter writer, string name, Quantity? value) =>
        WriteText(writer, name, value?.Units, Quantity.Decimals);

    public static void WriteText(this Utf8JsonWriter writer, string name, Cash? value) =>
        WriteText(writer, name, value?.Units, Cash.Decimals);

    /// <summary>A scaled integer as a decimal string; null where there is none.</summary>
    public static void WriteText(this Utf8JsonWriter writer, string name, Int128? units, int decimals)
    {
        writer.WritePropertyName(name);
        if (units is null)
            writer.WriteNullValue();
        else
            WriteTextValue(writer, units.Value, decimals);
    }

    public static void WriteTextValue(this Utf8JsonWriter writer, Price value) =>
        WriteTextValue(writer, value.Units, Price.Decimals);

    public static void WriteTextValue(this Utf8JsonWriter writer, Quantity value) =>
        WriteTextValue(writer, value.Units, Quantity.Decimals);

    public static void WriteDigits(this Utf8JsonWriter writer, string name, Price? value) =>
        WriteDigits(writer, name, value?.Units, Price.Decimals);

    public static void WriteDigits(this Utf8JsonWriter writer, string name, Quantity? value) =>
        WriteDigits(writer, name, value?.Units, Quantity.Decimals);

    public static void WriteDigits(this Utf8JsonWriter writer, string name, Cash? value) =>
        WriteDigits(writer, name, value?.Units, Cash.Decimals);

    /// <summary>A scaled integer as a JSON number; null where there is none.</summary>
    public static void WriteDigits(this Utf8JsonWriter writer, string name, Int128? units, int decimals)
    {
        writer.WritePropertyName(name);
        if (units is null)
            writer.WriteNullValue();
        else
            WriteDigitsValue(writer, units.Value, decimals);
    }

    private static void WriteTextValue(Utf8JsonWriter writer, Int128 units, int decimals)
    {
        Span<char> text = stackalloc char[LongestText];
        writer.WriteStringValue(text[..DecimalText.Format(units, decimals, text)]);
    }

    /// <summary>A scaled integer as a JSON number.</summary>
    public static void WriteDigitsValue(this Utf8JsonWriter writer, Int128 units, int decimals)
    {
        Span<char> text = stackalloc char[LongestText];
        writer.WriteRawValue(text[..DecimalText.Format(units, decimals, text)], skipInputValidation: true);
    }
}
