using System.Buffers.Binary;
using System.Text;

namespace Hypercall.Sequencer.Journal;

/// <summary>Encoding of skip records: canonical, versioned, with a CRC32C at the end. Decoding is total.</summary>
public static class SkipRecordCodec
{
    private const byte FormatVersion = 1;

    /// <summary>The record's bytes.</summary>
    /// <exception cref="ArgumentException">Id, sequence or reason are out of range.</exception>
    public static byte[] Encode(SkipRecord record)
    {
        if (FirstViolation(record) is { } violation)
            throw new ArgumentException(violation, nameof(record));
        var writer = new CanonicalWriter();
        writer.WriteByte(FormatVersion);
        var output = new CanonicalOutput(writer);
        SkipRecord.Walk(ref output, record);
        writer.WriteUInt32(Crc32C.Compute(writer.Written));
        return writer.ToArray();
    }

    /// <summary>Reads a skip record; never throws.</summary>
    /// <param name="bytes">Exactly one record.</param>
    /// <param name="record">The record, or null.</param>
    /// <param name="error">What is wrong and where, or null.</param>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out SkipRecord? record, out string? error)
    {
        record = null;
        error = CheckFrame(bytes);
        if (error is not null)
            return false;
        var reader = new CanonicalReader(bytes[1..^Crc32C.Length]);
        SkipRecord read = SkipRecord.Walk(ref reader, new SkipRecord("", 0, ""));
        reader.ExpectEnd();
        error = reader.Error ?? FirstViolation(read);
        if (error is not null)
            return false;
        record = read;
        return true;
    }

    private static string? CheckFrame(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= Crc32C.Length)
            return $"{bytes.Length} bytes are no skip record";
        ReadOnlySpan<byte> crc = bytes[^Crc32C.Length..];
        if (BinaryPrimitives.ReadUInt32LittleEndian(crc) != Crc32C.Compute(bytes[..^Crc32C.Length]))
            return "the checksum is wrong";
        return bytes[0] == FormatVersion ? null : $"format version {bytes[0]} is unknown";
    }

    private static string? FirstViolation(SkipRecord record)
    {
        if (!JournalRecordCodec.IsId(record.EngineId))
            return $"engine id '{record.EngineId}' is not 1 to {JournalRecordCodec.MaxIdBytes} bytes";
        if (record.Sequence < 1)
            return $"sequence {record.Sequence} is below 1";
        int reasonBytes = Encoding.UTF8.GetByteCount(record.Reason);
        return reasonBytes is >= 1 and <= SkipRecord.MaxReasonBytes
            ? null
            : $"a reason of {reasonBytes} bytes, not 1 to {SkipRecord.MaxReasonBytes}";
    }
}
