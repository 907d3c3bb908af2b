using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Journal;

/// <summary>The record format: what is written is read, what is cut off is told from what is damaged.</summary>
public sealed class JournalRecordCodecTests
{
    public static TheoryData<JournalRecordKind> Kinds => [.. Enum.GetValues<JournalRecordKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Round_trips_every_kind(JournalRecordKind kind)
    {
        string longest = new('i', JournalRecordCodec.MaxIdBytes);
        JournalRecord record = Sample(kind);
        RoundTrips(record);
        RoundTrips(record with { EngineId = longest, HostId = record.HostId.Length == 0 ? "" : longest });
    }

    private static void RoundTrips(JournalRecord record)
    {
        byte[] bytes = JournalRecordCodec.Encode(record);

        RecordStatus status = JournalRecordCodec.TryDecode(bytes, out JournalRecord? read, out string? error);
        Assert.Equal(RecordStatus.Sound, status);
        Assert.Null(error);
        Assert.Equal(record with { Payload = default }, read! with { Payload = default });
        Assert.Equal(record.Payload.ToArray(), read.Payload.ToArray());
        Assert.Equal(bytes, JournalRecordCodec.Encode(read));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_cut_is_torn_and_every_flipped_bit_is_damage(JournalRecordKind kind)
    {
        byte[] bytes = JournalRecordCodec.Encode(Sample(kind));
        for (int length = 0; length < bytes.Length; length++)
            Assert.Equal(RecordStatus.Torn, JournalRecordCodec.TryDecode(bytes.AsMemory(0, length), out _, out _));
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] flipped = [.. bytes];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            RecordStatus status = JournalRecordCodec.TryDecode(flipped, out JournalRecord? read, out string? error);
            Assert.Equal(RecordStatus.Damaged, status);
            Assert.Null(read);
            Assert.NotNull(error);
        }
    }

    [Fact]
    public void Bytes_behind_the_record_are_damage()
    {
        byte[] bytes = [.. JournalRecordCodec.Encode(SampleRecords.Seal), 0];
        Assert.Equal(RecordStatus.Damaged, JournalRecordCodec.TryDecode(bytes, out _, out _));
    }

    [Fact]
    public void An_unknown_version_is_named()
    {
        byte[] bytes = JournalRecordCodec.Encode(SampleRecords.Seal);
        bytes[0] = 9;
        Crc.Repair(bytes, lengthToo: false);
        Assert.Equal(RecordStatus.Damaged, JournalRecordCodec.TryDecode(bytes, out _, out string? error));
        Assert.Equal("format version 9 is unknown", error);
    }

    [Fact]
    public void An_unknown_kind_is_named()
    {
        byte[] bytes = JournalRecordCodec.Encode(SampleRecords.Seal);
        bytes[1] = 77;
        Crc.Repair(bytes, lengthToo: false);
        Assert.Equal(RecordStatus.Damaged, JournalRecordCodec.TryDecode(bytes, out _, out string? error));
        Assert.Contains("kind 77", error, StringComparison.Ordinal);
    }

    public static TheoryData<string, JournalRecord> Impossible => new()
    {
        { "empty engine id", SampleRecords.Seal with { EngineId = "" } },
        { "long engine id", SampleRecords.Seal with { EngineId = new string('e', 65) } },
        { "no commands", SampleRecords.Commands with { Count = 0 } },
        { "no payload", SampleRecords.Commands with { Payload = default } },
        { "commands in a seal", SampleRecords.Seal with { Count = 1, FirstSequence = 20 } },
        { "payload in a seal", SampleRecords.Seal with { Payload = new byte[] { 1 } } },
        { "epoch 0", SampleRecords.Commands with { Epoch = 0 } },
        { "header with an epoch", SampleRecords.Header with { Epoch = 1 } },
        { "header not at the start", SampleRecords.Header with { FirstSequence = 2, AppliedSequence = 1 } },
        { "applied what it brings", SampleRecords.Commands with { AppliedSequence = 18 } },
        { "seal behind", SampleRecords.Seal with { AppliedSequence = 19 } },
        { "no host", SampleRecords.EngineStarted with { HostId = "" } },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_could_not_be_read_back_is_not_written(string why, JournalRecord record)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => JournalRecordCodec.Encode(record));
        Assert.False(string.IsNullOrEmpty(refusal.Message), why);
    }

    [Fact]
    public void Commands_come_out_as_they_went_in()
    {
        var reader = new JournalCommandReader(SampleRecords.Commands);
        List<long> sequences = [];
        while (reader.TryRead(out CommandEnvelope envelope))
            sequences.Add(envelope.Sequence);
        Assert.Null(reader.Error);
        Assert.Equal([18, 19, 20], sequences);
    }

    public static TheoryData<string, byte[], int> BadPayloads => new()
    {
        { "sequence 19 instead of 18", SampleRecords.Payload([At(19, 5)]), 1 },
        { "sequence 20 instead of 19", SampleRecords.Payload([At(18, 5), At(20, 5)]), 2 },
        { "time 4 after 5", SampleRecords.Payload([At(18, 5), At(19, 4)]), 2 },
        { "bytes too many", SampleRecords.Payload([At(18, 5), At(19, 5)]), 1 },
        { "1 bytes expected", SampleRecords.Payload([At(18, 5)]), 2 },
        { "envelope version", [2, 9, 0], 1 },
    };

    [Theory]
    [MemberData(nameof(BadPayloads))]
    public void A_payload_that_does_not_hold_what_the_record_says_is_an_error(
        string expected, byte[] payload, int count)
    {
        var reader = new JournalCommandReader(SampleRecords.Commands with { Payload = payload, Count = count });
        while (reader.TryRead(out _))
        {
        }

        Assert.Contains(expected, reader.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_length_before_a_command_must_be_its_own()
    {
        byte[] payload = SampleRecords.Payload([At(18, 5), At(19, 5)]);
        payload[0]++;
        var reader = new JournalCommandReader(SampleRecords.Commands with { Payload = payload, Count = 2 });
        Assert.False(reader.TryRead(out _));
        Assert.NotNull(reader.Error);
    }

    [Fact]
    public void The_overhead_bounds_what_a_record_of_commands_needs_besides_its_payload()
    {
        JournalRecord record = SampleRecords.Commands with
        {
            Count = JournalRecordCodec.MaxCount,
            EngineId = new string('e', JournalRecordCodec.MaxIdBytes),
        };
        int length = JournalRecordCodec.Encode(record).Length;
        Assert.Equal(length - record.Payload.Length, JournalRecordCodec.CommandsOverhead(record.EngineId));
    }

    private static CommandEnvelope At(long sequence, long timeMs) =>
        CommandEnvelope.Trusted(sequence, timeMs, new Tick());

    private static JournalRecord Sample(JournalRecordKind kind) =>
        SampleRecords.Records.Single(record => record.Kind == kind);

    [Fact]
    public void Hashes_are_part_of_the_record()
    {
        JournalRecord other = SampleRecords.Seal with { AppliedHash = Hash256.Compute([99]) };
        Assert.NotEqual(JournalRecordCodec.Encode(SampleRecords.Seal), JournalRecordCodec.Encode(other));
    }
}
