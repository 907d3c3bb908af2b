using System.Buffers.Binary;
using System.Numerics;

namespace Hypercall.Sequencer.Journal;

/// <summary>CRC32C (Castagnoli) of bytes, by the processor's instruction where there is one.</summary>
internal static class Crc32C
{
    /// <summary>Bytes of a checksum.</summary>
    public const int Length = 4;

    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
