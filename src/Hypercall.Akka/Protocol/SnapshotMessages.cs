namespace Hypercall.Actors.Protocol;

/// <summary>
/// An operator asks for a snapshot now, at the next record boundary, besides those that are due by themselves. Answered
/// by <see cref="SnapshotTaken"/>.
/// </summary>
public sealed record TakeSnapshot(string Partition, long Token) : IPartitionRequest, IRecordShape<TakeSnapshot>
{
    static TakeSnapshot IRecordShape<TakeSnapshot>.Blank { get; } = new("", 0);

    static TakeSnapshot IRecordShape<TakeSnapshot>.Walk<V>(ref V v, in TakeSnapshot m) =>
        new(Field.Id(ref v, "partition", m.Partition), v.Int64("token", m.Token));
}

/// <summary>Answer to <see cref="TakeSnapshot"/>.</summary>
/// <param name="RecordNumber">The record after which it stands; 0 where it was not taken.</param>
/// <param name="Error">Why it was not taken or not saved; null when it is saved.</param>
public sealed record SnapshotTaken(long Token, long RecordNumber, string? Error)
    : IHypercallMessage, IRecordShape<SnapshotTaken>
{
    static SnapshotTaken IRecordShape<SnapshotTaken>.Blank { get; } = new(0, 0, null);

    static SnapshotTaken IRecordShape<SnapshotTaken>.Walk<V>(ref V v, in SnapshotTaken m) => new(
        v.Int64("token", m.Token),
        Field.Number(ref v, "record number", m.RecordNumber),
        Field.OptionalSentence(ref v, "error", m.Error));
}
