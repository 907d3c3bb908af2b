using Hypercall.Actors.Serialization;
using Hypercall.Engine.Shapes;

namespace Hypercall.Actors.Protocol;

/// <summary>
/// Asks a node of a venue what it has seen of a partition's journal, and what time it is; answered by
/// <see cref="WitnessAnswer"/>.
/// </summary>
/// <param name="Partition">The market partition.</param>
/// <param name="Token">Comes back with the answer.</param>
/// <param name="AskerUid">The asking node's incarnation, by which a member is told from one that was put out.</param>
/// <param name="AskerHost">The asking node's name in journals.</param>
/// <param name="Owner">Host of the journal's highest epoch: has it ever been a member? Empty: unknown.</param>
public sealed record QueryWitness(string Partition, long Token, int AskerUid, string AskerHost, string Owner)
    : IHypercallMessage, IRecordShape<QueryWitness>
{
    static QueryWitness IRecordShape<QueryWitness>.Blank { get; } = new("", 0, 0, "", "");

    static QueryWitness IRecordShape<QueryWitness>.Walk<V>(ref V v, in QueryWitness m) => new(
        Field.Id(ref v, "partition", m.Partition),
        v.Int64("token", m.Token),
        v.Int32("asker", m.AskerUid),
        Field.Id(ref v, "asking host", m.AskerHost),
        Field.Id(ref v, "owner", m.Owner));
}
