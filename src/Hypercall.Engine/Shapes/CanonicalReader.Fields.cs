using System.Collections.Immutable;
using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Shapes;

/// <summary>As a visitor: makes what is walked from its canonical encoding.</summary>
public ref partial struct CanonicalReader : IByteFields
{
    static bool IFields.Makes => true;

    void IFields.Require(bool holds, string problem)
    {
        if (!holds)
            Fail(problem);
    }

    byte IFields.Tag(string name, byte value, byte greatest) => ReadByte(greatest, name);

    bool IFields.Has(string name, bool present) => ReadBoolean();

    bool IFields.Boolean(string name, bool value) => ReadBoolean();

    int IFields.Int32(string name, int value) => ReadInt32();

    uint IFields.UInt32(string name, uint value) => ReadUInt32();

    long IFields.Int64(string name, long value) => ReadInt64();

    long IFields.Int64(string name, long value, long min, long max) => ReadInt64(min, max, name);

    long IFields.Time(string name, long value) => ReadInt64(0, Instant.MaxMs, name);

    Price IFields.Price(string name, Price value) => new(ReadInt64());

    Quantity IFields.Quantity(string name, Quantity value) => new(ReadInt64());

    Cash IFields.Cash(string name, Cash value) => new(ReadInt128());

    Cash IFields.Cash(string name, Cash value, Int128 limit)
    {
        Int128 units = ReadInt128();
        if (units < -limit || units > limit)
            Fail($"{name} is too large");
        return new Cash(units);
    }

    Int128 IFields.Int128(string name, Int128 value) => ReadInt128();

    UInt128 IFields.UInt128(string name, UInt128 value) => ReadUInt128();

    Hash256 IFields.Hash(string name, Hash256 value) => ReadHash();

    long IFields.VarInt(string name, long value) => (long)(ReadVarUInt() & long.MaxValue);

    int IFields.Count(string name, int count, int max, int leastBytes) => ReadCount(max, leastBytes, name);

    WalletAddress IFields.Address(string name, WalletAddress value) => ReadAddress();

    string IFields.Text(string name, string value, int minBytes, int maxBytes)
    {
        string text = ReadString(maxBytes, name);
        if (text.Length == 0 && minBytes > 0)
            Fail($"{name} is empty");
        return text;
    }

    T IFields.Part<T, TShape>(string name, T value) => TShape.Walk(ref this, value);

    ImmutableArray<T> IFields.Items<T, TShape>(string name, ImmutableArray<T> items, int max)
    {
        int count = ReadCount(max, TShape.LeastBytes, name);
        if (count == 0)
            return [];
        ImmutableArray<T>.Builder read = ImmutableArray.CreateBuilder<T>(count);
        for (int i = 0; i < count && !Failed; i++)
            read.Add(TShape.Walk(ref this, TShape.Blank));
        return read.DrainToImmutable();
    }

    ReadOnlyMemory<byte> IByteFields.Bytes(string name, ReadOnlyMemory<byte> value, int count) => TakeMemory(count);

    ReadOnlyMemory<byte> IByteFields.Rest(string name, ReadOnlyMemory<byte> value) => TakeMemory(Remaining);

    T IByteFields.Encoded<T, TShape>(string name, T value, ref ReadOnlyMemory<byte> bytes)
    {
        int start = _position;
        T part = TShape.Walk(ref this, TShape.Blank);
        bytes = Failed ? default : MemoryOf(start, _position - start);
        return part;
    }

    private ReadOnlyMemory<byte> TakeMemory(int count)
    {
        int start = _position;
        Take(count);
        return Failed ? default : MemoryOf(start, count);
    }

    private readonly ReadOnlyMemory<byte> MemoryOf(int start, int count) =>
        _memory.IsEmpty ? _bytes.Slice(start, count).ToArray() : _memory.Slice(start, count);
}
