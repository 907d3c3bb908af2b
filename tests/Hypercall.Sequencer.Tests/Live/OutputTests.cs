using System.Runtime.InteropServices;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Live;

/// <summary>Published batches, the ring of recent ones, and a view's cursor over them.</summary>
public sealed class OutputTests
{
    [Fact]
    public void The_ring_gives_what_it_keeps_from_a_sequence_on()
    {
        PublishedRing ring = WithBatches(new PublishedRing(4, int.MaxValue), 10);
        Assert.Null(ring.From(6, long.MaxValue));
        Assert.Equal([(7L, 1), (8, 1), (9, 1), (10, 1)], Given(ring, 7));
        Assert.Equal([(10L, 1)], Given(ring, 10));
        Assert.Equal([], Given(ring, 11));
    }

    [Fact]
    public void The_ring_is_bounded_by_bytes_too()
    {
        PublishedRing ring = WithBatches(new PublishedRing(256, 300), 10);
        Assert.Null(ring.From(1, long.MaxValue));
        Assert.InRange(Given(ring, 10).Count, 0, 3);
        Assert.Null(WithBatches(new PublishedRing(0, 300), 3).From(3, long.MaxValue));
    }

    [Fact]
    public void Batches_hold_the_outcomes_that_were_answered()
    {
        SequencerHarness harness = SequencerHarness.Started();
        for (int i = 1; i <= 5; i++)
            harness.Offer(TestCommands.Submit(i));
        harness.CompleteAll();
        List<long> sequences = [];
        foreach (PublishedBatch batch in harness.Batches)
        {
            for (int i = 0; i < batch.Header.Count; i++)
            {
                var output = new ApplyOutput();
                var reader = new CanonicalReader(batch.Outcome(i).Span);
                Assert.True(OutcomeCodec.TryRead(ref reader, output), reader.Error);
                Assert.Equal(0, reader.Remaining);
                Assert.Equal(batch.Header.FirstSequence + i, output.Sequence);
                sequences.Add(output.Sequence);
                if (i == batch.Header.Count - 1)
                    Assert.Equal(batch.Header.Hash, output.Hash);
            }

            Assert.Throws<ArgumentOutOfRangeException>(() => batch.Outcome(batch.Header.Count));
        }

        Assert.Equal([1L, 2, 3, 4, 5], sequences);
    }

    /// <summary>Answers and the batch are slices of one array, which nothing is written over in.</summary>
    [Fact]
    public void An_outcome_is_encoded_once_for_its_answer_and_for_the_views()
    {
        var effects = new KeepingEffects([]);
        var sequencer = new EngineSequencer(SequencerHarness.Defaults, effects);
        var now = new HostTime(SequencerHarness.StartWallMs, 0);
        sequencer.BeginRecovery([]);
        sequencer.RecoveryCompleted(now);
        for (int record = 1; record <= 6; record++)
        {
            sequencer.WriteCompleted(record, now);
            sequencer.ApplyWritten(now);
            for (int i = 0; i < 20; i++)
                sequencer.Offer(TestCommands.Submit((record * 100) + i), now);
        }

        Assert.True(effects.Batches.Count > 2);
        Assert.Equal(effects.Answers.Count, effects.Batches.Sum(batch => batch.Header.Count));
        int answer = 0;
        foreach (PublishedBatch batch in effects.Batches)
        {
            for (int i = 0; i < batch.Header.Count; i++, answer++)
            {
                (ReadOnlyMemory<byte> bytes, byte[] copy) = effects.Answers[answer];
                Assert.Equal(copy, bytes.ToArray());
                Assert.Equal(copy, batch.Outcome(i).ToArray());
            }
        }

        Assert.Same(ArrayOf(effects.Batches[^1].Outcome(0)), ArrayOf(effects.Answers[^1].Bytes));
    }

    private static byte[]? ArrayOf(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> segment) ? segment.Array : null;

