using Akka.Actor;
using Akka.Persistence;

namespace Hypercall.Benchmarks;

/// <summary>
/// What the engine actor is compared with: a persistent actor that writes each message as an event of its own with
/// PersistAsync and answers in the handler. It executes nothing, which is in its favour.
/// </summary>
internal sealed class PlainActor : UntypedPersistentActor
{
    public PlainActor(string journalPluginId) => JournalPluginId = journalPluginId;

    public override string PersistenceId => "bench-plain";

    protected override void OnCommand(object message)
    {
        IActorRef sender = Sender;
        PersistAsync((byte[])message, _ => sender.Tell(Answer.Instance));
    }

    protected override void OnRecover(object message)
    {
    }

    /// <summary>Tells it events, a fixed number in flight, until all are answered.</summary>
    internal sealed class Driver(IActorRef target, byte[][] events, int window, TaskCompletionSource done)
        : UntypedActor
    {
        private int _sent;
        private int _answered;

        protected override void PreStart()
        {
            while (_sent < Math.Min(window, events.Length))
                target.Tell(events[_sent++], Self);
        }

        protected override void OnReceive(object answer)
        {
            if (_sent < events.Length)
                target.Tell(events[_sent++], Self);
            if (++_answered == events.Length)
                done.TrySetResult();
        }
    }

    private sealed class Answer : INoSerializationVerificationNeeded
    {
        public static Answer Instance { get; } = new();
    }
}
