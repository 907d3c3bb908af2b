using System.Diagnostics;
using Hypercall.Actors.Serialization;
using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Client;

namespace Hypercall.Actors.Protocol;

/// <summary>One command of a <see cref="SubmitMany"/>.</summary>
/// <param name="Token">Given back in its answer.</param>
/// <param name="Request">The command with its request id, signer and nonce, encoded.</param>
/// <param name="Trace">The client's activity, for traces; none by default.</param>
public sealed record SubmitItem(long Token, EncodedRequest Request, ActivityContext Trace = default)
    : IRecordShape<SubmitItem>
{
    /// <summary>A token, and whether there is a trace; the command has some more.</summary>
    internal const int LeastBytes = 8 + 1;

    /// <summary>Submits a request that is encoded here.</summary>
    /// <exception cref="ArgumentException">It has no encoding that could be read again.</exception>
    public SubmitItem(long token, ClientRequest request, ActivityContext trace = default)
        : this(token, EncodedRequest.Of(request), trace)
    {
    }

    static SubmitItem IRecordShape<SubmitItem>.Blank { get; } = new(0, EncodedRequest.Blank);

    static SubmitItem IRecordShape<SubmitItem>.Walk<V>(ref V v, in SubmitItem m)
    {
        long token = v.Int64("token", m.Token);
        EncodedRequest request = EncodedRequest.Walk(ref v, m.Request);
        ActivityContext trace = TraceBytes.Optional(ref v, m.Trace);
        return V.Makes ? new SubmitItem(token, request, trace) : m;
    }
}
