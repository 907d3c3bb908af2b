using System.Buffers.Binary;

namespace Hypercall.Gateway.Signing;

/// <summary>The 32 bytes that are signed.</summary>
internal readonly struct Digest256
{
    private readonly UInt128 _first;
    private readonly UInt128 _second;

    public Digest256(ReadOnlySpan<byte> bytes)
    {
        _first = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        _second = BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]);
    }

    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt128BigEndian(destination, _first);
        BinaryPrimitives.WriteUInt128BigEndian(destination[16..], _second);
    }

    /// <summary>
    /// The request's id: the first 16 bytes as a UUID of version 8, so that identical bytes are the same request on
    /// every gateway.
    /// </summary>
    public RequestId ToRequestId()
    {
        UInt128 version = (UInt128)0xF << 76;
        UInt128 variant = (UInt128)0x3 << 62;
        return new RequestId((_first & ~version & ~variant) | ((UInt128)0x8 << 76) | ((UInt128)0x2 << 62));
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Keccak.Length];
        CopyTo(bytes);
        return "0x" + Convert.ToHexStringLower(bytes);
    }
}
