using Akka.Actor;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Faults;
using Hypercall.Actors.Tests.Support;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Engine;

/// <summary>Every message goes through its serializer, as between machines.</summary>
public sealed class WireTests() : FaultTestKit(
    """
    akka.actor.serialize-messages = on
    akka.actor.serialization-bindings."System.Object" = json
    """)
{
    private const int Commands = 200;

    [Fact]
    public void Outcomes_and_state_are_the_cores()
    {
        var core = new CoreRun(Flow, Commands);
        IActorRef partition = StartReady();

        SubmitAnswer[] answers = Feed(partition, 0, Commands);
        StateSummary state = State(partition);

        for (int index = 0; index < Commands; index++)
        {
            Assert.Equal(SubmissionStatus.Executed, answers[index].Status);
            Assert.Equal(core.Outcomes[index], answers[index].Outcome.ToArray());
        }

        Assert.Equal(core.Hashes[^1], state.Hash);
    }
}
