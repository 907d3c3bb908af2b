using Hypercall.Actors.Serialization;
using Hypercall.Engine.Shapes;

namespace Hypercall.Actors.Protocol;

/// <summary>Answer to <see cref="TakeSnapshot"/>.</summary>
/// <param name="Token">The request's token.</param>
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
