using System.Text;
using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Actors.Serialization;

/// <summary>Texts inside messages: ids, which have a limit of their own, and sentences, which are cut to one.</summary>
internal static class TextFields
{
    private const int MaxSentenceBytes = 4096;

    public static void WriteId(CanonicalWriter writer, string id) => writer.WriteString(id);

    public static string ReadId(ref CanonicalReader reader, string what) =>
        reader.ReadString(JournalRecordCodec.MaxIdBytes, what);

    /// <summary>Writes a sentence for people, cut where it is longer than a message should carry.</summary>
    public static void WriteSentence(CanonicalWriter writer, string text)
    {
        while (Encoding.UTF8.GetByteCount(text) > MaxSentenceBytes)
            text = Shorten(text);
        writer.WriteString(text);
    }

    public static string ReadSentence(ref CanonicalReader reader, string what) =>
        reader.ReadString(MaxSentenceBytes, what);

    private static string Shorten(string text)
    {
        const int MaxBytesPerChar = 3;
        int length = Math.Max(MaxSentenceBytes / MaxBytesPerChar, text.Length / 2);
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
