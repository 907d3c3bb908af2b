using Hypercall.Actors.Serialization;
using Hypercall.Engine.Shapes;

namespace Hypercall.Actors.Protocol;

/// <summary>
/// An operator asks for a snapshot now, at the next record boundary, besides those that are due by themselves. Answered
/// by <see cref="SnapshotTaken"/>.
/// </summary>
/// <param name="Partition">The market partition.</param>
/// <param name="Token">Given back in the answer.</param>
public sealed record TakeSnapshot(string Partition, long Token) : IPartitionRequest, IRecordShape<TakeSnapshot>
{
    static TakeSnapshot IRecordShape<TakeSnapshot>.Blank { get; } = new("", 0);

    static TakeSnapshot IRecordShape<TakeSnapshot>.Walk<V>(ref V v, in TakeSnapshot m) =>
        new(Field.Id(ref v, "partition", m.Partition), v.Int64("token", m.Token));
}
