namespace Hypercall.Sequencer.Journal;

/// <summary>Encoding of skip records: canonical, versioned, with a CRC32C at the end. Decoding is total.</summary>
public static class SkipRecordCodec
{
    /// <summary>The record's bytes.</summary>
    public static byte[] Encode(SkipRecord record) => throw new NotSupportedException();

    /// <summary>Reads a skip record; never throws.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out SkipRecord? record, out string? error) =>
        throw new NotSupportedException();
}
