using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Live;
using Hypercall.Testing.Twin;

namespace Hypercall.Views.Tests.Feed;

public sealed class PublishedBatchCodecTests
{
    /// <summary>Epoch 3, previous sequence 41, hash 11…, two outcomes of 2 and 1 bytes that the codec does not read.</summary>
    private const string Golden =
        "01" + "0300000000000000" + "2900000000000000"
        + "1111111111111111111111111111111111111111111111111111111111111111" + "02" + "02" + "01" + "AABB" + "CC";

    [Fact]
    public void The_layout_is_the_committed_one()
    {
        PublishedBatch batch = Read(Convert.FromHexString(Golden));
        Assert.Equal((3, 42, 2, 41, 43), (
            batch.Header.Epoch, batch.Header.FirstSequence, batch.Header.Count, batch.Header.PreviousSequence,
            batch.Header.LastSequence));
        Assert.Equal([0xAA, 0xBB], batch.Outcome(0).ToArray());
        Assert.Equal([0xCC], batch.Outcome(1).ToArray());
        Assert.Equal(Golden, Convert.ToHexString(Bytes(batch)));
    }

    [Fact]
    public void A_batch_a_part_of_one_and_a_heartbeat_come_back_as_they_were()
    {
        var venue = new RecordedVenue(seed: 601, 60);
        PublishedBatch batch = venue.Batch(11, 30, epoch: 9);
        PublishedBatch[] samples = [batch, .. batch.Split(batch.ByteCount / 3), venue.Heartbeat(30, epoch: 9)];
        foreach (PublishedBatch sample in samples)
        {
            PublishedBatch read = Read(Bytes(sample));
            Assert.Equal(sample.Header, read.Header);
            Assert.Equal(sample.ByteCount, read.ByteCount);
            for (int i = 0; i < sample.Header.Count; i++)
                Assert.Equal(sample.Outcome(i).ToArray(), read.Outcome(i).ToArray());
        }
    }

    [Fact]
    public void Bytes_that_end_early_or_late_are_refused_with_the_place()
    {
        byte[] bytes = Bytes(new RecordedVenue(seed: 602, 20).Batch(1, 5));
        for (int length = 0; length < bytes.Length; length++)
            AssertRefused(bytes.AsMemory(0, length));
        AssertRefused(new byte[] { 0 }.Concat(bytes).ToArray());
        AssertRefused(bytes.Append((byte)0).ToArray());
    }

    [Theory]
    [InlineData(0, 2, "batch version 2 is unknown at byte 1")]
    [InlineData(8, 0x80, "epoch -9223372036854775805 is outside 0..9223372036854775807 at byte 9")]
    [InlineData(49, 0x7F, "outcome count 127 is too large at byte 50")]
    [InlineData(50, 0x05, "outcome byte count 5 is too large at byte 51")]
    [InlineData(50, 0x04, "5 bytes expected, 3 left at byte 52")]
    [InlineData(50, 0x01, "1 bytes too many at byte 54")]
    public void Errors_name_what_and_where(int offset, int value, string expected)
    {
        byte[] bytes = Convert.FromHexString(Golden);
        bytes[offset] = (byte)value;
        Assert.False(PublishedBatchCodec.TryRead(bytes, out _, out string? error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData(611)]
    [InlineData(612)]
    public void Flipped_bytes_never_throw(int seed)
    {
        byte[] sound = Bytes(new RecordedVenue(seed, 20).Batch(1, 8));
        var random = new SeededRandom((ulong)seed);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = [.. sound];
            for (long flips = random.Between(1, 3); flips > 0; flips--)
                bytes[random.Below(i % 2 == 0 ? 64 : bytes.Length)] ^= (byte)random.Between(1, 255);
            if (!PublishedBatchCodec.TryRead(bytes, out PublishedBatch? batch, out _))
                continue;
            var host = new ViewHost();
            host.Feed.Receive(batch!);
            Assert.True(host.Feed.LastSequence <= batch!.Header.LastSequence, $"seed {seed}, mutation {i}");
        }
    }

    [Fact]
    public void A_batch_is_made_only_of_parts_that_belong_together()
    {
        var header = new BatchHeader(1, 5, 2, 4, default);
        Assert.Throws<ArgumentException>(() => PublishedBatch.FromOutcomes(header, new byte[3], [1]));
        Assert.Throws<ArgumentException>(() => PublishedBatch.FromOutcomes(header, new byte[3], [1, 2]));
        Assert.Throws<ArgumentException>(
            () => PublishedBatch.FromOutcomes(header with { PreviousSequence = 3 }, new byte[3], [1, 3]));
        PublishedBatch batch = PublishedBatch.FromOutcomes(header, new byte[3], [1, 3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Outcome(2));
    }

    private static byte[] Bytes(PublishedBatch batch)
    {
        var writer = new CanonicalWriter();
        PublishedBatchCodec.Write(writer, batch);
        return writer.ToArray();
    }

    private static PublishedBatch Read(byte[] bytes)
    {
        Assert.True(PublishedBatchCodec.TryRead(bytes, out PublishedBatch? batch, out string? error), error);
        return batch!;
    }

    private static void AssertRefused(ReadOnlyMemory<byte> bytes)
    {
        Assert.False(PublishedBatchCodec.TryRead(bytes, out PublishedBatch? batch, out string? error));
        Assert.Null(batch);
        Assert.Matches(" at byte [0-9]+$", error!);
    }
}
