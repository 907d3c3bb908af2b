using Akka.Actor;
using Akka.Configuration;
using Hypercall.Akka.Protocol;
using Hypercall.Akka.Tests.Support;
using Hypercall.Sequencer.Live;

namespace Hypercall.Akka.Tests.Engine;

/// <summary>The same commands through the actor give what the bare core gives, whatever the journal and the restarts.</summary>
public abstract class HostEqualityTests : EngineTestKit
{
    private const int Commands = 2_000;

    private protected HostEqualityTests(Config config)
        : base(config)
    {
    }

    [Fact]
    public void Every_outcome_and_hash_is_the_cores()
    {
        var core = new CoreRun(Flow, Commands);
        IActorRef partition = StartReady();

        SubmitAnswer[] answers = Feed(partition, 0, Commands);
        StateSummary state = State(partition);

        AssertEqual(core, answers, 0);
        Assert.Equal((Commands, core.Hashes[^1], 1L), (state.Sequence, state.Hash, state.Epoch));
        Assert.Equal(core.Digests, state.Digests);
    }

    [Fact]
    public void Restarts_change_nothing_but_the_epoch()
    {
        const int restarts = 5;
        var core = new CoreRun(Flow, Commands);
        for (int restart = 0; restart < restarts; restart++)
        {
            IActorRef partition = StartReady();
            int from = Commands * restart / restarts;

            AssertEqual(core, Feed(partition, from, Commands * (restart + 1) / restarts), from);

            StateSummary state = State(partition);
            Assert.Equal(restart + 1, state.Epoch);
            Assert.Equal(core.Hashes[(int)state.Sequence - 1], state.Hash);
            Drain(partition);
        }
    }

    private static void AssertEqual(CoreRun core, SubmitAnswer[] answers, int from)
    {
        for (int index = 0; index < answers.Length; index++)
        {
            Assert.Equal(SubmissionStatus.Executed, answers[index].Status);
            Assert.Equal(core.Outcomes[from + index], answers[index].Outcome.ToArray());
        }
    }
}
