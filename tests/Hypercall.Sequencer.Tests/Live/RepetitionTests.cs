using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Live;

/// <summary>Requests sent again before their answer came: answered, and executed and journaled once.</summary>
public sealed class RepetitionTests
{
    private const int Capacity = 100;
    private static readonly RequestId Id = new(42);
    private static readonly SequencerOptions Small =
        SequencerHarness.Defaults with { QueueCapacity = Capacity, MaxBatch = 10 };

    [Fact]
    public void One_that_repeats_what_is_queued_or_in_the_write_gets_its_answer()
    {
        SequencerHarness harness = SequencerHarness.Started(Small);
        harness.Offer(TestCommands.Submit(1));
        harness.Offer(TestCommands.Submit(2, requestId: Id));
        harness.Offer(TestCommands.Submit(3, requestId: Id));
        Assert.Equal(2, harness.Sequencer.Statistics.QueueDepth);
        harness.Complete();
        harness.Offer(TestCommands.Submit(4, requestId: Id));
        harness.CompleteAll();

        Assert.Equal([(1L, 1L), (2, 2), (3, 2), (4, 2)], harness.Answers.Select(a => (a.Token, a.Sequence)));
        Assert.All(harness.Answers, answer => Assert.False(answer.Duplicate));
        Assert.Equal(2, Journaled(harness));
    }

    [Fact]
    public void The_latest_of_a_submitter_takes_the_place_of_the_one_that_it_gave_up()
    {
        SequencerHarness harness = SequencerHarness.Started(Small);
        for (int token = 1; token <= 4; token++)
            harness.Offer(TestCommands.Submit(token, submitter: 7, requestId: Id));
        harness.Offer(TestCommands.Submit(5, submitter: 8, requestId: Id));
        harness.CompleteAll();

        Assert.Equal(
            [
                (2L, SubmissionStatus.OutcomeUnknown), (3, SubmissionStatus.OutcomeUnknown),
                (1, SubmissionStatus.Executed), (4, SubmissionStatus.Executed), (5, SubmissionStatus.Executed),
            ],
            harness.Answers.Select(answer => (answer.Token, answer.Status)));
        Assert.Equal(1, Journaled(harness));
    }

    [Fact]
    public void One_that_repeats_what_is_executed_is_told_the_first_outcome_and_not_journaled()
    {
        SequencerHarness harness = SequencerHarness.Started(Small);
        harness.Offer(TestCommands.Submit(1, requestId: Id));
        harness.Offer(TestCommands.Submit(2));
        harness.CompleteAll();
        harness.Forget();

        harness.Offer(TestCommands.Submit(3, requestId: Id));

        Assert.Equal(
            new Answer(3, SubmissionStatus.Executed, 2, Duplicate: true, TimestampMs: SequencerHarness.StartWallMs),
            Assert.Single(harness.Answers));
        Assert.Equal(2, Journaled(harness));
    }

    [Fact]
    public void A_remembered_rejection_is_told_as_it_was()
    {
        SequencerHarness harness = SequencerHarness.Started(Small);
        var cancel = new CancelOrder(WalletAddress.FromNumber(1), OrderReference.ById(9));
        harness.Offer(TestCommands.Submit(1, cancel, requestId: Id));
        harness.CompleteAll();
        RejectCode first = Assert.Single(harness.Answers).Code;
        Assert.NotEqual(RejectCode.None, first);

        harness.Offer(TestCommands.Submit(2, cancel, requestId: Id));

        Assert.Equal((first, true), (harness.Answers[1].Code, harness.Answers[1].Duplicate));
    }

    /// <summary>Bulks hold their actions in arrays, which are compared by what is in them.</summary>
    [Fact]
    public void A_bulk_is_known_by_its_content()
    {
        SequencerHarness harness = SequencerHarness.Started(Small);
        harness.Offer(TestCommands.Submit(1));
        harness.Offer(TestCommands.Submit(2, Bulk(), requestId: Id));
        harness.Offer(TestCommands.Submit(3, Bulk(), requestId: Id));
        harness.CompleteAll();

        Assert.Equal([1L, 2, 2], harness.Answers.Select(answer => answer.Sequence));
    }

    [Fact]
    public void Another_command_under_the_same_id_is_journaled_and_rejected()
    {
        SequencerHarness harness = SequencerHarness.Started(Small);
        harness.Offer(TestCommands.Submit(1));
        harness.Offer(TestCommands.Submit(2, requestId: Id));
        harness.Offer(TestCommands.Submit(3, TestCommands.WayOut, requestId: Id));
        harness.CompleteAll();
        harness.Offer(TestCommands.Submit(4, TestCommands.WayOut, requestId: Id));
        harness.CompleteAll();

        Assert.Equal(
            [RejectCode.None, RejectCode.None, RejectCode.RequestIdReused, RejectCode.RequestIdReused],
            harness.Answers.Select(answer => answer.Code));
        Assert.Equal(4, Journaled(harness));
    }

