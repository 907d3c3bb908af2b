using Hypercall.Sequencer.Ownership;

namespace Hypercall.Actors.Protocol;

/// <summary>What a node of a venue bears witness to; answers <see cref="QueryWitness"/>.</summary>
/// <param name="Partition">The market partition.</param>
/// <param name="Token">The question's token.</param>
/// <param name="IsMember">The asking node is a member of this node's cluster.</param>
/// <param name="KnowsOwner">The host asked about is, or has been, a member of it.</param>
/// <param name="Seen">How far this node has seen the journal go; null: it has not.</param>
/// <param name="HearsOwner">An owner has been heard of within the last seconds.</param>
/// <param name="WallMs">This node's wall clock, ms since the epoch.</param>
public sealed record WitnessAnswer(
    string Partition, long Token, bool IsMember, bool KnowsOwner, JournalMark? Seen, bool HearsOwner, long WallMs)
    : IHypercallMessage;
