using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Client;

namespace Hypercall.Actors.Tests.Support;

/// <summary>
/// Commands through the bare core, what every host must give; of a flow the n-th one has request id and time n + 1.
/// </summary>
internal sealed class CoreRun
{
    private readonly ExchangeEngine _engine = new();
    private readonly CanonicalWriter _writer = new();
    private readonly List<byte[]> _outcomes = [];
    private readonly List<Hash256> _hashes = [];

    public CoreRun(CommandFlow flow, int commands)
        : this(Enumerable.Range(0, commands).Select(index => Request(flow, index)))
    {
    }

    public CoreRun(IEnumerable<ClientRequest> requests)
    {
        foreach (ClientRequest request in requests)
            Apply(request);
    }

    /// <summary>The encoded outcome of each command.</summary>
    public IReadOnlyList<byte[]> Outcomes => _outcomes;

    /// <summary>The state hash after each command.</summary>
    public IReadOnlyList<Hash256> Hashes => _hashes;

    /// <summary>The n-th command as a client sends it.</summary>
    public static EncodedRequest Encoded(CommandFlow flow, int index) => EncodedRequest.Of(Request(flow, index));

    public static ClientRequest Request(CommandFlow flow, int index) => new(
        flow[index], new RequestId((UInt128)(uint)(index + 1)), FirstSentMs: index + 1, TimestampMs: index + 1);

    private void Apply(ClientRequest request)
    {
        _writer.Reset();
        OutcomeCodec.Write(
            _writer,
            _engine.Apply(new CommandEnvelope(
                _engine.Sequence + 1,
                request.TimestampMs,
                request.RequestId,
                request.FirstSentMs,
                request.Signer,
                request.Nonce,
                request.Command)));
        _outcomes.Add(_writer.ToArray());
        _hashes.Add(_engine.Hash);
    }
}
