using Hypercall.Engine.Encoding;

namespace Hypercall.Sequencer.Journal;

/// <summary>Encoding of journal records: canonical, versioned, with a CRC32C at the end. Decoding is total.</summary>
public static class JournalRecordCodec
{
    /// <summary>Most bytes of an engine's or host's id.</summary>
    public const int MaxIdBytes = 64;

    /// <summary>Appends a record.</summary>
    public static void Write(CanonicalWriter writer, JournalRecord record) => throw new NotSupportedException();

    /// <summary>Reads a record whose commands are not decoded yet; never throws.</summary>
    /// <param name="bytes">Exactly one record.</param>
    /// <param name="record">The record where it is sound, else null.</param>
    /// <param name="error">What is wrong and where, or null.</param>
    public static RecordStatus TryDecode(ReadOnlyMemory<byte> bytes, out JournalRecord? record, out string? error) =>
        throw new NotSupportedException();
}
