using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Live;

/// <summary>How records are formed, and in which order things happen around a write.</summary>
public sealed class BatchingTests
{
    [Fact]
    public void One_write_is_in_flight_and_the_next_takes_all_that_waits()
    {
        SequencerHarness harness = SequencerHarness.Started();
        for (int i = 1; i <= 5; i++)
            harness.Offer(TestCommands.Submit(i));
        Assert.Equal((1L, 1), (harness.PendingRecord().FirstSequence, harness.PendingRecord().Count));

        harness.Complete();
        Assert.Equal((2L, 4), (harness.PendingRecord().FirstSequence, harness.PendingRecord().Count));
        Assert.Equal([1L], harness.Answers.Select(answer => answer.Token));
        harness.CompleteAll();
        Assert.Equal([1L, 2, 3, 4, 5], harness.Answers.Select(answer => answer.Token));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(3)]
    public void What_is_offered_together_begins_no_record_before_the_last_of_it_is_taken_or_refused(int taken)
    {
        SequencerHarness harness = SequencerHarness.Started(
            SequencerHarness.Defaults with { QueueCapacity = 4 * taken });
        for (int i = 1; i <= 3; i++)
            harness.Offer(TestCommands.Submit(i, submitter: 9), moreFollow: true);
        Assert.Null(harness.Pending);

        harness.Offer(TestCommands.Submit(4, submitter: 9));
        Assert.Equal((1L, taken), (harness.PendingRecord().FirstSequence, harness.PendingRecord().Count));
        harness.CompleteAll();
        Assert.Equal([1L, 2, 3, 4], harness.Answers.Select(answer => answer.Token).Order());
    }

