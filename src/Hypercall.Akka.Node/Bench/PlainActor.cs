using Akka.Actor;
using Akka.Persistence;
using Hypercall.Akka.Engine;

namespace Hypercall.Akka.Node.Bench;

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
        PersistAsync((PersistedRecord)message, _ => sender.Tell(Answer.Instance));
    }

    protected override void OnRecover(object message)
    {
    }

    /// <summary>Answer to each message.</summary>
    internal sealed class Answer : INoSerializationVerificationNeeded
    {
        public static Answer Instance { get; } = new();
    }
}
