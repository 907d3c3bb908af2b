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

    T IFields.Enum<T>(string name, T value, T greatest, EnumForm form) =>
        Unsafe.BitCast<byte, T>(ReadByte(Unsafe.BitCast<T, byte>(greatest), name));

    bool IFields.OneOf(string first, string second, bool isSecond) => ReadBoolean(first);

    bool IFields.Has(string name, bool present, bool orNull) => ReadBoolean(name);

    readonly bool IFields.Given(string name, bool present, bool evenNull) => present;

    readonly bool IFields.Bit(string name, bool value, bool needed) => value;

    bool IFields.Boolean(string name, bool value, bool needed) => ReadBoolean(name);

    int IFields.Int32(string name, int value) => ReadInt32();

    uint IFields.UInt32(string name, uint value) => ReadUInt32();

    long IFields.Int64(string name, long value, long min, long max) => ReadInt64(min, max, name);

    long IFields.Id(string name, long value) => ReadInt64();

    long IFields.Time(string name, long value) => ReadInt64(0, Instant.MaxMs, name);

    int IFields.TimeOfDay(string name, int minutes) => ReadInt32();

    long IFields.Units(string name, long value, int decimals) => ReadInt64();

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

    long IFields.VarInt(string name, long value)
    {
        ulong number = ReadVarUInt();
        if (number <= long.MaxValue)
            return (long)number;
        Fail($"{name} {number} is too large");
        return 0;
    }

    int IFields.Count(string name, int count, int max, int leastBytes) => ReadCount(max, leastBytes, name);

    WalletAddress IFields.Address(string name, WalletAddress value) => ReadAddress();

    string IFields.Text(string name, string value, int minBytes, int maxBytes)
    {
        string text = ReadString(maxBytes, name);
        if (text.Length == 0 && minBytes > 0)
            Fail($"{name} is empty");
        return text;
    }

    readonly void IFields.Show(string name, Quantity value)
    {
    }

    readonly void IFields.ShowEnum<T>(string name, T value)
    {
    }

    readonly void IFields.Ahead(string[] names)
    {
    }

    T IFields.Part<T, TShape>(string name, T value) => TShape.Walk(ref this, value);

    T? IFields.Attempt<T, TShape>(string name, T? value, ref string? malformed, int maxBytes)
        where T : class => Attempts.Walk<CanonicalReader, T, TShape>(ref this, value, ref malformed, maxBytes);

    ImmutableArray<T> IFields.Items<T, TShape>(string name, ImmutableArray<T> items, int max, bool needed)
    {
        int count = ReadCount(max, TShape.LeastBytes, name);
        if (count == 0)
            return [];
        ImmutableArray<T>.Builder read = ImmutableArray.CreateBuilder<T>(count);
        for (int i = 0; i < count && !Failed; i++)
            read.Add(TShape.Walk(ref this, TShape.Blank));
        return read.DrainToImmutable();
    }

    void IFields.Rows<T, TShape>(string name, Span<T> rows)
    {
        for (int i = 0; i < rows.Length && !Failed; i++)
            rows[i] = TShape.Walk(ref this, TShape.Blank);
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
