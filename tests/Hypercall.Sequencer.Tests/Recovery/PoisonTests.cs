using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Recovery;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Recovery;

/// <summary>A command that the engine cannot apply, and the operator's way past it.</summary>
public sealed class PoisonTests
{
    private const long Poisoned = 4;
    private static readonly SequencerOptions Defective = SequencerHarness.Defaults with
    {
        MaxBatch = 3,
        BeforeApply = static sequence =>
        {
            if (sequence == Poisoned)
                throw new InvalidOperationException("injected defect");
        },
    };

    private static readonly SkipRecord Skip = new("main", Poisoned, "injected defect");

    [Fact]
    public void The_record_is_unknown_what_was_applied_before_it_stands_the_rest_was_not_executed()
    {
        SequencerHarness harness = PoisonedHarness();
        Assert.Equal(
            [
                (1L, SubmissionStatus.Executed),
                (2, SubmissionStatus.Executed),
                (3, SubmissionStatus.Executed),
                (4, SubmissionStatus.OutcomeUnknown),
                (5, SubmissionStatus.OutcomeUnknown),
                (6, SubmissionStatus.OutcomeUnknown),
                (7, SubmissionStatus.OutcomeUnknown),
                (8, SubmissionStatus.NotExecuted),
            ],
            harness.Answers.Select(answer => (answer.Token, answer.Status)));
        Assert.Equal((StopReason.Poison, Poisoned), (harness.Stopped!.Reason, harness.Stopped.Sequence));
        Assert.False(harness.Stopped.MayRestart);
        Assert.Equal(3, harness.Published[^1].LastSequence);
        Assert.Equal(["diagnostic", "OutcomeUnknown 4"], harness.Log.SkipWhile(item => item != "diagnostic").Take(2));
    }

    [Fact]
    public void The_diagnostic_names_command_exception_and_digests()
    {
        SequencerHarness harness = PoisonedHarness();
        EngineDiagnostic diagnostic = Assert.Single(harness.Diagnostics);
        Assert.Equal(Poisoned, diagnostic.Sequence);
        Assert.Contains("TradingModeUpdate", diagnostic.Command, StringComparison.Ordinal);
        Assert.Contains("injected defect", diagnostic.Exception, StringComparison.Ordinal);
        Assert.NotEmpty(diagnostic.Digests);
        Assert.Null(diagnostic.DigestError);
        Assert.False(diagnostic.Envelope.IsEmpty);
    }

    [Fact]
    public void A_diagnostic_as_text_says_all_of_it()
    {
        var digest = KeyValuePair.Create("clock", Hash256.Compute("abc"u8));
        var diagnostic = new EngineDiagnostic(7, 9, "Tick { }", new byte[] { 0xAB, 1 }, "boom", [digest], "no digests");

        Assert.Equal(
            $"record    7\nsequence  9\ncommand   Tick {{ }}\nenvelope  ab01\ndigest    clock {digest.Value}\n"
            + "digests   no digests\n\nboom\n",
            diagnostic.ToText());
        Assert.DoesNotContain("digests ", (diagnostic with { DigestError = null }).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Recovery_meets_it_again_and_stays_down()
    {
        SequencerHarness harness = PoisonedHarness();
        var next = new SequencerHarness(Defective, harness.Journal) { Now = harness.Now };
        ReplayVerdict verdict = next.Recover();
        Assert.Equal(ReplayAction.Refused, verdict.Action);
        Assert.Contains(
            "sequence 4: applying it threw InvalidOperationException", verdict.Error, StringComparison.Ordinal);
        Assert.Equal((StopReason.Poison, Poisoned), (next.Stopped!.Reason, next.Stopped.Sequence));
        Assert.Single(next.Diagnostics);
    }

    [Fact]
    public void A_skip_makes_it_the_rejected_outcome_skipped_and_the_engine_goes_on()
    {
        SequencerHarness harness = PoisonedHarness();
        SequencerHarness next = harness.Successor(Defective, [Skip]);
        Assert.Equal(7, next.Sequencer.AppliedSequence);

        next.Offer(Request(4) with { FirstSentMs = SequencerHarness.StartWallMs });
        next.Offer(Request(5) with { FirstSentMs = SequencerHarness.StartWallMs });
        next.Offer(Request(8) with { FirstSentMs = SequencerHarness.StartWallMs });
        next.CompleteAll();
        Assert.Equal(
            [(RejectCode.Skipped, true), (RejectCode.None, true), (RejectCode.None, false)],
            next.Answers.Select(answer => (answer.Code, answer.Duplicate)));
        SequencerHarness third = next.Successor(Defective, [Skip]);
        Assert.Equal(next.Sequencer.AppliedSequence, third.Sequencer.AppliedSequence);
    }

    [Fact]
    public void A_snapshot_knows_what_was_skipped_and_fits_only_the_same_skips()
    {
        SequencerHarness next = PoisonedHarness().Successor(Defective, [Skip]);
        next.Sequencer.Drain(next.Now);
        next.CompleteAll();
        (long number, _, byte[] bytes) = Assert.Single(next.Snapshots);
        Assert.True(Replayer([Skip]).OfferSnapshot(number, bytes).Accepted);
        Assert.Equal(ReplayAction.SnapshotRefused, Replayer([]).OfferSnapshot(number, bytes).Action);
        Assert.True(Replayer([Skip, Skip with { Reason = "told again" }]).OfferSnapshot(number, bytes).Accepted);
    }

    [Fact]
    public void A_skip_of_a_command_that_had_been_applied_differs_from_the_journals_hashes()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Offer(TestCommands.Submit(1));
        harness.CompleteAll();
        var next = new SequencerHarness(SequencerHarness.Defaults, harness.Journal);
        ReplayVerdict verdict = next.Recover([new SkipRecord("main", 1, "by mistake")]);
        Assert.Equal(ReplayAction.Refused, verdict.Action);
        Assert.Contains("the hash after sequence 1", verdict.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_skip_of_a_command_that_does_not_exist_yet_is_refused()
    {
        SequencerHarness harness = SequencerHarness.Started();
        var next = new SequencerHarness(SequencerHarness.Defaults, harness.Journal);
        ReplayVerdict verdict = next.Recover([new SkipRecord("main", 9, "too early")]);
        Assert.Contains(
            "the skip of sequence 9 is beyond the journal's last command", verdict.Error, StringComparison.Ordinal);
        Assert.Equal(StopReason.RecoveryRefused, next.Stopped!.Reason);
    }

    [Fact]
    public void A_skip_for_another_engine_is_the_hosts_defect()
    {
        var harness = new SequencerHarness(SequencerHarness.Defaults);
        Assert.Throws<ArgumentException>(() => harness.Sequencer.BeginRecovery([Skip with { EngineId = "other" }]));
    }

    private static JournalReplayer Replayer(IReadOnlyList<SkipRecord> skips) =>
        new(new ReplayOptions { EngineId = "main", Skips = skips });

    private static Submission Request(long token) =>
        TestCommands.Submit(token, requestId: new RequestId((UInt128)token));

    /// <summary>Records of 1, 3 (the poisoned one last of the first two), 3 commands; then one that waits.</summary>
    private static SequencerHarness PoisonedHarness()
    {
        SequencerHarness harness = SequencerHarness.Started(Defective);
        for (int i = 1; i <= 8; i++)
            harness.Offer(Request(i));
        while (harness.Stopped is null)
            harness.Complete();
        if (harness.Pending is { } inFlight)
            harness.Journal.Add(inFlight.Bytes);
        return harness;
    }
}