    [Theory]
    [InlineData(1)]
    [InlineData(250)]
    [InlineData(100_000)]
    public void A_split_batch_is_the_same_outcomes_in_parts_that_follow_one_another(int mostBytes)
    {
        PublishedBatch whole = Batch(5);
        PublishedBatch tail = whole.Split(whole.ByteCount - 1)[^1];

        foreach (PublishedBatch batch in new[] { whole, tail })
        {
            IReadOnlyList<PublishedBatch> parts = batch.Split(mostBytes);
            long previous = batch.Header.PreviousSequence;
            var cursor = new BatchCursor(previous);
            foreach (PublishedBatch part in parts)
            {
                Assert.Equal(BatchVerdict.Apply, cursor.Observe(part.Header));
                Assert.True(part.Header.Count == 1 || part.ByteCount <= mostBytes);
                Assert.Equal(
                    Enumerable.Range(0, part.Header.Count).Sum(index => part.Outcome(index).Length), part.ByteCount);
            }

            Assert.Equal(batch.Header.Hash, parts[^1].Header.Hash);
            Assert.Equal(Bytes(batch), parts.SelectMany(Bytes));
            Assert.All(parts, part => Assert.Equal(part.Header.Hash, HashOf(part.Outcome(part.Header.Count - 1))));
        }
    }

    private static PublishedBatch Batch(int commands)
    {
        SequencerHarness harness = SequencerHarness.Started();
        for (int i = 0; i <= commands; i++)
            harness.Offer(TestCommands.Submit(i + 1));
        harness.CompleteAll();
        PublishedBatch last = harness.Batches[^1];
        Assert.Equal(commands, last.Header.Count);
        return last;
    }

    private static IEnumerable<byte> Bytes(PublishedBatch batch) =>
        Enumerable.Range(0, batch.Header.Count).SelectMany(index => batch.Outcome(index).ToArray());

    private static Hash256 HashOf(ReadOnlyMemory<byte> outcome)
    {
        var output = new ApplyOutput();
        var reader = new CanonicalReader(outcome.Span);
        Assert.True(OutcomeCodec.TryRead(ref reader, output), reader.Error);
        return output.Hash;
    }

    public static TheoryData<string, BatchHeader, BatchVerdict, long, int> Verdicts => new()
    {
        { "next", Batch(2, 11, 3), BatchVerdict.Apply, 14, 0 },
        { "seen", Batch(2, 8, 3), BatchVerdict.Known, 11, 0 },
        { "partly seen", Batch(2, 9, 4), BatchVerdict.Apply, 13, 2 },
        { "gap", Batch(2, 12, 1), BatchVerdict.Gap, 11, 0 },
        { "new epoch", Batch(3, 11, 1), BatchVerdict.Apply, 12, 0 },
        { "gap in a new epoch", Batch(3, 20, 1), BatchVerdict.Gap, 11, 0 },
        { "old epoch", Batch(1, 11, 1), BatchVerdict.Stale, 11, 0 },
        { "heartbeat", Batch(2, 11, 0), BatchVerdict.Known, 11, 0 },
        { "heartbeat ahead", Batch(2, 12, 0), BatchVerdict.Gap, 11, 0 },
    };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void A_cursor_tells_new_from_seen_missing_and_stale(
        string name, BatchHeader header, BatchVerdict expected, long next, int skip)
    {
        var cursor = new BatchCursor(10, 2);
        Assert.Equal((name, expected), (name, cursor.Observe(header)));
        Assert.Equal(next, cursor.NextSequence);
        if (expected == BatchVerdict.Apply)
            Assert.Equal(skip, cursor.SkipCount);
        Assert.Equal(Math.Max(2, header.Epoch), cursor.Epoch);
    }

    [Fact]
    public void A_cursor_that_caught_up_elsewhere_goes_on_from_there()
    {
        var cursor = new BatchCursor();
        Assert.Equal(BatchVerdict.Gap, cursor.Observe(Batch(1, 5, 2)));
        cursor.CaughtUp(5);
        Assert.Equal(BatchVerdict.Apply, cursor.Observe(Batch(1, 5, 2)));
        Assert.Equal(1, cursor.SkipCount);
    }

    private static BatchHeader Batch(long epoch, long first, int count) => new(epoch, first, count, first - 1, default);

    private static PublishedRing WithBatches(PublishedRing ring, int count)
    {
        SequencerHarness harness = SequencerHarness.Started();
        for (int i = 1; i <= count; i++)
        {
            harness.Offer(TestCommands.Submit(i));
            harness.CompleteAll();
        }

        harness.Batches.ForEach(ring.Keep);
        return ring;
    }

    private static List<(long First, int Count)> Given(PublishedRing ring, long from)
    {
        IReadOnlyList<PublishedBatch>? batches = ring.From(from, long.MaxValue);
        Assert.NotNull(batches);
        return [.. batches.Select(batch => (batch.Header.FirstSequence, batch.Header.Count))];
    }
}
