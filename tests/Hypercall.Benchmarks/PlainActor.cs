using Akka.Actor;
using Akka.Persistence;
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;
using Hypercall.Json;
using Hypercall.Sequencer.Client;

namespace Hypercall.Benchmarks;

/// <summary>
/// What the engine actor is compared with: a persistent actor around the same engine that writes each command as an
/// event of its own with PersistAsync, and applies it and answers with the outcome in the handler. It has no epochs,
/// seals, views or limits, which is in its favour.
/// </summary>
internal sealed class PlainActor : UntypedPersistentActor
{
    private readonly ExchangeEngine _engine;
    private readonly CanonicalWriter _writer = new();
    private readonly Utf8StringPool _texts = new();
    private long _sequence;

    public PlainActor(string journalPluginId, ExchangeEngine engine)
    {
        JournalPluginId = journalPluginId;
        _engine = engine;
    }

    public override string PersistenceId => "bench-plain";

    protected override void OnCommand(object message)
    {
        IActorRef sender = Sender;
        if (!((EncodedRequest)message).TryDecode(_texts, out CommandEnvelope envelope))
            throw new BenchmarkFailedException("a request cannot be decoded");
        envelope = envelope with { Sequence = ++_sequence };
        _writer.Reset();
        EnvelopeCodec.Write(_writer, envelope);
        PersistAsync(_writer.ToArray(), stored => sender.Tell(new Answer(Outcome(_engine.Apply(envelope, stored)))));
    }

    protected override void OnRecover(object message)
    {
    }

    private byte[] Outcome(ApplyOutput output)
    {
        _writer.Reset();
        OutcomeCodec.Write(_writer, output);
        return _writer.ToArray();
    }

    /// <summary>Tells it commands, a fixed number in flight, until all are answered.</summary>
    internal sealed class Driver(
        IActorRef target, IReadOnlyList<SubmittedCommand> commands, int window, TaskCompletionSource done)
        : UntypedActor
    {
        private int _sent;
        private int _answered;

        protected override void PreStart()
        {
            while (_sent < Math.Min(window, commands.Count))
                Send();
        }

        protected override void OnReceive(object answer)
        {
            if (_sent < commands.Count)
                Send();
            if (++_answered == commands.Count)
                done.TrySetResult();
        }

        private void Send()
        {
            SubmittedCommand c = commands[_sent++];
            target.Tell(
                EncodedRequest.Of(
                    new ClientRequest(c.Command, c.RequestId, c.Signer, c.Nonce, c.FirstSentMs, c.TimestampMs)),
                Self);
        }
    }

    private sealed record Answer(byte[] Outcome) : INoSerializationVerificationNeeded;
}
