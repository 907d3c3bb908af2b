namespace Hypercall.Actors.Protocol;

/// <summary>What became of a <see cref="Submit"/>.</summary>
/// <param name="Status">Executed, or why not, or that nobody knows.</param>
/// <param name="RetryAfterMs">When to try again, for EngineBusy; else 0.</param>
/// <param name="Outcome">
/// The outcome with its events in the canonical encoding (<see cref="OutcomeCodec"/>); empty unless executed.
/// </param>
public sealed record SubmitAnswer(
    long Token, SubmissionStatus Status, long RetryAfterMs, ReadOnlyMemory<byte> Outcome)
    : IHypercallMessage, IRecordShape<SubmitAnswer>
{
    static SubmitAnswer IRecordShape<SubmitAnswer>.Blank { get; } =
        new(0, SubmissionStatus.OutcomeUnknown, 0, default);

    /// <summary>An answer by itself: its outcome takes the rest of the message.</summary>
    static SubmitAnswer IRecordShape<SubmitAnswer>.Walk<V>(ref V v, in SubmitAnswer m) =>
        Walk(ref v, m, isLast: true);

    private static SubmitAnswer Walk<V>(ref V v, SubmitAnswer m, bool isLast)
        where V : struct, IByteFields, allows ref struct
    {
        long token = v.Int64("token", m.Token);
        SubmissionStatus status = Field.Status(ref v, m.Status);
        long retryAfterMs = Field.RetryAfterMs(ref v, m.RetryAfterMs);
        ReadOnlyMemory<byte> outcome = isLast
            ? v.Rest("outcome", m.Outcome)
            : v.Bytes("outcome", m.Outcome, v.Count("outcome byte", m.Outcome.Length, int.MaxValue, 1));
        v.Require(
            outcome.IsEmpty != (status == SubmissionStatus.Executed), "the outcome does not go with the status");
        return V.Makes ? new SubmitAnswer(token, status, retryAfterMs, outcome) : m;
    }

    /// <summary>The layout among others: the outcome has its length before it.</summary>
    internal readonly struct OneOfMany : IRecordShape<SubmitAnswer>
    {
        public static SubmitAnswer Blank { get; } = new(0, SubmissionStatus.OutcomeUnknown, 0, default);

        public static SubmitAnswer Walk<V>(ref V v, in SubmitAnswer m)
            where V : struct, IByteFields, allows ref struct => SubmitAnswer.Walk(ref v, m, isLast: false);
    }

    /// <summary>The answer as a client keeps it; the one place where an outcome is decoded.</summary>
    /// <exception cref="FormatException">The outcome's bytes are not one.</exception>
    public SubmissionResult ToResult() =>
        new(Status, Status == SubmissionStatus.Executed ? DecodeOutcome() : null, RetryAfterMs);

    private ApplyOutput DecodeOutcome()
    {
        var reader = new CanonicalReader(Outcome.Span);
        var outcome = new ApplyOutput();
        if (OutcomeCodec.TryRead(ref reader, outcome))
            reader.ExpectEnd();
        return reader.Error is { } error
            ? throw new FormatException($"the outcome of token {Token} cannot be read: {error}")
            : outcome;
    }
}
