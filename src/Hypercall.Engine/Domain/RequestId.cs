using System.Buffers.Binary;

namespace Hypercall.Engine.Domain;

/// <summary>A client's 128-bit request id (a UUID in text), the key under which an outcome is remembered.</summary>
/// <param name="Value">The UUID's 16 bytes, most significant first, as a number.</param>
public readonly record struct RequestId(UInt128 Value)
{
    /// <summary>The request id of a UUID.</summary>
    public static RequestId FromGuid(Guid guid)
    {
        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        return new RequestId(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>The UUID of this request id.</summary>
    public Guid ToGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The UUID in its usual form, lower case with hyphens.</summary>
    public override string ToString() => ToGuid().ToString();
}
