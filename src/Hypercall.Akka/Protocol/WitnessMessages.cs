namespace Hypercall.Actors.Protocol;

/// <summary>
/// Asks a node of a venue what it has seen of a partition's journal, and what time it is; answered by
/// <see cref="WitnessAnswer"/>.
/// </summary>
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

/// <summary>What a node of a venue bears witness to; answers <see cref="QueryWitness"/>.</summary>
/// <param name="IsMember">The asking node is a member of this node's cluster.</param>
/// <param name="KnowsOwner">The host asked about is, or has been, a member of it.</param>
/// <param name="Seen">How far this node has seen the journal go; null: it has not.</param>
/// <param name="HearsOwner">An owner has been heard of within the last seconds.</param>
/// <param name="WallMs">This node's wall clock, ms since the epoch.</param>
public sealed record WitnessAnswer(
    string Partition, long Token, bool IsMember, bool KnowsOwner, JournalMark? Seen, bool HearsOwner, long WallMs)
    : IHypercallMessage, IRecordShape<WitnessAnswer>
{
    static WitnessAnswer IRecordShape<WitnessAnswer>.Blank { get; } = new("", 0, false, false, null, false, 0);

    static WitnessAnswer IRecordShape<WitnessAnswer>.Walk<V>(ref V v, in WitnessAnswer m) => new(
        Field.Id(ref v, "partition", m.Partition),
        v.Int64("token", m.Token),
        v.Boolean("is member", m.IsMember),
        v.Boolean("knows owner", m.KnowsOwner),
        v.Has("seen", m.Seen is not null) ? Field.Mark(ref v, m.Seen.GetValueOrDefault()) : null,
        v.Boolean("hears owner", m.HearsOwner),
        v.Int64("wall clock", m.WallMs));
}
