using Akka.Actor;
using Akka.TestKit;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Support;
using Hypercall.Engine.Events;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Hosting;

/// <summary>Skip records that are written beside a journal while no engine runs on it.</summary>
public sealed class OfflineSkipsTests() : EngineTestKit(TestConfig.Memory())
{
    private const int Poisoned = 5;

    [Fact]
    public async Task The_next_engine_passes_over_what_was_skipped_while_none_ran()
    {
        PartitionSettings settings = Settings with
        {
            Sequencer = Settings.Sequencer with { BeforeApply = ThrowAtPoisoned },
        };
        IActorRef partition = StartReady(settings);
        Feed(partition, 0, Poisoned - 1);
        TestProbe answers = CreateTestProbe();
        Submit(partition, Poisoned - 1, answers);
        Assert.Equal(SubmissionStatus.OutcomeUnknown, answers.ExpectMsg<SubmitAnswer>().Status);
        AwaitState(partition, PartitionState.Down);
        Watch(partition);
        Sys.Stop(partition);
        ExpectTerminated(partition);

        Assert.Null(await OfflineSkips.AddAsync(Sys, new SkipCommand(Partition, 1, Poisoned, "divides by zero")));

        SubmitAnswer retried = Feed(StartReady(settings), Poisoned - 1, Poisoned)[0];
        Assert.Equal(RejectCode.Skipped, retried.ToResult().Outcome!.Rejection.Code);
    }

    [Fact]
    public async Task A_record_that_cannot_be_written_says_why() => Assert.Contains(
        "reason", await OfflineSkips.AddAsync(Sys, new SkipCommand(Partition, 1, Poisoned, "")));

    private static void ThrowAtPoisoned(long sequence)
    {
        if (sequence == Poisoned)
            throw new DivideByZeroException("made by the test");
    }
}
