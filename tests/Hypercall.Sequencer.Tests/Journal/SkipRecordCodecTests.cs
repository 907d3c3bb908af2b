using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Journal;

/// <summary>The format of the operator's skips.</summary>
public sealed class SkipRecordCodecTests
{
    public static TheoryData<SkipRecord> Possible =>
    [
        SampleRecords.Skip,
        new SkipRecord("e", 1, "w"),
        new SkipRecord(
            new string('e', JournalRecordCodec.MaxIdBytes), long.MaxValue, new string('w', SkipRecord.MaxReasonBytes)),
    ];

    [Theory]
    [MemberData(nameof(Possible))]
    public void Round_trips(SkipRecord record)
    {
        byte[] bytes = SkipRecordCodec.Encode(record);
        Assert.True(SkipRecordCodec.TryDecode(bytes, out SkipRecord? read, out string? error), error);
        Assert.Equal(record, read);
    }

    [Fact]
    public void Every_cut_and_every_flipped_bit_is_refused()
    {
        byte[] bytes = SkipRecordCodec.Encode(SampleRecords.Skip);
        for (int length = 0; length < bytes.Length; length++)
            Assert.False(SkipRecordCodec.TryDecode(bytes.AsSpan(0, length), out _, out _));
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] flipped = [.. bytes];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(SkipRecordCodec.TryDecode(flipped, out _, out string? error));
            Assert.NotNull(error);
        }
    }

    public static TheoryData<SkipRecord> Impossible =>
    [
        new SkipRecord("", 1, "why"),
        new SkipRecord("main", 0, "why"),
        new SkipRecord("main", 1, ""),
        new SkipRecord("main", 1, new string('w', SkipRecord.MaxReasonBytes + 1)),
    ];

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Limits_are_kept(SkipRecord record) =>
        Assert.Throws<ArgumentException>(() => SkipRecordCodec.Encode(record));
}
