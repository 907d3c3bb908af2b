namespace Hypercall.Engine.Shapes;

/// <summary>Writes the canonical encoding of what is walked.</summary>
public readonly struct CanonicalOutput(CanonicalWriter writer) : IEntryFields, IByteFields
{
    public static bool Makes => false;

    public static bool NamesEntries => false;

    public bool Failed => false;

    public void Begin(string entry)
    {
    }

    bool IEntryFields.TryWhole(ReadOnlySpan<byte> encoded)
    {
        writer.WriteBytes(encoded);
        return true;
    }

    public void Require(bool holds, string problem)
    {
    }

    public byte Tag(string name, byte value, byte greatest)
    {
        writer.WriteByte(value);
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Enum<T>(string name, T value, T greatest, EnumForm form)
        where T : struct, Enum
    {
        writer.WriteByte(Unsafe.BitCast<T, byte>(value));
        return value;
    }

    public bool OneOf(string first, string second, bool isSecond) => Boolean(first, isSecond, true);

    public bool Has(string name, bool present, bool orNull) => Boolean(name, present, true);

    public bool Given(string name, bool present, bool evenNull) => present;

    public bool Bit(string name, bool value, bool needed) => value;

    public bool Boolean(string name, bool value, bool needed)
    {
        writer.WriteBoolean(value);
        return value;
    }

    public int Int32(string name, int value)
    {
        writer.WriteInt32(value);
        return value;
    }

    public uint UInt32(string name, uint value)
    {
        writer.WriteUInt32(value);
        return value;
    }

    public long Int64(string name, long value, long min = long.MinValue, long max = long.MaxValue)
    {
        writer.WriteInt64(value);
        return value;
    }

    public long Id(string name, long value) => Int64(name, value);

    public long Time(string name, long value) => Int64(name, value);

    public int TimeOfDay(string name, int minutes) => Int32(name, minutes);

    public long Units(string name, long value, int decimals) => Int64(name, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Price Price(string name, Price value)
    {
        writer.WriteInt64(value.Units);
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Quantity Quantity(string name, Quantity value)
    {
        writer.WriteInt64(value.Units);
        return value;
    }

    public Cash Cash(string name, Cash value)
    {
        writer.WriteInt128(value.Units);
        return value;
    }

    public Cash Cash(string name, Cash value, Int128 limit) => Cash(name, value);

    public Int128 Int128(string name, Int128 value)
    {
        writer.WriteInt128(value);
        return value;
    }

    public UInt128 UInt128(string name, UInt128 value)
    {
        writer.WriteUInt128(value);
        return value;
    }

    public Hash256 Hash(string name, Hash256 value)
    {
        writer.WriteHash(value);
        return value;
    }

    public long VarInt(string name, long value)
    {
        writer.WriteVarUInt((ulong)value);
        return value;
    }

    public int Count(string name, int count, int max, int leastBytes)
    {
        writer.WriteCount(count);
        return count;
    }

    public WalletAddress Address(string name, WalletAddress value)
    {
        writer.WriteAddress(value);
        return value;
    }

    public string Text(string name, string value, int minBytes, int maxBytes)
    {
        writer.WriteString(value);
        return value;
    }

    /// <summary>What is encoded already.</summary>
    public void Bytes(ReadOnlySpan<byte> encoded) => writer.WriteBytes(encoded);

    public void Show(string name, Quantity value)
    {
    }

    public void ShowEnum<T>(string name, T value)
        where T : struct, Enum
    {
    }

    public void Ahead(string[] names)
    {
    }

    public T Part<T, TShape>(string name, T value)
        where TShape : IShape<T>
    {
        CanonicalOutput output = this;
        return TShape.Walk(ref output, value);
    }

    public T? Attempt<T, TShape>(string name, T? value, ref string? malformed, int maxBytes)
        where T : class
        where TShape : IShape<T>
    {
        CanonicalOutput output = this;
        return Attempts.Walk<CanonicalOutput, T, TShape>(ref output, value, ref malformed, maxBytes);
    }

    public ImmutableArray<T> Items<T, TShape>(string name, ImmutableArray<T> items, int max, bool needed)
        where TShape : IShape<T>
    {
        CanonicalOutput output = this;
        ReadOnlySpan<T> all = items.AsSpan();
        writer.WriteCount(all.Length);
        foreach (ref readonly T item in all)
            TShape.Walk(ref output, item);
        return items;
    }

    public void Rows<T, TShape>(string name, Span<T> rows)
        where TShape : IShape<T>
    {
        CanonicalOutput output = this;
        foreach (ref readonly T row in rows)
            TShape.Walk(ref output, row);
    }

    public ReadOnlyMemory<byte> Bytes(string name, ReadOnlyMemory<byte> value, int count) => Rest(name, value);

    public ReadOnlyMemory<byte> Rest(string name, ReadOnlyMemory<byte> value)
    {
        writer.WriteBytes(value.Span);
        return value;
    }

    public T Encoded<T, TShape>(string name, T value, ref ReadOnlyMemory<byte> bytes)
        where TShape : IShape<T>
    {
        writer.WriteBytes(bytes.Span);
        return value;
    }
}
