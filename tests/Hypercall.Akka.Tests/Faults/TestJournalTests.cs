using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.TestKit;
using Akka.TestKit;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Support;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Faults;

/// <summary>A journal that refuses everything for a while, by the persistence test kit's own journal.</summary>
public sealed class TestJournalTests() : EngineTestKit(TestConfig.Memory(
    """
    hypercall.journal.plugin = hypercall.journal.test
    hypercall.journal.test.class = "Akka.Persistence.TestKit.TestJournal, Akka.Persistence.TestKit"
    hypercall.journal.test.plugin-dispatcher = "akka.actor.default-dispatcher"
    hypercall.journal.test.replay-filter.mode = off
    """))
{
    private const int Acknowledged = 25;

    [Theory]
    [InlineData(false, StopReason.WriteFailed)]
    [InlineData(true, StopReason.WriteRejected)]
    public async Task The_engine_stops_and_is_back_once_writes_pass_again(bool rejects, StopReason expected)
    {
        ITestJournal journal =
            TestJournal.FromRef(Persistence.Instance.Apply(Sys).JournalFor(Settings.JournalPluginId));
        IActorRef partition = StartReady();
        Feed(partition, 0, Acknowledged);
        await (rejects ? journal.OnWrite.Reject() : journal.OnWrite.Fail());
        TestProbe answers = CreateTestProbe();

        Submit(partition, Acknowledged, answers);

        Assert.Equal(SubmissionStatus.OutcomeUnknown, answers.ExpectMsg<SubmitAnswer>().Status);
        Assert.Equal(expected, AwaitHealth(partition, health => health.Starts > 2).Stop!.Reason);
        await journal.OnWrite.Pass();
        AwaitState(partition, PartitionState.Ready);
        SubmissionResult retried = Feed(partition, Acknowledged, Acknowledged + 1)[0].ToResult();
        Assert.Equal((SubmissionStatus.Executed, false), (retried.Status, retried.Outcome!.Duplicate));
        Assert.Equal(new CoreRun(Flow, Acknowledged + 1).Hashes[^1], State(partition).Hash);
    }
}