    /// <summary>A NonceAdvance has no field of its own: what it asks for is its signer's nonce.</summary>
    [Fact]
    public void Another_nonce_under_the_same_id_is_another_command()
    {
        SequencerHarness harness = SequencerHarness.Started(Small);
        harness.Offer(TestCommands.Submit(1));
        harness.Offer(Advance(2, SequencerHarness.StartWallMs));
        harness.Offer(Advance(3, SequencerHarness.StartWallMs + 1));
        harness.Offer(Advance(4, SequencerHarness.StartWallMs));
        harness.CompleteAll();

        Assert.Equal(
            [
                (1L, 1L, RejectCode.None), (2, 2, RejectCode.None), (4, 2, RejectCode.None),
                (3, 3, RejectCode.RequestIdReused),
            ],
            harness.Answers.Select(answer => (answer.Token, answer.Sequence, answer.Code)));
    }

    /// <summary>An owner that may have lost its place does not tell from memory: the journal has to take it.</summary>
    [Fact]
    public void Without_a_young_proof_of_ownership_it_is_journaled()
    {
        SequencerHarness harness = SequencerHarness.Started(Small);
        harness.Offer(TestCommands.Submit(1, requestId: Id));
        harness.CompleteAll();
        harness.Advance(Small.OwnerCheckIntervalMs + 1);

        harness.Offer(TestCommands.Submit(2, requestId: Id));
        Assert.Single(harness.Answers);
        harness.CompleteAll();

        Assert.Equal((2L, true), (harness.Answers[1].Sequence, harness.Answers[1].Duplicate));
    }

    [Fact]
    public void The_time_of_submissions_is_journaled_with_every_one_of_them()
    {
        SequencerHarness harness = SequencerHarness.Started(Small with { TimeSource = TimeSource.Submission });
        for (int token = 1; token <= 3; token++)
            harness.Offer(TestCommands.Submit(token, timestampMs: token, requestId: Id));
        harness.CompleteAll();

        Assert.Equal([1L, 2, 3], harness.Answers.Select(answer => answer.Sequence));
    }

    [Fact]
    public void Repetitions_need_no_room_in_the_queue_and_are_bounded_themselves()
    {
        SequencerHarness harness = SequencerHarness.Started(Small);
        harness.Offer(TestCommands.Submit(1, requestId: Id));
        for (int token = 2; token <= 90; token++)
            harness.Offer(TestCommands.Submit(token));
        Assert.Empty(harness.Answers);

        for (int token = 101; token <= 100 + Capacity + 1; token++)
            harness.Offer(TestCommands.Submit(token, requestId: Id));
        Answer refused = Assert.Single(harness.Answers);
        Assert.Equal((100L + Capacity + 1, SubmissionStatus.EngineBusy), (refused.Token, refused.Status));
        harness.CompleteAll();

        Assert.Equal(90 + Capacity + 1, harness.Answers.Count);
        Assert.Equal(90, Journaled(harness));
    }

    [Theory]
    [InlineData(true, SubmissionStatus.OutcomeUnknown)]
    [InlineData(false, SubmissionStatus.NotExecuted)]
    public void When_the_engine_stops_it_fares_as_the_one_it_repeats(bool inTheWrite, SubmissionStatus expected)
    {
        SequencerHarness harness = SequencerHarness.Started(Small);
        if (!inTheWrite)
            harness.Offer(TestCommands.Submit(1));
        harness.Offer(TestCommands.Submit(2, requestId: Id));
        harness.Offer(TestCommands.Submit(3, requestId: Id));
        harness.Fail(StopReason.WriteFailed, stored: false);

        Assert.Equal(
            [(2L, expected), (3L, expected)],
            harness.Answers.Where(a => a.Token > 1).Select(a => (a.Token, a.Status)));
    }

    private static Submission Advance(long token, long nonce)
    {
        Submission plain = TestCommands.Submit(token, new NonceAdvance(), requestId: Id);
        return plain with { Signer = WalletAddress.FromNumber(1), Nonce = nonce };
    }

    private static BulkOrders Bulk() => new(
        WalletAddress.FromNumber(1), [new BulkCancel(OrderReference.ById(1)), new BulkCancel(OrderReference.ById(2))]);

    private static int Journaled(SequencerHarness harness) => harness.Records().Sum(record => record.Count);
}
