using System.Buffers.Binary;
using System.Text;
using Hypercall.Engine.Shapes;

namespace Hypercall.Sequencer.Journal;

/// <summary>
/// Encoding of journal records: canonical, versioned, with a CRC32C at the end. The first ten bytes (version, kind,
/// length, and a checksum of these) hold for every version: by them a record that was cut off is told from one that was
/// damaged. Decoding is total, and accepts exactly the bytes that writing makes.
/// </summary>
public static class JournalRecordCodec
{
    /// <summary>Most bytes of an engine's or host's id.</summary>
    public const int MaxIdBytes = 64;

    /// <summary>Most commands of a record that can be read.</summary>
    public const int MaxCount = 1 << 20;

    private const int LengthOffset = 2;
    private const int PrefixCrcOffset = LengthOffset + sizeof(uint);
    private const int PrefixLength = PrefixCrcOffset + Crc32C.Length;
    private const int FixedBodyLength = 8 + 8 + 4 + 8 + 32;
    private const int MaxVarUIntOfCount = 3;
    private const long MaxSequence = long.MaxValue / 2;

    /// <summary>Most bytes of a record of commands besides its payload.</summary>
    internal static int CommandsOverhead(string engineId) =>
        PrefixLength + StringLength(engineId) + FixedBodyLength + MaxVarUIntOfCount + Crc32C.Length;

    /// <summary>Appends a record.</summary>
    /// <exception cref="ArgumentException">
    /// The record breaks the format's limits and could not be read back.
    /// </exception>
    public static void Write(CanonicalWriter writer, JournalRecord record)
    {
        if (FirstViolation(record) is { } violation)
            throw new ArgumentException(violation, nameof(record));
        int start = writer.Length;
        writer.WriteByte(JournalRecord.CurrentFormatVersion);
        writer.WriteByte((byte)record.Kind);
        writer.WriteUInt32((uint)EncodedLength(record));
        writer.WriteUInt32(Crc32C.Compute(writer.Written[start..]));
        writer.WriteString(record.EngineId);
        writer.WriteInt64(record.Epoch);
        writer.WriteInt64(record.FirstSequence);
        writer.WriteCount(record.Count);
        writer.WriteInt32(record.RulesVersion);
        writer.WriteInt64(record.AppliedSequence);
        writer.WriteHash(record.AppliedHash);
        WriteTail(writer, record);
        writer.WriteUInt32(Crc32C.Compute(writer.Written[start..]));
    }

    /// <summary>The bytes of one record.</summary>
    public static byte[] Encode(JournalRecord record)
    {
        var writer = new CanonicalWriter();
        Write(writer, record);
        return writer.ToArray();
    }

    /// <summary>Reads a record whose commands are not decoded yet; never throws.</summary>
    /// <param name="bytes">Exactly one record.</param>
    /// <param name="record">The record where it is sound, else null.</param>
    /// <param name="error">What is wrong and where, or null.</param>
    public static RecordStatus TryDecode(ReadOnlyMemory<byte> bytes, out JournalRecord? record, out string? error)
    {
        record = null;
        RecordStatus status = CheckFrame(bytes.Span, out error);
        if (status != RecordStatus.Sound)
            return status;
        var reader = new CanonicalReader(bytes.Span[..^Crc32C.Length]);
        reader.ReadBytes(PrefixLength);
        JournalRecord read = ReadBody(ref reader, (JournalRecordKind)bytes.Span[1], bytes);
        reader.ExpectEnd();
        error = reader.Error ?? FirstViolation(read);
        if (error is not null)
            return RecordStatus.Damaged;
        record = read;
        return RecordStatus.Sound;
    }

