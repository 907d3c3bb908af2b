using System.Diagnostics;

namespace Hypercall.Actors.Protocol;

/// <summary>
/// Execute commands, in their order. Each is answered as a <see cref="Submit"/> is, under its own token, several at
/// once by <see cref="SubmitAnswers"/>: those of one record in one message. While no engine runs one
/// <see cref="EngineUnavailable"/> answers for all of them.
/// </summary>
/// <param name="Token">Given back where no engine runs.</param>
/// <param name="Submitter">Who submits: one submitter holds at most a quarter of the engine's queue.</param>
/// <param name="Items">The commands, 1 to <see cref="Most"/>.</param>
public sealed record SubmitMany(string Partition, long Token, long Submitter, IReadOnlyList<SubmitItem> Items)
    : IPartitionRequest, IRecordShape<SubmitMany>
{
    /// <summary>Most commands of one message.</summary>
    public const int Most = 256;

    static SubmitMany IRecordShape<SubmitMany>.Blank { get; } = new("", 0, 0, []);

    static SubmitMany IRecordShape<SubmitMany>.Walk<V>(ref V v, in SubmitMany m)
    {
        string partition = Field.Id(ref v, "partition", m.Partition);
        long token = v.Int64("token", m.Token);
        long submitter = v.Int64("submitter", m.Submitter);
        IReadOnlyList<SubmitItem> items = Field.List<V, SubmitItem, SubmitItem>(
            ref v, "command", m.Items, Most, SubmitItem.LeastBytes);
        v.Require(v.Failed || items.Count > 0, "no command");
        return V.Makes ? new SubmitMany(partition, token, submitter, items) : m;
    }
}

/// <summary>One command of a <see cref="SubmitMany"/>.</summary>
/// <param name="Request">The command with its request id, signer and nonce, encoded.</param>
/// <param name="Trace">The client's activity, for traces; none by default.</param>
public sealed record SubmitItem(long Token, EncodedRequest Request, ActivityContext Trace = default)
    : IRecordShape<SubmitItem>
{
    /// <summary>A token, and whether there is a trace; the command has some more.</summary>
    internal const int LeastBytes = 8 + 1;

    static SubmitItem IRecordShape<SubmitItem>.Blank { get; } = new(0, EncodedRequest.Blank);

    static SubmitItem IRecordShape<SubmitItem>.Walk<V>(ref V v, in SubmitItem m)
    {
        long token = v.Int64("token", m.Token);
        EncodedRequest request = EncodedRequest.Walk(ref v, m.Request);
        ActivityContext trace = TraceBytes.Optional(ref v, m.Trace);
        return V.Makes ? new SubmitItem(token, request, trace) : m;
    }
}
