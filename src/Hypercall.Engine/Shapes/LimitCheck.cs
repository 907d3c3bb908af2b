namespace Hypercall.Engine.Shapes;

/// <summary>
/// Looks for the first field that could be written but never read back: beyond its limit, or missing. Whoever walks
/// with it asks for <see cref="Violation"/>; what follows the first one is not looked at.
/// </summary>
public struct LimitCheck : IByteFields
{
    private const int MaxBytesPerChar = 3;

    public static bool Makes => false;

    /// <summary>Which field it is and why, or null.</summary>
    public string? Violation { get; private set; }

    public readonly bool Failed => Violation is not null;

    public void Require(bool holds, string problem)
    {
        if (!holds)
            Violation ??= problem;
    }

    public byte Tag(string name, byte value, byte greatest)
    {
        if (value > greatest)
            Violation ??= $"{name} {value} is not defined";
        return value;
    }

    public T Enum<T>(string name, T value, T greatest, EnumForm form)
        where T : struct, Enum
    {
        Tag(name, Unsafe.BitCast<T, byte>(value), Unsafe.BitCast<T, byte>(greatest));
        return value;
    }

    public readonly bool OneOf(string first, string second, bool isSecond) => isSecond;

    public readonly bool Has(string name, bool present, bool orNull) => present;

    public readonly bool Given(string name, bool present, bool evenNull) => present;

    public readonly bool Bit(string name, bool value, bool needed) => value;

    public readonly bool Boolean(string name, bool value, bool needed) => value;

    public readonly int Int32(string name, int value) => value;

    public readonly uint UInt32(string name, uint value) => value;

    public long Int64(string name, long value, long min = long.MinValue, long max = long.MaxValue)
    {
        if (value < min || value > max)
            Violation ??= $"{name} {value} is outside {min}..{max}";
        return value;
    }

    public readonly long Id(string name, long value) => value;

    public readonly int TimeOfDay(string name, int minutes) => minutes;

    public readonly long Units(string name, long value, int decimals) => value;

    public long Time(string name, long value) => Int64(name, value, 0, Instant.MaxMs);

    public readonly Price Price(string name, Price value) => value;

    public readonly Quantity Quantity(string name, Quantity value) => value;

    public readonly Cash Cash(string name, Cash value) => value;

    public Cash Cash(string name, Cash value, Int128 limit)
    {
        Require(value.Units >= -limit && value.Units <= limit, "amount is too large");
        return value;
    }

    public readonly Int128 Int128(string name, Int128 value) => value;

    public readonly UInt128 UInt128(string name, UInt128 value) => value;

    public readonly Hash256 Hash(string name, Hash256 value) => value;

    public readonly long VarInt(string name, long value) => value;

    public int Count(string name, int count, int max, int leastBytes)
    {
        if (count > max)
            Violation ??= $"{count} {name}, at most {max} can be encoded";
        return count;
    }

    public readonly WalletAddress Address(string name, WalletAddress value) => value;

    public string Text(string name, string value, int minBytes, int maxBytes)
    {
        if (value is null)
            Violation ??= $"{name} is missing";
        else if (value.Length < minBytes || value.Length > maxBytes / MaxBytesPerChar)
            CheckBytes(name, value, minBytes, maxBytes);
        return value!;
    }

    public readonly void Show(string name, Quantity value)
    {
    }

    public readonly void ShowEnum<T>(string name, T value)
        where T : struct, Enum
    {
    }

    public readonly void Ahead(string[] names)
    {
    }

    public T Part<T, TShape>(string name, T value)
        where TShape : IShape<T>
    {
        if (value is null)
            Violation ??= $"{name} is missing";
        return Violation is null ? TShape.Walk(ref this, value!) : value!;
    }

    public T? Attempt<T, TShape>(string name, T? value, ref string? malformed, int maxBytes)
        where T : class
        where TShape : IShape<T> =>
        Attempts.Walk<LimitCheck, T, TShape>(ref this, value, ref malformed, maxBytes);

    public ImmutableArray<T> Items<T, TShape>(string name, ImmutableArray<T> items, int max, bool needed)
        where TShape : IShape<T>
    {
        if (items.IsDefault)
            Violation ??= $"{name} are missing";
        else
            Count(name, items.Length, max, TShape.LeastBytes);
        for (int i = 0; Violation is null && i < items.Length; i++)
        {
            if (items[i] is null)
                Violation = "it is missing";
            else
                TShape.Walk(ref this, items[i]);
            if (Violation is not null)
                Violation = $"{name}[{i}]: {Violation}";
        }

        return items;
    }

    public void Rows<T, TShape>(string name, Span<T> rows)
        where TShape : IShape<T>
    {
        for (int i = 0; Violation is null && i < rows.Length; i++)
            TShape.Walk(ref this, rows[i]);
    }

    public ReadOnlyMemory<byte> Bytes(string name, ReadOnlyMemory<byte> value, int count)
    {
        if (value.Length != count)
            Violation ??= $"{name} has {value.Length} bytes, not {count}";
        return value;
    }

    public readonly ReadOnlyMemory<byte> Rest(string name, ReadOnlyMemory<byte> value) => value;

    /// <summary>Whoever encoded it has looked at its limits.</summary>
    public readonly T Encoded<T, TShape>(string name, T value, ref ReadOnlyMemory<byte> bytes)
        where TShape : IShape<T> => value;

    private void CheckBytes(string name, string value, int minBytes, int maxBytes)
    {
        int bytes = System.Text.Encoding.UTF8.GetByteCount(value);
        if (bytes < minBytes || bytes > maxBytes)
            Violation ??= $"{name} has {bytes} bytes, not {minBytes}..{maxBytes}";
    }
}
