using Hypercall.Engine.Commands;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Snapshots;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Journal;

/// <summary>
/// Damaged bytes, with checksums that are made right again so that the decoders behind them are reached: an error, or
/// a value that encodes to the very same bytes; never an exception. Failures print the seed and the bytes.
/// </summary>
public sealed class DecoderMutationTests
{
    private const int RecordInputs = 300_000;
    private const int OtherInputs = 60_000;

    [Fact]
    public void Damaged_records_give_errors_or_their_own_bytes()
    {
        byte[][] samples = [.. SampleRecords.Records.Select(JournalRecordCodec.Encode)];
        int sound = Run(20_261_001, RecordInputs, samples, bytes => Crc.Repair(bytes, lengthToo: true), DecodeRecord);
        Assert.True(sound > RecordInputs / 100, $"only {sound} inputs reached the commands");
    }

    [Fact]
    public void Damaged_skips_give_errors_or_their_own_bytes()
    {
        byte[][] samples = [SkipRecordCodec.Encode(SampleRecords.Skip)];
        int sound = Run(20_261_002, OtherInputs, samples, bytes => Crc.RepairEnd(bytes), static bytes =>
        {
            if (!SkipRecordCodec.TryDecode(bytes, out SkipRecord? skip, out string? error))
                return error is null ? "no error" : null;
            return SkipRecordCodec.Encode(skip!).AsSpan().SequenceEqual(bytes) ? "" : "another encoding";
        });
        Assert.True(sound > 0);
    }

    [Fact]
    public void Damaged_snapshots_give_errors()
    {
        byte[][] samples = [SnapshotBytes.Of(SampleRecords.Snapshot)];
        int sound = Run(20_261_003, OtherInputs, samples, static _ => { }, static bytes =>
        {
            if (!SnapshotCodec.TryDecode(bytes, out EngineSnapshot? snapshot, out string? error))
                return error is null ? "no error" : null;
            return SnapshotBytes.Of(snapshot!).AsSpan().SequenceEqual(bytes) ? "" : "another encoding";
        });
        Assert.InRange(sound, 0, OtherInputs / 100);
    }

    private static string? DecodeRecord(byte[] bytes)
    {
        RecordStatus status = JournalRecordCodec.TryDecode(bytes, out JournalRecord? record, out string? error);
        if (status != RecordStatus.Sound)
            return error is null || record is not null ? "no error" : null;
        if (!JournalRecordCodec.Encode(record!).AsSpan().SequenceEqual(bytes))
            return "another encoding";
        var commands = new JournalCommandReader(record!);
        List<CommandEnvelope> envelopes = [];
        while (commands.TryRead(out CommandEnvelope envelope))
            envelopes.Add(envelope);
        if (commands.Error is null && !SampleRecords.Payload(envelopes).AsSpan().SequenceEqual(record!.Payload.Span))
            return "another payload";
        return "";
    }

    /// <summary>Runs a decoder that answers null for an error, nothing for a sound value, else what is wrong.</summary>
    private static int Run(
        ulong seed, int inputs, byte[][] samples, Action<byte[]> repair, Func<byte[], string?> decode)
    {
        var random = new TestRandom(seed);
        int sound = 0;
        for (int i = 0; i < inputs; i++)
        {
            byte[] bytes = Mutate(random, random.Pick(samples));
            if (random.Percent(90))
                repair(bytes);
            string? answer;
            try
            {
                answer = decode(bytes);
            }
            catch (Exception exception)
            {
                answer = exception.ToString();
            }

            if (!string.IsNullOrEmpty(answer))
                Assert.Fail($"seed {seed}, input {i}: {answer}\n{Convert.ToHexString(bytes)}");
            if (answer is not null)
                sound++;
        }

        return sound;
    }

    private static byte[] Mutate(TestRandom random, byte[] sample)
    {
        List<byte> bytes = [.. sample];
        for (int change = random.Between(1, 3); change > 0 && bytes.Count > 0; change--)
        {
            int at = random.Below(bytes.Count);
            switch (random.Below(6))
            {
                case 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 1:
                    bytes.Insert(at, random.NextByte());
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                case 3:
                    bytes[at] = random.Percent(50) ? byte.MaxValue : (byte)0;
                    break;
                default:
                    bytes[at] ^= (byte)(1 << random.Below(8));
                    break;
            }
        }

        return [.. bytes];
    }
}