    [Fact]
    public void The_next_write_starts_before_the_finished_record_is_applied_and_publishing_comes_last()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Offer(TestCommands.Submit(1));
        harness.Offer(TestCommands.Submit(2));
        harness.Offer(TestCommands.Submit(3));
        harness.Complete();
        harness.Complete();
        harness.Complete();
        Assert.Equal(
            [
                "write Commands", "write Commands", "reply 1", "publish", "reply 2", "reply 3", "publish", "write Seal",
            ],
            harness.Log);
    }

    [Fact]
    public void A_record_says_what_was_applied_when_it_was_written()
    {
        SequencerHarness harness = SequencerHarness.Started();
        for (int i = 1; i <= 3; i++)
        {
            harness.Offer(TestCommands.Submit(i));
            if (i > 1)
                harness.Complete();
        }

        harness.CompleteAll();
        JournalRecord[] records = [.. harness.Records().Where(record => record.Kind == JournalRecordKind.Commands)];
        Assert.Equal([1L, 2, 3], records.Select(record => record.FirstSequence));
        Assert.Equal([0L, 0, 1], records.Select(record => record.AppliedSequence));
        Assert.All(harness.Records().Skip(1), record => Assert.Equal(1, record.Epoch));
    }

    [Fact]
    public void Nothing_is_answered_published_or_read_before_its_record_is_durable()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Offer(TestCommands.Submit(1));
        harness.Sequencer.OfferRead(2, 2, harness.Now);
        harness.Sequencer.ReadNow(3, harness.Now);
        Assert.Equal([3L], harness.Answers.Select(answer => answer.Token));
        Assert.Equal(0, harness.Answers[0].Sequence);
        Assert.Equal(0, harness.Sequencer.AppliedSequence);
        Assert.Empty(harness.Published);

        harness.Complete();
        Assert.Equal([3L, 1, 2], harness.Answers.Select(answer => answer.Token));
        Assert.Equal(1, harness.Answers[2].Sequence);
        BatchHeader batch = harness.Published[0];
        Assert.Equal((1L, 1, 0L), (batch.FirstSequence, batch.Count, batch.PreviousSequence));
    }

    [Fact]
    public void A_record_holds_at_most_the_batch()
    {
        SequencerHarness harness = SequencerHarness.Started(SequencerHarness.Defaults with { MaxBatch = 3 });
        for (int i = 1; i <= 9; i++)
            harness.Offer(TestCommands.Submit(i));
        harness.CompleteAll();
        Assert.Equal([1, 3, 3, 2], CommandCounts(harness));
    }

    [Fact]
    public void A_record_holds_at_most_its_bytes_the_last_byte_included()
    {
        const int Points = 100;
        int commandBytes = PayloadBytes(AdmissionTests.Surface(Points));
        int overhead = JournalRecordCodec.CommandsOverhead("main");
        foreach ((int slack, int expected) in new[] { (0, 4), (-1, 3) })
        {
            SequencerOptions options = SequencerHarness.Defaults with
            {
                MaxRecordBytes = overhead + (4 * commandBytes) + slack,
            };
            SequencerHarness harness = SequencerHarness.Started(options);
            for (int i = 1; i <= 9; i++)
                harness.Offer(TestCommands.Submit(i, AdmissionTests.Surface(Points)));
            harness.CompleteAll();
            Assert.Equal(expected, CommandCounts(harness)[1]);
            Assert.All(harness.Journal, record => Assert.True(record.Length <= options.MaxRecordBytes));
            Assert.Equal(9, harness.Sequencer.AppliedSequence);
        }
    }

    [Fact]
    public void Bytes_of_a_record_hold_for_ever()
    {
        var kept = new List<(ReadOnlyMemory<byte> Bytes, byte[] Copy)>();
        var effects = new KeepingEffects(kept);
        var sequencer = new EngineSequencer(SequencerHarness.Defaults, effects);
        var now = new HostTime(SequencerHarness.StartWallMs, 0);
        sequencer.BeginRecovery([]);
        sequencer.RecoveryCompleted(now);
        for (int number = 1; number <= 40; number++)
        {
            sequencer.WriteCompleted(number, now);
            sequencer.ApplyWritten(now);
            for (int i = 0; i < number; i++)
                sequencer.Offer(TestCommands.Submit((number * 100) + i), now);
            Assert.All(kept, write => Assert.Equal(write.Copy, write.Bytes.ToArray()));
        }

        Assert.Equal(41, kept.Count);
    }

    [Fact]
    public void A_call_from_within_an_effect_is_refused()
    {
        EngineSequencer? sequencer = null;
        var effects = new KeepingEffects([]) { OnWrite = _ => sequencer!.Poll(default) };
        sequencer = new EngineSequencer(SequencerHarness.Defaults, effects);
        sequencer.BeginRecovery([]);
        Assert.Throws<InvalidOperationException>(() => sequencer.RecoveryCompleted(default));
        Assert.Throws<InvalidOperationException>(() => sequencer.Offer(TestCommands.Submit(1), default));
    }

    [Fact]
    public void An_answer_to_a_write_that_is_not_in_flight_is_the_hosts_defect()
    {
        SequencerHarness harness = SequencerHarness.Started();
        Assert.Throws<InvalidOperationException>(() => harness.Sequencer.WriteCompleted(99, harness.Now));
    }

    [Fact]
    public void The_next_write_starts_before_the_finished_record_is_applied_and_nothing_comes_between()
    {
        SequencerHarness harness = SequencerHarness.Started();
        harness.Offer(TestCommands.Submit(1));
        harness.Offer(TestCommands.Submit(2));
        long number = harness.Store();
        harness.Sequencer.WriteCompleted(number, harness.Now);
        Assert.Equal(number + 1, harness.Pending!.Value.Number);
        Assert.Empty(harness.Answers);
        Assert.Throws<InvalidOperationException>(() => harness.Poll());
        harness.Sequencer.ApplyWritten(harness.Now);
        Assert.Equal(1, Assert.Single(harness.Answers).Token);
        harness.Poll();
    }

    private static int[] CommandCounts(SequencerHarness harness) =>
        [
            .. harness.Records()
                .Where(record => record.Kind == JournalRecordKind.Commands)
                .Select(record => record.Count),
        ];

    private static int PayloadBytes(Engine.Commands.EngineCommand command) => SampleRecords.Payload(
        [Engine.Commands.CommandEnvelope.Trusted(1, SequencerHarness.StartWallMs, command)]).Length;
}
