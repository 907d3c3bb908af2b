namespace Hypercall.Actors.Protocol;

/// <summary>
/// An operator's way past a command that the engine cannot apply (runtime.md §2): its outcome becomes Skipped. Taken
/// while the partition is down; stored beside the journal, then the engine is started again. Answered by
/// <see cref="SkipAnswer"/>.
/// </summary>
/// <param name="Sequence">The command to skip.</param>
/// <param name="Reason">Why, 1 to 1,024 bytes of UTF-8; kept on record.</param>
public sealed record SkipCommand(string Partition, long Token, long Sequence, string Reason)
    : IPartitionRequest, IRecordShape<SkipCommand>
{
    static SkipCommand IRecordShape<SkipCommand>.Blank { get; } = new("", 0, 0, "");

    static SkipCommand IRecordShape<SkipCommand>.Walk<V>(ref V v, in SkipCommand m) => new(
        Field.Id(ref v, "partition", m.Partition),
        v.Int64("token", m.Token),
        v.Int64("sequence", m.Sequence),
        Field.Sentence(ref v, "reason", m.Reason));
}

/// <summary>Answer to <see cref="SkipCommand"/>.</summary>
/// <param name="Error">Why it was not taken; null when it is stored.</param>
public sealed record SkipAnswer(long Token, string? Error) : IHypercallMessage, IRecordShape<SkipAnswer>
{
    static SkipAnswer IRecordShape<SkipAnswer>.Blank { get; } = new(0, null);

    static SkipAnswer IRecordShape<SkipAnswer>.Walk<V>(ref V v, in SkipAnswer m) =>
        new(v.Int64("token", m.Token), Field.OptionalSentence(ref v, "error", m.Error));
}
