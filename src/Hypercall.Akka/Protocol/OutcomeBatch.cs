namespace Hypercall.Actors.Protocol;

/// <summary>
/// The outcomes of one record, as published to subscribers and to the partition's topic, at most once; a batch without
/// outcomes is the heartbeat, sent each second when nothing else is. Its header says what came before it, so that a
/// receiver notices what it missed.
/// </summary>
/// <param name="Batch">The outcomes with their place in the stream.</param>
public sealed record OutcomeBatch(string Partition, PublishedBatch Batch)
    : IHypercallMessage, IRecordShape<OutcomeBatch>
{
    static OutcomeBatch IRecordShape<OutcomeBatch>.Blank { get; } = new("", PublishedBatch.Blank);

    static OutcomeBatch IRecordShape<OutcomeBatch>.Walk<V>(ref V v, in OutcomeBatch m) =>
        new(Field.Id(ref v, "partition", m.Partition), PublishedBatch.Walk(ref v, m.Batch));
}
