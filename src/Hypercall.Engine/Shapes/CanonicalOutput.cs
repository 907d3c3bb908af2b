using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Shapes;

/// <summary>Writes the canonical encoding of what is walked.</summary>
public readonly struct CanonicalOutput(CanonicalWriter writer) : IByteFields
{
    public static bool Makes => false;

    public bool Failed => false;

    public void Require(bool holds, string problem)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Tag(string name, byte value, byte greatest)
    {
        writer.WriteByte(value);
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Has(string name, bool present) => Boolean(name, present);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Boolean(string name, bool value)
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Int64(string name, long value)
    {
        writer.WriteInt64(value);
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Int64(string name, long value, long min, long max) => Int64(name, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Time(string name, long value) => Int64(name, value);

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Count(string name, int count, int max, int leastBytes)
    {
        writer.WriteCount(count);
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WalletAddress Address(string name, WalletAddress value)
    {
        writer.WriteAddress(value);
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public string Text(string name, string value, int minBytes, int maxBytes)
    {
        writer.WriteString(value);
        return value;
    }

    public T Part<T, TShape>(string name, T value)
        where T : class
        where TShape : IShape<T>
    {
        CanonicalOutput output = this;
        return TShape.Walk(ref output, value);
    }

    public ImmutableArray<T> Items<T, TShape>(string name, ImmutableArray<T> items, int max)
        where TShape : IShape<T>
    {
        CanonicalOutput output = this;
        ReadOnlySpan<T> all = items.AsSpan();
        writer.WriteCount(all.Length);
        foreach (ref readonly T item in all)
            TShape.Walk(ref output, item);
        return items;
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
