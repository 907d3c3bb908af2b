using System.Text;
using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;

namespace Hypercall.Json.Reading;

/// <summary>The typed questions. <c>Optional…</c> answers null for a field that is absent or null.</summary>
internal ref partial struct ObjectFields
{
    public long Int64(ReadOnlySpan<byte> name, long min = long.MinValue, long max = long.MaxValue) =>
        ReadInteger(name, true, min, max) ?? 0;

    public long? OptionalInt64(ReadOnlySpan<byte> name, long min = long.MinValue) =>
        ReadInteger(name, false, min, long.MaxValue);

    /// <summary>An instant or a duration in ms, within the engine's time.</summary>
    public long Time(ReadOnlySpan<byte> name) => Int64(name, 0, CommandEnvelope.MaxTimestampMs);

    /// <inheritdoc cref="Time"/>
    public long? OptionalTime(ReadOnlySpan<byte> name) => ReadInteger(name, false, 0, CommandEnvelope.MaxTimestampMs);

    public int Int32(ReadOnlySpan<byte> name) => (int)(ReadInteger(name, true, int.MinValue, int.MaxValue) ?? 0);

    public uint UInt32(ReadOnlySpan<byte> name) => (uint)(ReadInteger(name, true, uint.MinValue, uint.MaxValue) ?? 0);

    public bool Boolean(ReadOnlySpan<byte> name) =>
        TryFind(name, JsonTokenType.True, true, "true or false", out Slot slot) && slot.Kind == JsonTokenType.True;

    /// <summary>A flag that is false when absent.</summary>
    public bool OptionalBoolean(ReadOnlySpan<byte> name) =>
        TryFind(name, JsonTokenType.True, false, "true or false", out Slot slot) && slot.Kind == JsonTokenType.True;

    public Price Price(ReadOnlySpan<byte> name) => new(Units(name, Engine.Domain.Price.Decimals));

    public Quantity Quantity(ReadOnlySpan<byte> name) => new(Units(name, Engine.Domain.Quantity.Decimals));

    public Quantity? OptionalQuantity(ReadOnlySpan<byte> name) =>
        OptionalUnits(name, Engine.Domain.Quantity.Decimals) is { } units ? new Quantity(units) : null;

    public Cash Cash(ReadOnlySpan<byte> name)
    {
        Int128 limit = CommandLimits.MaxCashUnits;
        return new Cash(ReadDecimal(name, true, Engine.Domain.Cash.Decimals, -limit, limit) ?? 0);
    }

    /// <summary>A decimal string as an integer scaled by 10^<paramref name="decimals"/>.</summary>
    public long Units(ReadOnlySpan<byte> name, int decimals) =>
        (long)(ReadDecimal(name, true, decimals, long.MinValue, long.MaxValue) ?? 0);

    /// <inheritdoc cref="Units"/>
    public long? OptionalUnits(ReadOnlySpan<byte> name, int decimals) =>
        (long?)ReadDecimal(name, false, decimals, long.MinValue, long.MaxValue);

    public T Enum<T>(ReadOnlySpan<byte> name, EnumNames<T> names)
        where T : struct, Enum => ReadEnum(name, true, names) ?? default;

    public T? OptionalEnum<T>(ReadOnlySpan<byte> name, EnumNames<T> names)
        where T : struct, Enum => ReadEnum(name, false, names);

    public WalletAddress Wallet(ReadOnlySpan<byte> name) => ReadWallet(name, true) ?? default;

    public WalletAddress? OptionalWallet(ReadOnlySpan<byte> name) => ReadWallet(name, false);

    public RequestId? OptionalRequestId(ReadOnlySpan<byte> name)
    {
        if (!TryText(name, false, Expected.Uuid, out ReadOnlySpan<byte> text))
            return null;
        if (JsonText.TryUuid(text, out Guid uuid))
            return RequestId.FromGuid(uuid);
        Refuse(name, Expected.Uuid);
        return null;
    }

    /// <summary>Minutes after midnight of a time of day.</summary>
    public int TimeOfDay(ReadOnlySpan<byte> name) => ReadTimeOfDay(name, true) ?? 0;

    /// <inheritdoc cref="TimeOfDay"/>
    public int? OptionalTimeOfDay(ReadOnlySpan<byte> name) => ReadTimeOfDay(name, false);

    /// <summary>A string of <paramref name="minBytes"/> to <paramref name="maxBytes"/> bytes of UTF-8.</summary>
    public string String(ReadOnlySpan<byte> name, int minBytes, int maxBytes) =>
        ReadString(name, true, minBytes, maxBytes) ?? string.Empty;

    /// <inheritdoc cref="String"/>
    public string? OptionalString(ReadOnlySpan<byte> name, int minBytes, int maxBytes) =>
        ReadString(name, false, minBytes, maxBytes);

    /// <summary>The text of an array or object.</summary>
    /// <returns>
    /// False when it is absent, null or of another kind; an error is left when it is required or mistyped.
    /// </returns>
    public bool TryContainer(ReadOnlySpan<byte> name, JsonTokenType kind, bool required, out ReadOnlySpan<byte> json)
    {
        string expected = kind == JsonTokenType.StartArray ? "an array" : "an object";
        bool found = TryFind(name, kind, required, expected, out Slot slot);
        json = found ? _json.Slice(slot.Start, slot.Length) : default;
        return found;
    }

    /// <summary>True when the field is there, be it as null, which some fields give a meaning of its own.</summary>
    public readonly bool Has(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < _count; i++)
        {
            if (NameOf(_slots[i]).SequenceEqual(name))
                return true;
        }

        return false;
    }

    /// <summary>Where a member of this object stands, for the objects and arrays inside.</summary>
    public readonly string PathOf(ReadOnlySpan<byte> name) => _path.Member(name);

    private long? ReadInteger(ReadOnlySpan<byte> name, bool required, long min, long max)
    {
        if (!TryFind(name, JsonTokenType.Number, required, "an integer", out Slot slot))
            return null;
        if (JsonText.TryInt64(_json.Slice(slot.Start, slot.Length), out long value) && value >= min && value <= max)
            return value;
        Refuse(name, $"an integer from {min} to {max}");
        return null;
    }

    private Int128? ReadDecimal(ReadOnlySpan<byte> name, bool required, int decimals, Int128 min, Int128 max)
    {
        string expected = Expected.Decimal(decimals);
        if (!TryText(name, required, expected, out ReadOnlySpan<byte> text))
            return null;
        if (!JsonText.TryDecimal(text, decimals, out Int128 units))
        {
            Refuse(name, expected);
            return null;
        }

        if (units >= min && units <= max)
            return units;
        string range = $"from {DecimalText.Format(min, decimals)} to {DecimalText.Format(max, decimals)}";
        Refuse(name, $"{expected}, {range}");
        return null;
    }

    private T? ReadEnum<T>(ReadOnlySpan<byte> name, bool required, EnumNames<T> names)
        where T : struct, Enum
    {
        if (!TryText(name, required, names.Expected, out ReadOnlySpan<byte> text))
            return null;
        if (names.TryParse(text, out T value))
            return value;
        Refuse(name, names.Expected);
        return null;
    }

    private WalletAddress? ReadWallet(ReadOnlySpan<byte> name, bool required)
    {
        if (!TryText(name, required, Expected.Wallet, out ReadOnlySpan<byte> text))
            return null;
        if (JsonText.TryWallet(text, out WalletAddress wallet))
            return wallet;
        Refuse(name, Expected.Wallet);
        return null;
    }

    private int? ReadTimeOfDay(ReadOnlySpan<byte> name, bool required)
    {
        if (!TryText(name, required, Expected.TimeOfDay, out ReadOnlySpan<byte> text))
            return null;
        if (JsonText.TryTimeOfDay(text, out int minutes))
            return minutes;
        Refuse(name, Expected.TimeOfDay);
        return null;
    }

    private string? ReadString(ReadOnlySpan<byte> name, bool required, int minBytes, int maxBytes)
    {
        if (!TryText(name, required, "a string", out ReadOnlySpan<byte> text))
            return null;
        if (text.Length >= minBytes && text.Length <= maxBytes)
            return Encoding.UTF8.GetString(text);
        Refuse(name, $"a string of {minBytes} to {maxBytes} bytes");
        return null;
    }

    private bool TryText(ReadOnlySpan<byte> name, bool required, string expected, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!TryFind(name, JsonTokenType.String, required, expected, out Slot slot))
            return false;
        ReadOnlySpan<byte> quoted = _json.Slice(slot.Start, slot.Length);
        text = quoted[1..^1];
        if (!slot.IsEscaped)
            return true;
        bool isText = JsonText.TryUnescape(quoted, out byte[] unescaped);
        text = unescaped;
        if (!isText)
            Refuse(name, expected);
        return isText;
    }
}
