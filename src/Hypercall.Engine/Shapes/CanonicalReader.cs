using System.Buffers.Binary;
using System.Text.Unicode;

namespace Hypercall.Engine.Shapes;

/// <summary>
/// Reads the canonical encoding. Never throws on any bytes: the first value that is not there or out of range sets
/// <see cref="Error"/> and every later read returns a default value, so that a decoder reads straight through and
/// checks once at its end.
/// </summary>
public ref partial struct CanonicalReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Utf8StringPool? _pool;
    private ReadOnlyMemory<byte> _memory;
    private int _position;

    /// <summary>A reader over <paramref name="bytes"/>; recurring strings come from the pool.</summary>
    public CanonicalReader(ReadOnlySpan<byte> bytes, Utf8StringPool? pool = null)
    {
        _bytes = bytes;
        _pool = pool;
    }

    /// <summary>A reader whose parts that stay bytes are slices of <paramref name="bytes"/>, not copies.</summary>
    public static CanonicalReader Over(ReadOnlyMemory<byte> bytes, Utf8StringPool? pool = null) =>
        new(bytes.Span, pool) { _memory = bytes };

    /// <summary>What is wrong with the bytes and where, or null.</summary>
    public string? Error { get; private set; }

    /// <summary>True once a read has failed.</summary>
    public readonly bool Failed => Error is not null;

    /// <summary>Offset of the next byte.</summary>
    public readonly int Position => _position;

    /// <summary>Bytes not read yet.</summary>
    public readonly int Remaining => _bytes.Length - _position;

    /// <summary>What has been read since an earlier position.</summary>
    internal readonly ReadOnlySpan<byte> Since(int start) => _bytes[start.._position];

    /// <summary>Records the first error; later ones are ignored.</summary>
    public void Fail(string what)
    {
        Error ??= $"{what} at byte {_position}";
        _position = _bytes.Length;
    }

    /// <summary>Fails unless every byte has been read.</summary>
    public void ExpectEnd()
    {
        if (Error is null && Remaining != 0)
            Fail($"{Remaining} bytes too many");
    }

    public byte ReadByte()
    {
        ReadOnlySpan<byte> bytes = Take(1);
        return bytes.IsEmpty ? (byte)0 : bytes[0];
    }

    /// <summary>A byte of at most <paramref name="max"/>; <paramref name="what"/> names it in errors.</summary>
    public byte ReadByte(byte max, string what)
    {
        byte value = ReadByte();
        if (value <= max)
            return value;
        Fail($"{what} {value} is greater than {max}");
        return 0;
    }

    /// <summary>A byte of 0 or 1; <paramref name="what"/> names it in errors.</summary>
    public bool ReadBoolean(string what) => ReadByte(1, what) == 1;

    public int ReadInt32()
    {
        ReadOnlySpan<byte> bytes = Take(4);
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    public uint ReadUInt32()
    {
        ReadOnlySpan<byte> bytes = Take(4);
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public long ReadInt64()
    {
        ReadOnlySpan<byte> bytes = Take(8);
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    /// <summary>A 64-bit number that must lie in [min, max].</summary>
    public long ReadInt64(long min, long max, string what)
    {
        long value = ReadInt64();
        if (Failed || (value >= min && value <= max))
            return value;
        Fail($"{what} {value} is outside {min}..{max}");
        return min;
    }

    public Int128 ReadInt128()
    {
        ReadOnlySpan<byte> bytes = Take(16);
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadInt128LittleEndian(bytes);
    }

    public UInt128 ReadUInt128()
    {
        ReadOnlySpan<byte> bytes = Take(16);
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadUInt128LittleEndian(bytes);
    }

    /// <summary>A varint in its shortest form.</summary>
    public ulong ReadVarUInt()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = ReadByte();
            if (Failed)
                return 0;
            if ((shift == 63 && next > 1) || (next == 0 && shift != 0))
                break;
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        Fail("varint too long");
        return 0;
    }

    /// <summary>
    /// A count of items of at least <paramref name="minItemBytes"/> bytes each: refused when the bytes that are left
    /// cannot hold so many, or when it exceeds <paramref name="max"/>.
    /// </summary>
    public int ReadCount(int max, int minItemBytes, string what)
    {
        ulong count = ReadVarUInt();
        if (count <= (ulong)max && count <= (ulong)(Remaining / Math.Max(minItemBytes, 1)))
            return (int)count;
        Fail($"{what} count {count} is too large");
        return 0;
    }

    /// <summary>A string of at most <paramref name="maxBytes"/> UTF-8 bytes; ill-formed UTF-8 is refused.</summary>
    public string ReadString(int maxBytes, string what)
    {
        int length = ReadCount(maxBytes, 1, what);
        ReadOnlySpan<byte> bytes = Take(length);
        if (bytes.IsEmpty)
            return string.Empty;
        if (_pool is not null && _pool.TryGet(bytes, out string? known))
            return known;
        if (!Utf8.IsValid(bytes))
        {
            Fail($"{what} is not UTF-8");
            return string.Empty;
        }

        string text = System.Text.Encoding.UTF8.GetString(bytes);
        _pool?.Add(bytes, text);
        return text;
    }

    /// <summary>The next <paramref name="count"/> bytes, or none when they are not there.</summary>
    public ReadOnlySpan<byte> ReadBytes(int count) => Take(count);

    public WalletAddress ReadAddress()
    {
        ReadOnlySpan<byte> bytes = Take(WalletAddress.Length);
        return bytes.IsEmpty ? default : WalletAddress.FromBytes(bytes);
    }

    public Hash256 ReadHash()
    {
        ReadOnlySpan<byte> bytes = Take(Hash256.Length);
        return bytes.IsEmpty ? default : Hash256.FromBytes(bytes);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (Remaining < count)
        {
            Fail($"{count} bytes expected, {Remaining} left");
            return default;
        }

        ReadOnlySpan<byte> span = _bytes.Slice(_position, count);
        _position += count;
        return span;
    }
}
