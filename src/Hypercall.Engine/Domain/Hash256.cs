using System.Buffers.Binary;

namespace Hypercall.Engine.Domain;

/// <summary>
/// A SHA-256 value. The default value is 32 zero bytes, the hash of an engine that has applied nothing.
/// </summary>
public readonly record struct Hash256
{
    /// <summary>Bytes of a hash.</summary>
    public const int Length = 32;

    private const int HalfLength = Length / 2;

    private readonly UInt128 _low;

    private Hash256(UInt128 high, UInt128 low) => (High128, _low) = (high, low);

    /// <summary>The hash of exactly 32 bytes.</summary>
    public static Hash256 FromBytes(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt128BigEndian(bytes),
        BinaryPrimitives.ReadUInt128BigEndian(bytes[HalfLength..Length]));

    /// <summary>The hash of exactly eight words of FIPS 180-4, each with its highest byte first.</summary>
    public static Hash256 FromWords(ReadOnlySpan<uint> words) => new(
        new UInt128((ulong)words[0] << 32 | words[1], (ulong)words[2] << 32 | words[3]),
        new UInt128((ulong)words[4] << 32 | words[5], (ulong)words[6] << 32 | words[7]));

    /// <summary>SHA-256 of <paramref name="content"/>.</summary>
    public static Hash256 Compute(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[Length];
        System.Security.Cryptography.SHA256.HashData(content, hash);
        return FromBytes(hash);
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt128BigEndian(destination, High128);
        BinaryPrimitives.WriteUInt128BigEndian(destination[HalfLength..Length], _low);
    }

    /// <summary>The first 128 bits, for short digests.</summary>
    internal UInt128 High128 { get; }

    /// <summary>64 lower-case hex digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
