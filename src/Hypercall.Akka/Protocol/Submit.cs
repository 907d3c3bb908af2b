using System.Diagnostics;

namespace Hypercall.Actors.Protocol;

/// <summary>
/// Execute a command. Answered by <see cref="SubmitAnswer"/> once its record is durable and it was applied, or by a
/// refusal. Without an answer nobody knows: send it again with the same request id and FirstSentMs, and the true
/// outcome comes back, the command being executed once.
/// </summary>
/// <param name="Submitter">
/// Who submits (a connection, a session): one submitter holds at most a quarter of the engine's queue.
/// </param>
/// <param name="Request">The command with its request id, signer and nonce, encoded.</param>
public sealed record Submit(string Partition, long Token, long Submitter, EncodedRequest Request)
    : IPartitionRequest, IRecordShape<Submit>
{
    static Submit IRecordShape<Submit>.Blank { get; } = new("", 0, 0, EncodedRequest.Blank);

    /// <summary>The client's activity, for traces; none by default.</summary>
    public ActivityContext Trace { get; init; }

    static Submit IRecordShape<Submit>.Walk<V>(ref V v, in Submit m)
    {
        string partition = Field.Id(ref v, "partition", m.Partition);
        long token = v.Int64("token", m.Token);
        long submitter = v.Int64("submitter", m.Submitter);
        EncodedRequest request = EncodedRequest.Walk(ref v, m.Request);
        ActivityContext trace = TraceBytes.Last(ref v, m.Trace);
        return V.Makes ? new Submit(partition, token, submitter, request) { Trace = trace } : m;
    }
}
