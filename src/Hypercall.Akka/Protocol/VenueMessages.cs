namespace Hypercall.Actors.Protocol;

/// <summary>
/// Tells a venue's members how far a partition's journal has come; they remember it for whoever takes over.
/// </summary>
/// <param name="Mark">How far.</param>
/// <param name="Replaces">
/// True: whatever was seen beyond it is lost, an operator has accepted that, and it is to be forgotten.
/// </param>
public sealed record JournalMarked(string Partition, JournalMark Mark, bool Replaces)
    : IHypercallMessage, IRecordShape<JournalMarked>
{
    static JournalMarked IRecordShape<JournalMarked>.Blank { get; } = new("", default, false);

    static JournalMarked IRecordShape<JournalMarked>.Walk<V>(ref V v, in JournalMarked m) =>
        new(Field.Id(ref v, "partition", m.Partition), Field.Mark(ref v, m.Mark), v.Boolean("replaces", m.Replaces));
}

/// <summary>Tells a venue's engine members that a node cannot serve a partition: another one is to have it.</summary>
/// <param name="Node">Address of the node that lets go.</param>
public sealed record ReleasePartition(string Partition, string Node)
    : IHypercallMessage, IRecordShape<ReleasePartition>
{
    private const int MaxNodeBytes = 512;

    static ReleasePartition IRecordShape<ReleasePartition>.Blank { get; } = new("", "");

    static ReleasePartition IRecordShape<ReleasePartition>.Walk<V>(ref V v, in ReleasePartition m) =>
        new(Field.Id(ref v, "partition", m.Partition), v.Text("node", m.Node, 0, MaxNodeBytes));
}
