using Hypercall.Actors.Serialization;
using Hypercall.Engine.Shapes;

namespace Hypercall.Actors.Protocol;

/// <summary>Tells a venue's engine members that a node cannot serve a partition: another one is to have it.</summary>
/// <param name="Partition">The market partition.</param>
/// <param name="Node">Address of the node that lets go.</param>
public sealed record ReleasePartition(string Partition, string Node)
    : IHypercallMessage, IRecordShape<ReleasePartition>
{
    private const int MaxNodeBytes = 512;

    static ReleasePartition IRecordShape<ReleasePartition>.Blank { get; } = new("", "");

    static ReleasePartition IRecordShape<ReleasePartition>.Walk<V>(ref V v, in ReleasePartition m) =>
        new(Field.Id(ref v, "partition", m.Partition), v.Text("node", m.Node, 0, MaxNodeBytes));
}
