using System.Text;
using Hypercall.Actors.Transfers;

namespace Hypercall.Actors.Serialization;

/// <summary>Fields that several messages have, each declared once.</summary>
internal static class Field
{
    private const int MaxSentenceBytes = 4096;

    /// <summary>A name of a partition, an engine or a host.</summary>
    public static string Id<V>(ref V v, string name, string id)
        where V : struct, IByteFields, allows ref struct => v.Text(name, id, 0, JournalRecordCodec.MaxIdBytes);

    /// <summary>A sentence for people, cut where it is longer than a message should carry.</summary>
    public static string Sentence<V>(ref V v, string name, string text)
        where V : struct, IByteFields, allows ref struct =>
        v.Text(name, V.Makes ? text : Shorten(text), 0, MaxSentenceBytes);

    /// <summary>A sentence behind a flag that says whether there is one.</summary>
    public static string? OptionalSentence<V>(ref V v, string name, string? text)
        where V : struct, IByteFields, allows ref struct =>
        v.Has(name, text is not null) ? Sentence(ref v, name, text ?? "") : null;

    public static RequestId RequestId<V>(ref V v, RequestId id)
        where V : struct, IByteFields, allows ref struct => new(v.UInt128("request id", id.Value));

    public static SubmissionStatus Status<V>(ref V v, SubmissionStatus status)
        where V : struct, IByteFields, allows ref struct =>
        (SubmissionStatus)v.Tag("status", (byte)status, (byte)SubmissionStatus.NoSuchPartition);

    public static long RetryAfterMs<V>(ref V v, long retryAfterMs)
        where V : struct, IByteFields, allows ref struct => v.Int64("retry after", retryAfterMs, 0, long.MaxValue);

    /// <summary>An epoch, a sequence or a number of a record, from 0.</summary>
    public static long Number<V>(ref V v, string name, long number)
        where V : struct, IByteFields, allows ref struct => v.Int64(name, number, 0, long.MaxValue);

    public static PartitionState State<V>(ref V v, PartitionState state)
        where V : struct, IByteFields, allows ref struct =>
        (PartitionState)v.Tag("partition state", (byte)state, (byte)PartitionState.NoSuch);

    public static JournalMark Mark<V>(ref V v, JournalMark mark)
        where V : struct, IByteFields, allows ref struct => new(
            Number(ref v, "epoch", mark.Epoch), Number(ref v, "sequence", mark.Sequence), v.Hash("hash", mark.Hash));

    public static StopNotice Stop<V>(ref V v, StopNotice? stop)
        where V : struct, IByteFields, allows ref struct
    {
        var reason = (StopReason)v.Tag("stop reason", (byte)(stop?.Reason ?? 0), (byte)StopReason.ForeignOwner);
        v.Require(reason != 0, "stop reason 0 is unknown");
        return new StopNotice(
            reason,
            Number(ref v, "record number", stop?.RecordNumber ?? 0),
            Number(ref v, "sequence", stop?.Sequence ?? 0),
            Sentence(ref v, "detail", stop?.Detail ?? ""));
    }

    /// <summary>The last of some sentences, so many at most.</summary>
    public static IReadOnlyList<string> LastSentences<V>(ref V v, string name, IReadOnlyList<string> all, int most)
        where V : struct, IByteFields, allows ref struct
    {
        string[] walked = new string[v.Count(name, Math.Min(all.Count, most), most, 1)];
        for (int index = 0; index < walked.Length; index++)
            walked[index] = Sentence(ref v, name, V.Makes ? "" : all[all.Count - walked.Length + index]);
        return walked;
    }

    public static TransferState Transfer<V>(ref V v, TransferState state)
        where V : struct, IByteFields, allows ref struct =>
        (TransferState)v.Tag("state", (byte)state, (byte)TransferState.Stuck);

    public static RejectCode Code<V>(ref V v, RejectCode code)
        where V : struct, IByteFields, allows ref struct => (RejectCode)v.Tag("code", (byte)code, byte.MaxValue);

    /// <summary>A part behind a flag that says whether it is there.</summary>
    public static T? Optional<V, T>(ref V v, string name, T? part)
        where V : struct, IByteFields, allows ref struct
        where T : class, IRecordShape<T> => v.Has(name, part is not null) ? T.Walk(ref v, part ?? T.Blank) : null;

    /// <summary>A list of parts.</summary>
    public static IReadOnlyList<T> List<V, T, TShape>(
        ref V v, string name, IReadOnlyList<T> items, int most, int leastBytes)
        where V : struct, IByteFields, allows ref struct
        where TShape : IRecordShape<T>
    {
        int count = v.Count(name, items.Count, most, leastBytes);
        var walked = new T[V.Makes ? count : 0];
        for (int index = 0; index < count && !v.Failed; index++)
        {
            T item = TShape.Walk(ref v, V.Makes ? TShape.Blank : items[index]);
            if (V.Makes)
                walked[index] = item;
        }

        return V.Makes ? walked : items;
    }

    private static string Shorten(string text)
    {
        const int MaxBytesPerChar = 3;
        while (Encoding.UTF8.GetByteCount(text) > MaxSentenceBytes)
        {
            int length = Math.Max(MaxSentenceBytes / MaxBytesPerChar, text.Length / 2);
            text = text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
        }

        return text;
    }
}
