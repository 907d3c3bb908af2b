namespace Hypercall.Actors.Protocol;

/// <summary>
/// Send me published outcomes again, from the owner's ring of recent batches. Answered by one
/// <see cref="RangeBatch"/> per batch, in order, then <see cref="RangeCompleted"/>; or by
/// <see cref="RangeUnavailable"/> alone when the ring no longer holds the first one: the journal does; or by
/// <see cref="EngineUnavailable"/> of a ready partition that has given much to others: ask again later. One answer
/// gives a bounded part: whoever lacks more asks for the rest.
/// </summary>
/// <param name="FirstSequence">First sequence wanted; the first batch may begin before it.</param>
/// <param name="LastSequence">Last sequence wanted; more may come.</param>
public sealed record RequestRange(string Partition, long Token, long FirstSequence, long LastSequence)
    : IPartitionRequest, IRecordShape<RequestRange>
{
    static RequestRange IRecordShape<RequestRange>.Blank { get; } = new("", 0, 1, 0);

    static RequestRange IRecordShape<RequestRange>.Walk<V>(ref V v, in RequestRange m) => new(
        Field.Id(ref v, "partition", m.Partition),
        v.Int64("token", m.Token),
        v.Int64("first sequence", m.FirstSequence, 1, long.MaxValue),
        Field.Number(ref v, "last sequence", m.LastSequence));
}

/// <summary>A part of the answer to <see cref="RequestRange"/>.</summary>
/// <param name="Batch">Outcomes, following those of the part before.</param>
public sealed record RangeBatch(long Token, PublishedBatch Batch) : IHypercallMessage, IRecordShape<RangeBatch>
{
    static RangeBatch IRecordShape<RangeBatch>.Blank { get; } = new(0, PublishedBatch.Blank);

    static RangeBatch IRecordShape<RangeBatch>.Walk<V>(ref V v, in RangeBatch m) =>
        new(v.Int64("token", m.Token), PublishedBatch.Walk(ref v, m.Batch));
}

/// <summary>All parts of a <see cref="RequestRange"/>'s answer have been sent; they may end before the range.</summary>
public sealed record RangeCompleted(long Token) : IHypercallMessage, IRecordShape<RangeCompleted>
{
    static RangeCompleted IRecordShape<RangeCompleted>.Blank { get; } = new(0);

    static RangeCompleted IRecordShape<RangeCompleted>.Walk<V>(ref V v, in RangeCompleted m) =>
        new(v.Int64("token", m.Token));
}

/// <summary>The ring does not hold the range of a <see cref="RequestRange"/>; nothing of it was sent.</summary>
public sealed record RangeUnavailable(long Token) : IHypercallMessage, IRecordShape<RangeUnavailable>
{
    static RangeUnavailable IRecordShape<RangeUnavailable>.Blank { get; } = new(0);

    static RangeUnavailable IRecordShape<RangeUnavailable>.Walk<V>(ref V v, in RangeUnavailable m) =>
        new(v.Int64("token", m.Token));
}
