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
    private const int Poison = 5;

    [Fact]
    public async Task The_next_engine_passes_over_what_was_skipped_while_none_ran()
    {
        PartitionSettings settings = Poisoned(Poison);
        IActorRef partition = StartReady(settings);
        Feed(partition, 0, Poison - 1);
        TestProbe answers = CreateTestProbe();
        Submit(partition, Poison - 1, answers);
        Assert.Equal(SubmissionStatus.OutcomeUnknown, answers.ExpectMsg<SubmitAnswer>().Status);
        AwaitState(partition, PartitionState.Down);
        End(partition);

        Assert.Null(await OfflineSkips.AddAsync(Sys, new SkipCommand(Partition, 1, Poison, "divides by zero")));

        SubmitAnswer retried = Feed(StartReady(settings), Poison - 1, Poison)[0];
        Assert.Equal(RejectCode.Skipped, retried.ToResult().Outcome!.Rejection.Code);
    }

    [Fact]
    public async Task A_record_that_cannot_be_written_says_why() => Assert.Contains(
        "reason", await OfflineSkips.AddAsync(Sys, new SkipCommand(Partition, 1, Poison, "")));
}
