using System.Buffers.Binary;
using System.Text;

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

    /// <summary>Most bytes of a record of commands besides its payload.</summary>
    internal static int CommandsOverhead(string engineId) =>
        PrefixLength + StringLength(engineId) + FixedBodyLength + MaxVarUIntOfCount + Crc32C.Length;

    /// <summary>Bytes of a record of commands with a payload of so many.</summary>
    internal static int CommandsLength(string engineId, int count, int payload) =>
        CommandsOverhead(engineId) - MaxVarUIntOfCount + VarUIntLength(count) + payload;

    /// <summary>Appends all of a record but its checksum; more of its payload may be appended before the end.</summary>
    internal static void Begin(CanonicalWriter writer, JournalRecord record)
    {
        writer.WriteByte(JournalRecord.CurrentFormatVersion);
        writer.WriteByte((byte)record.Kind);
        writer.WriteInt32(0);
        writer.WriteInt32(0);
        var output = new CanonicalOutput(writer);
        JournalRecord.Walk(ref output, record);
    }

    /// <summary>Ends a record: its length is known now, and with it the checksums.</summary>
    internal static void End(CanonicalWriter writer, int start)
    {
        writer.PatchInt32(start + LengthOffset, writer.Length - start + Crc32C.Length);
        uint crc = Crc32C.Compute(writer.Written.Slice(start, PrefixCrcOffset));
        writer.PatchInt32(start + PrefixCrcOffset, unchecked((int)crc));
        writer.WriteUInt32(Crc32C.Compute(writer.Written[start..]));
    }

    /// <summary>The bytes of one record.</summary>
    /// <exception cref="ArgumentException">
    /// The record breaks the format's limits and could not be read back.
    /// </exception>
    public static byte[] Encode(JournalRecord record)
    {
        if (FirstViolation(record) is { } violation)
            throw new ArgumentException(violation, nameof(record));
        var writer = new CanonicalWriter();
        Begin(writer, record);
        End(writer, 0);
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
        CanonicalReader reader = CanonicalReader.Over(bytes[..^Crc32C.Length]);
        reader.ReadBytes(PrefixLength);
        var blank = new JournalRecord { Kind = (JournalRecordKind)bytes.Span[1], EngineId = string.Empty };
        JournalRecord read = JournalRecord.Walk(ref reader, blank);
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

    /// <summary>Bytes of a short text: its length takes one.</summary>
    private static int StringLength(string text) => 1 + Encoding.UTF8.GetByteCount(text);

    /// <summary>Bytes of a count or length.</summary>
    internal static int VarUIntLength(int value)
    {
        int length = 1;
        for (; value >= 0x80; value >>= 7)
            length++;
        return length;
    }
}
