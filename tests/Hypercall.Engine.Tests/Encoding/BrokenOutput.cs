using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Tests.Encoding;

/// <summary>
/// Writes what is walked, as <see cref="CanonicalOutput"/> does, and meanwhile tells a <see cref="FieldBreaker"/> of
/// every field and of the encodings that lie just beyond its bounds; one it chooses is written in the field's place.
/// </summary>
internal readonly struct BrokenOutput(CanonicalWriter writer, FieldBreaker breaker) : IEntryFields
{
    private readonly CanonicalOutput _sound = new(writer);

    public static bool Makes => false;

    public static bool NamesEntries => true;

    public bool Failed => false;

    /// <summary>Every field is to pass by, none as part of an encoded whole.</summary>
    public bool TryWhole(ReadOnlySpan<byte> encoded) => false;

    public void Begin(string entry) => breaker.Entry = entry;

    public void Require(bool holds, string problem) => breaker.Problems.Add(problem);

    public byte Tag(string name, byte value, byte greatest)
    {
        string bound = greatest == byte.MaxValue ? "" : $"0 to {greatest}";
        if (!IsBroken(name, bound, Above(greatest)))
            _sound.Tag(name, value, greatest);
        return value;
    }

    public T Enum<T>(string name, T value, T greatest, EnumForm form)
        where T : struct, Enum
    {
        Tag(name, Unsafe.BitCast<T, byte>(value), Unsafe.BitCast<T, byte>(greatest));
        return value;
    }

    public bool OneOf(string first, string second, bool isSecond) => Boolean(first, isSecond, true);

    public bool Has(string name, bool present, bool orNull) => Boolean(name, present, true);

    public bool Given(string name, bool present, bool evenNull) => present;

    public bool Bit(string name, bool value, bool needed) => value;

    public bool Boolean(string name, bool value, bool needed)
    {
        if (!IsBroken(name, null, Above(1)))
            _sound.Boolean(name, value, needed);
        return value;
    }

    public int Int32(string name, int value)
    {
        if (!IsBroken(name, null))
            _sound.Int32(name, value);
        return value;
    }

    public uint UInt32(string name, uint value)
    {
        if (!IsBroken(name, null))
            _sound.UInt32(name, value);
        return value;
    }

    public long Int64(string name, long value, long min = long.MinValue, long max = long.MaxValue)
    {
        FieldBreak[] below = min == long.MinValue ? [] : [new(FieldBreaker.Int64(min - 1))];
        FieldBreak[] above = max == long.MaxValue ? [] : [new(FieldBreaker.Int64(max + 1))];
        if (!IsBroken(name, Between(min, max), [.. below, .. above]))
            _sound.Int64(name, value);
        return value;
    }

    public long Id(string name, long value) => Int64(name, value);

    public long Time(string name, long value) => Int64(name, value, 0, Instant.MaxMs);

    public int TimeOfDay(string name, int minutes) => Int32(name, minutes);

    public long Units(string name, long value, int decimals) => Int64(name, value);

    public Price Price(string name, Price value) => new(Int64(name, value.Units));

    public Quantity Quantity(string name, Quantity value) => new(Int64(name, value.Units));

    public Cash Cash(string name, Cash value) => new(Int128(name, value.Units));

    public Cash Cash(string name, Cash value, Int128 limit)
    {
        FieldBreak[] beyond = [new(FieldBreaker.Int128(limit + 1)), new(FieldBreaker.Int128(-limit - 1))];
        if (!IsBroken(name, $"±{limit}", beyond))
            _sound.Cash(name, value, limit);
        return value;
    }

    public Int128 Int128(string name, Int128 value)
    {
        if (!IsBroken(name, ""))
            _sound.Int128(name, value);
        return value;
    }

    public UInt128 UInt128(string name, UInt128 value)
    {
        if (!IsBroken(name, null))
            _sound.UInt128(name, value);
        return value;
    }

    public Hash256 Hash(string name, Hash256 value) => _sound.Hash(name, value);

    public long VarInt(string name, long value)
    {
        FieldBreak[] beyond = [new(FieldBreaker.VarUInt(1UL << 63)), new(FieldBreaker.VarUInt(ulong.MaxValue))];
        if (!IsNumberBroken(name, null, beyond))
            _sound.VarInt(name, value);
        return value;
    }

    /// <summary>More than may be, with bytes enough for them; and as many as may be, without.</summary>
    public int Count(string name, int count, int max, int leastBytes)
    {
        const int Padded = 100_000;
        int room = max < Padded ? (max + 1) * Math.Max(leastBytes, 1) : 0;
        FieldBreak[] over = room > 0 ? [new(FieldBreaker.VarUInt((ulong)max + 1), room)] : [];
        FieldBreak[] bare = room > 0 ? [] : [new(FieldBreaker.VarUInt((ulong)max))];
        string bound = max > int.MaxValue / 2 ? "" : $"at most {max}";
        if (!IsNumberBroken(name, bound, [.. over, .. bare]))
            _sound.Count(name, count, max, leastBytes);
        return count;
    }

    public WalletAddress Address(string name, WalletAddress value)
    {
        if (!IsBroken(name, null))
            _sound.Address(name, value);
        return value;
    }

    public string Text(string name, string value, int minBytes, int maxBytes)
    {
        FieldBreak[] empty = minBytes > 0 ? [new(FieldBreaker.Text(0))] : [];
        FieldBreak longer = new(FieldBreaker.Text(maxBytes + 1));
        FieldBreak noText = new([1, 0xFF]);
        if (!IsBroken(name, $"{minBytes} to {maxBytes} bytes", [.. empty, longer, noText]))
            _sound.Text(name, value, minBytes, maxBytes);
        return value;
    }

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
        BrokenOutput output = this;
        return TShape.Walk(ref output, value);
    }

    public T? Attempt<T, TShape>(string name, T? value, ref string? malformed, int maxBytes)
        where T : class
        where TShape : IShape<T>
    {
        BrokenOutput output = this;
        return Attempts.Walk<BrokenOutput, T, TShape>(ref output, value, ref malformed, maxBytes);
    }

    public ImmutableArray<T> Items<T, TShape>(string name, ImmutableArray<T> items, int max, bool needed)
        where TShape : IShape<T>
    {
        Count(name, items.Length, max, TShape.LeastBytes);
        Rows<T, TShape>(name, items.ToArray());
        return items;
    }

    public void Rows<T, TShape>(string name, Span<T> rows)
        where TShape : IShape<T>
    {
        BrokenOutput output = this;
        foreach (ref readonly T row in rows)
            TShape.Walk(ref output, row);
    }

    private static FieldBreak[] Above(byte greatest) =>
        greatest == byte.MaxValue ? [] : [new([(byte)(greatest + 1)])];

    private static string Between(long min, long max) => (min, max) switch
    {
        (long.MinValue, long.MaxValue) => "",
        (long.MinValue, _) => $"up to {max}",
        (_, long.MaxValue) => $"from {min}",
        _ => $"{min} to {max}",
    };

    private bool IsBroken(string name, string? bound, params FieldBreak[] breaks) =>
        IsReplaced(name, bound, breaks, isNumber: false);

    private bool IsNumberBroken(string name, string? bound, FieldBreak[] breaks) =>
        IsReplaced(name, bound, breaks, isNumber: true);

    private bool IsReplaced(string name, string? bound, FieldBreak[] breaks, bool isNumber)
    {
        if (breaker.Take(name, bound, breaks, isNumber) is not { } chosen)
            return false;
        writer.WriteBytes(chosen.Bytes);
        return true;
    }
}
