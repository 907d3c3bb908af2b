using System.Buffers.Binary;

namespace Hypercall.Engine.Shapes;

/// <summary>
/// Appends values in the canonical encoding (little-endian, fixed layout, lengths as varints, strings UTF-8) to a
/// buffer that is kept between uses, so that encoding allocates nothing once warm. Not thread-safe.
/// </summary>
public sealed class CanonicalWriter
{
    private const int MaxBytesPerChar = 3;
    private const int MaxVarUIntBytes = 10;

    /// <summary>Characters of a string whose UTF-8 form surely has a length of one byte.</summary>
    private const int MaxShortString = 42;

    private byte[] _buffer;
    private int _length;

    /// <summary>A writer whose buffer holds <paramref name="capacity"/> bytes before it first grows.</summary>
    public CanonicalWriter(int capacity = 256) =>
        _buffer = GC.AllocateUninitializedArray<byte>(Math.Max(capacity, 16));

    /// <summary>Bytes written since the last <see cref="Reset"/>.</summary>
    public int Length => _length;

    /// <summary>What has been written; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>What has been written, as memory; valid until the next write.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, _length);

    /// <summary>Forgets what was written, keeps the buffer.</summary>
    public void Reset() => _length = 0;

    /// <summary>Forgets what was written, and has room for so many bytes before it grows.</summary>
    internal void ResetFor(int capacity)
    {
        _length = 0;
        if (capacity > _buffer.Length)
            _buffer = GC.AllocateUninitializedArray<byte>(capacity);
    }

    /// <summary>Overwrites four bytes written before, e.g. a length that is known only after what it counts.</summary>
    public void PatchInt32(int position, int value) =>
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(0, _length).Slice(position, 4), value);

    /// <summary>A copy of what has been written.</summary>
    public byte[] ToArray() => Written.ToArray();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteByte(byte value)
    {
        Take(1)[0] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteBoolean(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(sizeof(uint)), value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), value);

    public void WriteInt128(Int128 value) => BinaryPrimitives.WriteInt128LittleEndian(Take(16), value);

    public void WriteUInt128(UInt128 value) => BinaryPrimitives.WriteUInt128LittleEndian(Take(16), value);

    /// <summary>An unsigned number in 1 to 10 bytes, seven bits each, lowest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteVarUInt(ulong value)
    {
        if (value < 0x80)
            WriteByte(unchecked((byte)value));
        else
            WriteLongVarUInt(value);
    }

    /// <summary>A count or length, zero or greater.</summary>
    public void WriteCount(int count) => WriteVarUInt((ulong)count);

    /// <summary>Length as varint, then the UTF-8 bytes.</summary>
    public void WriteString(string value)
    {
        if (value.Length > MaxShortString)
        {
            int bytes = System.Text.Encoding.UTF8.GetByteCount(value);
            WriteVarUInt((ulong)bytes);
            System.Text.Encoding.UTF8.GetBytes(value, Take(bytes));
            return;
        }

        // At most 126 bytes: the length takes one byte, which is filled in once it is known.
        Span<byte> room = Take(1 + value.Length * MaxBytesPerChar);
        int written = System.Text.Encoding.UTF8.GetBytes(value, room[1..]);
        room[0] = (byte)written;
        _length -= room.Length - 1 - written;
    }

    /// <summary>The bytes as they are, without a length.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    public void WriteAddress(WalletAddress address) => address.CopyTo(Take(WalletAddress.Length));

    public void WriteHash(Hash256 hash) => hash.CopyTo(Take(Hash256.Length));

    /// <summary>
    /// Room for <paramref name="count"/> bytes that the caller fills in whole at once, for the fixed part of a layout.
    /// </summary>
    internal Span<byte> Reserve(int count) => Take(count);

    private void WriteLongVarUInt(ulong value)
    {
        Span<byte> room = Take(MaxVarUIntBytes);
        int last = 0;
        for (; value >= 0x80; value >>= 7)
            room[last++] = unchecked((byte)(value | 0x80));
        room[last] = (byte)value;
        _length -= room.Length - last - 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Take(int count)
    {
        byte[] buffer = _buffer;
        int start = _length;
        int end = unchecked(start + count);
        if (unchecked((uint)end > (uint)buffer.Length))
            return Grow(count);
        _length = end;
        return buffer.AsSpan(start, count);
    }

    /// <summary>Doubles the buffer, at most to the longest array there is, and takes from it.</summary>
    /// <exception cref="OverflowException">What is written would be longer than any array.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Span<byte> Grow(int count)
    {
        int start = _length;
        int end = checked(start + count);
        Array.Resize(ref _buffer, Math.Max((int)Math.Min(_buffer.Length * 2L, Array.MaxLength), end));
        _length = end;
        return _buffer.AsSpan(start, count);
    }
}
