namespace Hypercall.Actors.Protocol;

/// <summary>
/// Read where the engine stands. Answered by <see cref="StateAnswer"/>, and only by an owner that has just proven that
/// the journal is still its own.
/// </summary>
/// <param name="Submitter">In whose share of the queue a queued read waits.</param>
/// <param name="Queued">
/// True: behind everything queued, so that it sees all that was acknowledged before. False: at once.
/// </param>
public sealed record QueryState(string Partition, long Token, long Submitter, bool Queued)
    : IPartitionRequest, IRecordShape<QueryState>
{
    static QueryState IRecordShape<QueryState>.Blank { get; } = new("", 0, 0, false);

    static QueryState IRecordShape<QueryState>.Walk<V>(ref V v, in QueryState m) => new(
        Field.Id(ref v, "partition", m.Partition),
        v.Int64("token", m.Token),
        v.Int64("submitter", m.Submitter),
        v.Boolean("queued", m.Queued));
}

/// <summary>Answer to <see cref="QueryState"/>.</summary>
/// <param name="Status">Executed with a state, else why not.</param>
/// <param name="RetryAfterMs">When to try again, for EngineBusy; else 0.</param>
/// <param name="State">The state; null unless executed.</param>
public sealed record StateAnswer(long Token, SubmissionStatus Status, long RetryAfterMs, StateSummary? State)
    : IHypercallMessage, IRecordShape<StateAnswer>
{
    static StateAnswer IRecordShape<StateAnswer>.Blank { get; } = new(0, SubmissionStatus.Executed, 0, null);

    static StateAnswer IRecordShape<StateAnswer>.Walk<V>(ref V v, in StateAnswer m) => new(
        v.Int64("token", m.Token),
        Field.Status(ref v, m.Status),
        Field.RetryAfterMs(ref v, m.RetryAfterMs),
        Field.Optional(ref v, "state", m.State));
}

/// <summary>Where an engine stands.</summary>
/// <param name="Epoch">Epoch of the owner that says so.</param>
/// <param name="Sequence">Last command applied.</param>
/// <param name="TimestampMs">Its time, ms since the epoch.</param>
/// <param name="Hash">State hash after it.</param>
/// <param name="RulesVersion">Version of the rules in force.</param>
public sealed record StateSummary(
    long Epoch,
    long Sequence,
    long TimestampMs,
    Hash256 Hash,
    int RulesVersion) : IRecordShape<StateSummary>
{
    static StateSummary IRecordShape<StateSummary>.Blank { get; } = new(0, 0, 0, default, 0);

    static StateSummary IRecordShape<StateSummary>.Walk<V>(ref V v, in StateSummary m) => new(
        Field.Number(ref v, "epoch", m.Epoch),
        Field.Number(ref v, "sequence", m.Sequence),
        Field.Number(ref v, "timestamp", m.TimestampMs),
        v.Hash("hash", m.Hash),
        v.Int32("rules version", m.RulesVersion));
}
