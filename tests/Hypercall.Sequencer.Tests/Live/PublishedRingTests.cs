using Hypercall.Sequencer.Live;

namespace Hypercall.Sequencer.Tests.Live;

/// <summary>What of the batches that were published is kept, and how much of it is given at once.</summary>
public sealed class PublishedRingTests
{
    private const int Bytes = 10;

    [Theory]
    [InlineData(3, 1_000)]
    [InlineData(100, (3 * Bytes) + 9)]
    [InlineData(3, 3 * Bytes)]
    public void The_last_batches_within_both_bounds_are_kept(int maxBatches, long maxBytes)
    {
        PublishedRing ring = Filled(maxBatches, maxBytes, last: 9);

        Assert.Null(ring.From(6, 1_000));
        Assert.Equal([7L, 8, 9], Sequences(ring.From(7, 1_000)));
        Assert.Equal([9L], Sequences(ring.From(9, 1_000)));
        Assert.Empty(ring.From(10, 1_000)!);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData((2 * Bytes) - 1, 1)]
    [InlineData(2 * Bytes, 2)]
    [InlineData((3 * Bytes) - 1, 2)]
    public void So_many_bytes_are_given_at_most_but_one_batch_at_least(long mostBytes, int batches) =>
        Assert.Equal(batches, Filled(100, 1_000, last: 9).From(3, mostBytes)!.Count);

    [Fact]
    public void What_does_not_follow_replaces_all_and_a_heartbeat_nothing()
    {
        PublishedRing ring = Filled(100, 4 * Bytes, last: 3);
        ring.Keep(PublishedBatch.FromOutcomes(new BatchHeader(1, 4, 0, 3, default), default, []));
        Assert.Equal([1L, 2, 3], Sequences(ring.From(1, 1_000)));

        for (long sequence = 5; sequence <= 8; sequence++)
            ring.Keep(Batch(sequence));
        Assert.Null(ring.From(4, 1_000));
        Assert.Equal([5L, 6, 7, 8], Sequences(ring.From(5, 1_000)));

        ring.Clear();
        Assert.Null(ring.From(8, 1_000));
    }

    private static PublishedRing Filled(int maxBatches, long maxBytes, long last)
    {
        var ring = new PublishedRing(maxBatches, maxBytes);
        for (long sequence = 1; sequence <= last; sequence++)
            ring.Keep(Batch(sequence));
        return ring;
    }

    private static PublishedBatch Batch(long sequence) => PublishedBatch.FromOutcomes(
        new BatchHeader(1, sequence, 1, sequence - 1, default), new byte[Bytes], [Bytes]);

    private static IEnumerable<long> Sequences(IReadOnlyList<PublishedBatch>? batches) =>
        batches!.Select(batch => batch.Header.FirstSequence);
}
