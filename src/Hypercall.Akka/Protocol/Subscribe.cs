using Hypercall.Actors.Serialization;
using Hypercall.Engine.Shapes;

namespace Hypercall.Actors.Protocol;

/// <summary>
/// Send me every <see cref="OutcomeBatch"/> of the partition from now on. Answered by <see cref="Subscribed"/>. It lasts
/// as long as the owner: a subscriber that has heard nothing for some heartbeats subscribes again, and mends the gap
/// with <see cref="RequestRange"/>. In a cluster the partition's topic carries the same batches.
/// </summary>
/// <param name="Partition">The market partition.</param>
/// <param name="Token">Given back in the answer.</param>
public sealed record Subscribe(string Partition, long Token) : IPartitionRequest, IRecordShape<Subscribe>
{
    static Subscribe IRecordShape<Subscribe>.Blank { get; } = new("", 0);

    static Subscribe IRecordShape<Subscribe>.Walk<V>(ref V v, in Subscribe m) =>
        new(Field.Id(ref v, "partition", m.Partition), v.Int64("token", m.Token));
}
