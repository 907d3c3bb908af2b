using Hypercall.Actors.Serialization;
using Hypercall.Engine.Shapes;

namespace Hypercall.Actors.Protocol;

/// <summary>How is the partition? Answered by <see cref="PartitionHealth"/> in every state.</summary>
/// <param name="Partition">The market partition.</param>
/// <param name="Token">Given back in the answer.</param>
public sealed record QueryHealth(string Partition, long Token) : IPartitionRequest, IRecordShape<QueryHealth>
{
    static QueryHealth IRecordShape<QueryHealth>.Blank { get; } = new("", 0);

    static QueryHealth IRecordShape<QueryHealth>.Walk<V>(ref V v, in QueryHealth m) =>
        new(Field.Id(ref v, "partition", m.Partition), v.Int64("token", m.Token));
}
