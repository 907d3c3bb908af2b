namespace Hypercall.Actors.Protocol;

/// <summary>How is the partition? Answered by <see cref="PartitionHealth"/> in every state.</summary>
public sealed record QueryHealth(string Partition, long Token) : IPartitionRequest, IRecordShape<QueryHealth>
{
    static QueryHealth IRecordShape<QueryHealth>.Blank { get; } = new("", 0);

    static QueryHealth IRecordShape<QueryHealth>.Walk<V>(ref V v, in QueryHealth m) =>
        new(Field.Id(ref v, "partition", m.Partition), v.Int64("token", m.Token));
}

/// <summary>A partition's health at one moment.</summary>
/// <param name="State">Where its owner is in its life.</param>
/// <param name="Epoch">Epoch of the engine that started last here, 0 before any.</param>
/// <param name="Sequence">Last sequence published here, or that recovery reached.</param>
/// <param name="Starts">Engines started here so far.</param>
/// <param name="Stop">Why the last engine stopped; null while none has.</param>
/// <param name="Warnings">What the owner went on after, the latest last, at most <see cref="MostWarnings"/>.</param>
/// <param name="SinceMs">Since when it has been in this state, ms since the epoch by its owner's clock.</param>
public sealed record PartitionHealth(
    string Partition,
    long Token,
    PartitionState State,
    long Epoch,
    long Sequence,
    int Starts,
    StopNotice? Stop,
    IReadOnlyList<string> Warnings,
    long SinceMs) : IHypercallMessage, IRecordShape<PartitionHealth>
{
    /// <summary>Most warnings kept.</summary>
    public const int MostWarnings = 32;

    static PartitionHealth IRecordShape<PartitionHealth>.Blank { get; } =
        new("", 0, PartitionState.Recovering, 0, 0, 0, null, [], 0);

    static PartitionHealth IRecordShape<PartitionHealth>.Walk<V>(ref V v, in PartitionHealth m) => new(
        Field.Id(ref v, "partition", m.Partition),
        v.Int64("token", m.Token),
        Field.State(ref v, m.State),
        Field.Number(ref v, "epoch", m.Epoch),
        Field.Number(ref v, "sequence", m.Sequence),
        v.Int32("starts", m.Starts),
        v.Has("stop", m.Stop is not null) ? Field.Stop(ref v, m.Stop) : null,
        Field.LastSentences(ref v, "warning", m.Warnings, MostWarnings),
        Field.Number(ref v, "since", m.SinceMs));
}
