using System.Buffers.Binary;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Sequencer.Tests.Support;

/// <summary>Makes the checksums of a changed record right again, so that a decoder is tested behind them.</summary>
internal static class Crc
{
    private const int LengthOffset = 2;
    private const int PrefixCrcOffset = 6;
    private const int PrefixLength = 10;

    public static void Repair(Span<byte> record, bool lengthToo)
    {
        if (record.Length < PrefixLength + Crc32C.Length)
            return;
        if (lengthToo)
            BinaryPrimitives.WriteInt32LittleEndian(record[LengthOffset..], record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(
            record[PrefixCrcOffset..], Crc32C.Compute(record[..PrefixCrcOffset]));
        RepairEnd(record);
    }

    public static void RepairEnd(Span<byte> record)
    {
        if (record.Length >= Crc32C.Length)
        {
            uint crc = Crc32C.Compute(record[..^Crc32C.Length]);
            BinaryPrimitives.WriteUInt32LittleEndian(record[^Crc32C.Length..], crc);
        }
    }
}
