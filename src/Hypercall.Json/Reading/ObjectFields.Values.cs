namespace Hypercall.Json.Reading;

/// <summary>Typed values; null where a field is absent or null, or an error is left.</summary>
internal ref partial struct ObjectFields
{
    /// <summary>The text of an array or object.</summary>
    /// <returns>
    /// False when it is absent, null or of another kind; an error is left when it is required or mistyped.
    /// </returns>
    private bool TryContainer(string name, JsonTokenType kind, bool required, out ReadOnlySpan<byte> json)
    {
        string expected = kind == JsonTokenType.StartArray ? "an array" : "an object";
        bool found = TryFind(name, kind, required, expected, out Slot slot);
        json = found ? _json.Slice(slot.Start, slot.Length) : default;
        return found;
    }

    public long? ReadInteger(string name, bool required, long min, long max)
    {
        if (!TryFind(name, JsonTokenType.Number, required, "an integer", out Slot slot))
            return null;
        if (JsonText.TryInt64(_json.Slice(slot.Start, slot.Length), out long value) && value >= min && value <= max)
            return value;
        Refuse(name, $"an integer from {min} to {max}");
        return null;
    }

    private Int128 ReadDecimal(string name, int decimals, Int128 min, Int128 max)
    {
        string expected = Expected.Decimal(decimals);
        if (!TryText(name, true, expected, out ReadOnlySpan<byte> text))
            return 0;
        if (!JsonText.TryDecimal(text, decimals, out Int128 units))
        {
            Refuse(name, expected);
            return 0;
        }

        if (units >= min && units <= max)
            return units;
        string range = $"from {DecimalText.Format(min, decimals)} to {DecimalText.Format(max, decimals)}";
        Refuse(name, $"{expected}, {range}");
        return 0;
    }

    private bool ReadBoolean(string name, bool required) =>
        TryFind(name, JsonTokenType.True, required, "true or false", out Slot slot) && slot.Kind == JsonTokenType.True;

    private T? ReadEnum<T>(string name, EnumNames<T> names)
        where T : struct, Enum
    {
        if (!TryText(name, true, names.Expected, out ReadOnlySpan<byte> text))
            return null;
        if (names.TryParse(text, out T value))
            return value;
        Refuse(name, names.Expected);
        return null;
    }

    public WalletAddress? ReadWallet(string name, bool required) =>
        Read<WalletAddress>(name, required, Expected.Wallet, JsonText.TryWallet);

    /// <summary>What a string says.</summary>
    public T? Read<T>(string name, bool required, string expected, TryParse<T> parse)
        where T : struct
    {
        if (!TryText(name, required, expected, out ReadOnlySpan<byte> text))
            return null;
        if (parse(text, out T value))
            return value;
        Refuse(name, expected);
        return null;
    }

    /// <summary>The UTF-8 of a string, or of the name under which this object stands in its map.</summary>
    public bool TryText(string name, bool required, string expected, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!_quotedKey.IsEmpty && _keyName is null)
        {
            _keyName = name;
            return JsonText.TryRead(_quotedKey, _quotedKey.Contains((byte)'\\'), out text);
        }

        if (!TryFind(name, JsonTokenType.String, required, expected, out Slot slot))
            return false;
        if (JsonText.TryRead(_json.Slice(slot.Start, slot.Length), slot.IsEscaped, out text))
            return true;
        Refuse(name, expected);
        return false;
    }
}