    private static RecordStatus CheckFrame(ReadOnlySpan<byte> bytes, out string? error)
    {
        if (bytes.Length < PrefixLength)
        {
            error = $"{bytes.Length} bytes are less than a record's first {PrefixLength}";
            return RecordStatus.Torn;
        }

        uint prefixCrc = BinaryPrimitives.ReadUInt32LittleEndian(bytes[PrefixCrcOffset..]);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[LengthOffset..]);
        if (prefixCrc != Crc32C.Compute(bytes[..PrefixCrcOffset]))
            error = "the checksum of the first bytes is wrong";
        else if (bytes.Length < length)
            error = $"{bytes.Length} of {length} bytes";
        else if (bytes.Length > length || length < PrefixLength + Crc32C.Length)
            error = $"{bytes.Length} bytes, the record says {length}";
        else if (LastCrc(bytes) != Crc32C.Compute(bytes[..^Crc32C.Length]))
            error = "the checksum is wrong";
        else if (bytes[0] != JournalRecord.CurrentFormatVersion)
            error = $"format version {bytes[0]} is unknown";
        else
            error = null;
        if (error is null)
            return RecordStatus.Sound;
        bool cutOff = prefixCrc == Crc32C.Compute(bytes[..PrefixCrcOffset]) && bytes.Length < length;
        return cutOff ? RecordStatus.Torn : RecordStatus.Damaged;
    }

    private static uint LastCrc(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[^Crc32C.Length..]);

    private static JournalRecord ReadBody(
        ref CanonicalReader reader, JournalRecordKind kind, ReadOnlyMemory<byte> bytes)
    {
        var record = new JournalRecord
        {
            Kind = kind,
            EngineId = reader.ReadString(MaxIdBytes, "engine id"),
            Epoch = reader.ReadInt64(0, MaxSequence, "epoch"),
            FirstSequence = reader.ReadInt64(1, MaxSequence, "first sequence"),
            Count = reader.ReadCount(MaxCount, 0, "command"),
            RulesVersion = reader.ReadInt32(),
            AppliedSequence = reader.ReadInt64(0, MaxSequence, "applied sequence"),
            AppliedHash = reader.ReadHash(),
        };
        switch (kind)
        {
            case JournalRecordKind.Header:
                return record with
                {
                    TimeSource = (TimeSource)reader.ReadByte((byte)TimeSource.Submission, "time source"),
                    Origin = JournalOriginCodec.Read(ref reader),
                };
            case JournalRecordKind.EngineStarted:
                return record with { HostId = reader.ReadString(MaxIdBytes, "host id") };
            case JournalRecordKind.Commands:
                int start = reader.Position;
                int length = reader.Remaining;
                reader.ReadBytes(length);
                return record with { Payload = reader.Failed ? default : bytes.Slice(start, length) };
            case JournalRecordKind.Seal:
                return record;
            default:
                reader.Fail($"record kind {(byte)kind} is unknown");
                return record;
        }
    }

    private static void WriteTail(CanonicalWriter writer, JournalRecord record)
    {
        if (record.Kind == JournalRecordKind.Header)
        {
            writer.WriteByte((byte)record.TimeSource);
            JournalOriginCodec.Write(writer, record.Origin);
        }
        else if (record.Kind == JournalRecordKind.EngineStarted)
        {
            writer.WriteString(record.HostId);
        }
        else
        {
            writer.WriteBytes(record.Payload.Span);
        }
    }

    /// <summary>What the kinds require of the fields, for both directions.</summary>
    private static string? FirstViolation(JournalRecord record)
    {
        if (!IsId(record.EngineId))
            return $"engine id '{record.EngineId}' is not 1 to {MaxIdBytes} bytes";
        bool hasCommands = record.Kind == JournalRecordKind.Commands;
        if (hasCommands ? record.Count is < 1 or > MaxCount || record.Payload.IsEmpty : record.Count != 0)
            return $"{record.Count} commands in a record of kind {record.Kind}";
        if (!hasCommands && !record.Payload.IsEmpty)
            return $"a payload in a record of kind {record.Kind}";
        bool isHeader = record.Kind == JournalRecordKind.Header;
        if (isHeader ? record.Epoch != 0 : record.Epoch < 1)
            return $"epoch {record.Epoch} in a record of kind {record.Kind}";
        if (isHeader && record.FirstSequence != 1)
            return $"first sequence {record.FirstSequence} in the header";
        long applied = record.AppliedSequence;
        if (hasCommands ? applied >= record.FirstSequence : applied != record.LastSequence)
            return $"applied sequence {record.AppliedSequence} before first sequence {record.FirstSequence}";
        if (record.Kind == JournalRecordKind.EngineStarted && !IsId(record.HostId))
            return $"host id '{record.HostId}' is not 1 to {MaxIdBytes} bytes";
        return null;
    }

    internal static bool IsId(string id) => id.Length > 0 && Encoding.UTF8.GetByteCount(id) <= MaxIdBytes;

    private static int EncodedLength(JournalRecord record)
    {
        int tail = record.Kind switch
        {
            JournalRecordKind.Header => 1 + JournalOriginCodec.EncodedLength(record.Origin),
            JournalRecordKind.EngineStarted => StringLength(record.HostId),
            _ => record.Payload.Length,
        };
        return PrefixLength + StringLength(record.EngineId) + FixedBodyLength + VarUIntLength(record.Count) + tail
            + Crc32C.Length;
    }

    internal static int StringLength(string text)
    {
        int bytes = Encoding.UTF8.GetByteCount(text);
        return VarUIntLength(bytes) + bytes;
    }

    private static int VarUIntLength(int value)
    {
        int length = 1;
        for (; value >= 0x80; value >>= 7)
            length++;
        return length;
    }
}
