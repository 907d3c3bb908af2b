using System.Buffers.Binary;

namespace Hypercall.Engine.Domain;

/// <summary>
/// A SHA-256 value. The default value is 32 zero bytes, the hash of an engine that has applied nothing.
/// </summary>
public readonly record struct Hash256
{
    /// <summary>Bytes of a hash.</summary>
    public const int Length = 32;

    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    private Hash256(ReadOnlySpan<uint> words)
    {
        _first = (ulong)words[0] << 32 | words[1];
        _second = (ulong)words[2] << 32 | words[3];
        _third = (ulong)words[4] << 32 | words[5];
        _fourth = (ulong)words[6] << 32 | words[7];
    }

    private Hash256(ReadOnlySpan<byte> bytes)
    {
        _first = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _second = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _third = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _fourth = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>The hash of exactly 32 bytes.</summary>
    public static Hash256 FromBytes(ReadOnlySpan<byte> bytes) => new(bytes[..Length]);

    /// <summary>The hash of exactly eight words of FIPS 180-4, each with its highest byte first.</summary>
    public static Hash256 FromWords(ReadOnlySpan<uint> words) => new(words[..(Length / sizeof(uint))]);

    /// <summary>SHA-256 of <paramref name="content"/>.</summary>
    public static Hash256 Compute(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[Length];
        System.Security.Cryptography.SHA256.HashData(content, hash);
        return new Hash256(hash);
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _first);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _second);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _third);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..Length], _fourth);
    }

    /// <summary>The first 128 bits, for short digests.</summary>
    internal UInt128 High128 => new(_first, _second);

    /// <summary>64 lower-case hex digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
