using Hypercall.Engine.Shapes;

namespace Hypercall.Sequencer.Journal;

/// <summary>Encoding of an optional origin inside a header or snapshot.</summary>
internal static class JournalOriginCodec
{
    public static void Write(CanonicalWriter writer, JournalOrigin? origin)
    {
        writer.WriteBoolean(origin is not null);
        if (origin is null)
            return;
        writer.WriteString(origin.Name);
        writer.WriteHash(origin.Digest);
    }

    public static JournalOrigin? Read(ref CanonicalReader reader) => reader.ReadBoolean()
        ? new JournalOrigin(reader.ReadString(JournalOrigin.MaxNameBytes, "origin"), reader.ReadHash())
        : null;

    public static int EncodedLength(JournalOrigin? origin) =>
        origin is null ? 1 : 1 + JournalRecordCodec.StringLength(origin.Name) + Engine.Domain.Hash256.Length;
}
