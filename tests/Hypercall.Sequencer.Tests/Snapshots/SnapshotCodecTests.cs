using Hypercall.Sequencer.Snapshots;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Snapshots;

/// <summary>The snapshot format.</summary>
public sealed class SnapshotCodecTests
{
    [Fact]
    public void Round_trips()
    {
        byte[] bytes = SnapshotBytes.Of(SampleRecords.Snapshot);
        Assert.True(SnapshotCodec.TryDecode(bytes, out EngineSnapshot? read, out string? error), error);
        Assert.Equal(SampleRecords.Snapshot.State.ToArray(), read!.State.ToArray());
        Assert.Equal(SampleRecords.Snapshot.Skipped, read.Skipped);
        Assert.Equal(SampleRecords.Snapshot.Digests, read.Digests);
        Assert.Equal(bytes, SnapshotBytes.Of(read));
        Assert.Equal(
            (SampleRecords.Snapshot.Epoch, SampleRecords.Snapshot.RecordNumber, SampleRecords.Snapshot.Hash),
            (read.Epoch, read.RecordNumber, read.Hash));
    }

    [Fact]
    public void Every_cut_and_every_flipped_bit_is_refused()
    {
        byte[] bytes = SnapshotBytes.Of(SampleRecords.Snapshot);
        for (int length = 0; length < bytes.Length; length++)
            Assert.False(SnapshotCodec.TryDecode(bytes.AsMemory(0, length), out _, out _));
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] flipped = [.. bytes];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(SnapshotCodec.TryDecode(flipped, out EngineSnapshot? read, out string? error));
            Assert.Null(read);
            Assert.NotNull(error);
        }
    }

    [Fact]
    public void An_unknown_version_is_named()
    {
        byte[] bytes = SnapshotBytes.Of(SampleRecords.Snapshot);
        bytes[0] = 2;
        Assert.False(SnapshotCodec.TryDecode(bytes, out _, out string? error));
        Assert.Contains("version 2 is unknown", error, StringComparison.Ordinal);
    }
}
