using System.Reflection;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Live;

/// <summary>Writes that do not complete: what is answered, and that it is the end.</summary>
public sealed class FailureTests
{
    [Theory]
    [InlineData(StopReason.WriteFailed)]
    [InlineData(StopReason.WriteRejected)]
    [InlineData(StopReason.Fenced)]
    public void A_failed_write_leaves_its_commands_unknown_and_the_waiting_ones_not_executed(StopReason reason)
    {
        SequencerHarness harness = Busy();
        harness.Fail(reason, stored: false);
        AssertStopped(harness, reason);
    }

    [Fact]
    public void A_write_without_an_answer_ends_the_same_way()
    {
        SequencerHarness harness = Busy();
        harness.Poll(14_999);
        Assert.Null(harness.Stopped);
        harness.Poll(1);
        AssertStopped(harness, StopReason.WriteTimeout);
    }

    [Fact]
    public void An_answer_that_comes_after_the_end_changes_nothing()
    {
        SequencerHarness harness = Busy();
        long number = harness.Pending!.Value.Number;
        harness.Poll(15_000);
        harness.Forget();
        harness.Sequencer.WriteCompleted(number, harness.Now);
        harness.Sequencer.ApplyWritten(harness.Now);
        harness.Sequencer.WriteFailed(number, StopReason.WriteFailed, "late", harness.Now);
        harness.Observe(9);
        harness.Sequencer.SnapshotSaved(1, harness.Now);
        harness.Poll(60_000);
        Assert.Empty(harness.Log);

        harness.Offer(TestCommands.Submit(50));
        harness.Sequencer.OfferRead(51, 51, harness.Now);
        harness.Sequencer.ReadNow(52, harness.Now);
        Assert.All(harness.Answers, answer => Assert.Equal(SubmissionStatus.EngineStopped, answer.Status));
        Assert.Equal(3, harness.Answers.Count);
    }

    [Fact]
    public void A_retry_after_recovery_gets_the_true_outcome_whether_the_record_was_stored_or_not()
    {
        foreach (bool stored in new[] { true, false })
        {
            SequencerHarness harness = SequencerHarness.Started();
            Submission request = TestCommands.Submit(1, requestId: new Engine.Domain.RequestId(5));
            harness.Offer(request);
            harness.Fail(StopReason.WriteFailed, stored);
            Assert.Equal(SubmissionStatus.OutcomeUnknown, Assert.Single(harness.Answers).Status);

            SequencerHarness next = harness.Successor();
            next.Offer(request with { FirstSentMs = harness.Now.WallMs });
            next.CompleteAll();
            Answer answer = Assert.Single(next.Answers);
            Assert.Equal((SubmissionStatus.Executed, stored), (answer.Status, answer.Duplicate));
        }
    }

    [Fact]
    public void A_fence_that_cannot_be_written_answers_nobody_and_stops()
    {
        SequencerHarness harness = SequencerHarness.Started();
        var next = new SequencerHarness(SequencerHarness.Defaults, harness.Journal);
        next.Recover();
        harness.Offer(TestCommands.Submit(1));
        harness.Complete();
        next.Fail(StopReason.Fenced, stored: false);
        Assert.Equal(StopReason.Fenced, next.Stopped!.Reason);
        Assert.Null(next.StartedEpoch);
        Assert.Equal(SubmissionStatus.Executed, Assert.Single(harness.Answers).Status);
    }

