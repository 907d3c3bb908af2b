using Hypercall.Actors.Serialization;
using Hypercall.Engine.Shapes;

namespace Hypercall.Actors.Protocol;

/// <summary>
/// Send me published outcomes again, from the owner's ring of recent batches. Answered by one
/// <see cref="RangeBatch"/> per batch, in order, then <see cref="RangeCompleted"/>; or by
/// <see cref="RangeUnavailable"/> alone when the ring no longer holds the first one: the journal does; or by
/// <see cref="EngineUnavailable"/> of a ready partition that has given much to others: ask again later. One answer
/// gives a bounded part: whoever lacks more asks for the rest.
/// </summary>
/// <param name="Partition">The market partition.</param>
/// <param name="Token">Given back in every answer.</param>
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