    [Fact]
    public void A_seal_that_fails_is_fatal_too()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Offer(TestCommands.Submit(1));
        harness.Complete();
        Assert.Equal(JournalRecordKind.Seal, harness.Pending!.Value.Kind);
        harness.Offer(TestCommands.Submit(2));
        harness.Fail(StopReason.WriteFailed, stored: false);
        Assert.Equal(StopReason.WriteFailed, harness.Stopped!.Reason);
        Assert.Equal(SubmissionStatus.NotExecuted, harness.Answers.Single(answer => answer.Token == 2).Status);
    }

    [Theory]
    [InlineData(StopReason.JournalUnreadable)]
    [InlineData(StopReason.RecoveryRefused)]
    public void A_journal_that_the_host_cannot_read_ends_recovery(StopReason reason)
    {
        SequencerHarness first = SequencerHarness.Started();
        var next = new SequencerHarness(first.Options, first.Journal);
        next.Sequencer.BeginRecovery([]);
        Assert.True(next.Sequencer.Replay(1, first.Journal[0]).Accepted);

        next.Sequencer.RecoveryFailed(reason, "a row of an unknown kind");

        Assert.Equal((reason, 2L), (next.Stopped!.Reason, next.Stopped.RecordNumber));
        Assert.Equal("record 2, after sequence 0: a row of an unknown kind", next.Stopped.Detail);
        Assert.Null(next.Pending);
        next.Offer(TestCommands.Submit(1));
        Assert.Equal(SubmissionStatus.EngineStopped, Assert.Single(next.Answers).Status);
    }

    /// <summary>Everything that can be asked of a sequencer, but for what only reads.</summary>
    public static TheoryData<string> Inputs =>
    [
        .. typeof(EngineSequencer).GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName && method.Name is not ("BeginRecovery" or "Resend" or "PollDelayMs"))
            .Select(method => method.Name),
    ];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void An_effect_may_not_call_the_sequencer_back(string input)
    {
        MethodInfo method = typeof(EngineSequencer).GetMethod(input)!;
        object?[] arguments = [.. method.GetParameters().Select(static parameter =>
            parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null)];
        EngineSequencer? sequencer = null;
        Exception? thrown = null;
        var effects = new KeepingEffects([])
        {
            OnWrite = _ => thrown ??= Record.Exception(() => method.Invoke(sequencer, arguments))?.InnerException,
        };
        sequencer = new EngineSequencer(SequencerHarness.Defaults, effects);
        sequencer.BeginRecovery([]);

        sequencer.RecoveryCompleted(new HostTime(SequencerHarness.StartWallMs, 1_000));

        Assert.Contains("called the sequencer back", Assert.IsType<InvalidOperationException>(thrown).Message);
    }

    [Fact]
    public void Who_is_not_to_take_the_journal_ends_recovery_without_a_fence()
    {
        SequencerHarness first = SequencerHarness.Started();
        var next = new SequencerHarness(first.Options, first.Journal);
        next.Sequencer.BeginRecovery([]);
        Assert.Throws<InvalidOperationException>(() => next.Sequencer.BeginRecovery([]));

        Assert.True(next.Sequencer.Replay(1, first.Journal[0]).Accepted);
        next.Sequencer.RefuseFence(StopReason.ForeignOwner, "another owner answers");

        Assert.Equal(new StopNotice(StopReason.ForeignOwner, 1, 0, "another owner answers"), next.Stopped);
        Assert.Null(next.Pending);
        next.Offer(TestCommands.Submit(1));
        Assert.Equal(new Answer(1, SubmissionStatus.EngineStopped), Assert.Single(next.Answers));
        Assert.Throws<InvalidOperationException>(() => next.Sequencer.RefuseFence(StopReason.ForeignOwner, ""));
    }

    /// <summary>An input of recovery that comes too early or too late is refused, and what follows is taken as
    /// before.</summary>
    [Fact]
    public void An_input_of_recovery_at_another_time_is_refused_and_changes_nothing()
    {
        SequencerHarness first = SequencerHarness.Started();
        var next = new SequencerHarness(first.Options, first.Journal);
        RefusesRecovery(next.Sequencer);
        next.Sequencer.BeginRecovery([]);
        Assert.True(next.Sequencer.Replay(1, first.Journal[0]).Accepted);
        Assert.Equal(0, next.Sequencer.Epoch);
        next.Sequencer.RefuseFence(StopReason.ForeignOwner, "another owner answers");

        RefusesRecovery(next.Sequencer);

        next.Offer(TestCommands.Submit(1));
        Assert.Equal(SubmissionStatus.EngineStopped, Assert.Single(next.Answers).Status);
        RefusesRecovery(first.Sequencer);
        first.Offer(TestCommands.Submit(1));
        first.CompleteAll();
        Assert.Equal(SubmissionStatus.Executed, first.Answers[^1].Status);
    }

    private static void RefusesRecovery(EngineSequencer sequencer)
    {
        Action[] inputs =
        [
            () => sequencer.OfferSnapshot(1, default), () => sequencer.Replay(1, default),
            () => sequencer.RecoveryCompleted(default),
            () => sequencer.RefuseFence(StopReason.ForeignOwner, ""),
            () => sequencer.RecoveryFailed(StopReason.JournalUnreadable, ""),
        ];
        Assert.All(
            inputs, input => Assert.StartsWith("recovery ", Assert.Throws<InvalidOperationException>(input).Message));
    }

    [Fact]
    public void Every_reason_says_whether_a_restart_helps() => Assert.Equal(
        Enum.GetValues<StopReason>().Order(), Restarts.Select(row => (StopReason)row[0]).Order());

    public static TheoryData<StopReason, bool> Restarts => new()
    {
        { StopReason.Drained, false },
        { StopReason.JournalRewritten, false },
        { StopReason.ForeignOwner, false },
        { StopReason.WriteFailed, true },
        { StopReason.WriteRejected, true },
        { StopReason.WriteTimeout, true },
        { StopReason.Fenced, true },
        { StopReason.ClockJump, true },
        { StopReason.Poison, false },
        { StopReason.RecoveryRefused, false },
        { StopReason.OwnerUnknown, true },
        { StopReason.JournalUnreadable, true },
        { StopReason.HostFailed, true },
    };

    [Theory]
    [MemberData(nameof(Restarts))]
    public void A_restart_is_offered_where_it_can_help(StopReason reason, bool expected) =>
        Assert.Equal(expected, new StopNotice(reason, 0, 0, "").MayRestart);

    /// <summary>Two commands and a read in flight or behind, one record being written.</summary>
    private static SequencerHarness Busy()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Offer(TestCommands.Submit(1));
        harness.Offer(TestCommands.Submit(2));
        harness.Sequencer.OfferRead(3, 3, harness.Now);
        harness.Offer(TestCommands.Submit(4));
        return harness;
    }

    private static void AssertStopped(SequencerHarness harness, StopReason reason)
    {
        Assert.Equal(reason, harness.Stopped!.Reason);
        Assert.Equal(
            [
                (1L, SubmissionStatus.OutcomeUnknown),
                (2L, SubmissionStatus.NotExecuted),
                (3L, SubmissionStatus.NotExecuted),
                (4L, SubmissionStatus.NotExecuted),
            ],
            harness.Answers.Select(answer => (answer.Token, answer.Status)));
        Assert.Equal($"stop {reason}", harness.Log[^1]);
        Assert.Equal(SequencerPhase.Stopped, harness.Sequencer.Phase);
        Assert.Equal(0, harness.Sequencer.AppliedSequence);
    }
}
