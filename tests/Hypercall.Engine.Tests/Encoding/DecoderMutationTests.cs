using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Tests.Encoding;

/// <summary>
/// More than a million damaged inputs: a decoder answers with an error or with a value whose encoding is exactly the
/// bytes that were read. A failure prints the seed, the input's number and the bytes.
/// </summary>
public sealed class DecoderMutationTests
{
    private const int MaxSampleBytes = 2_000;

    private enum Answer
    {
        Error,
        Value,
        Wrong,
    }

    [Theory]
    [InlineData(20_260_101, 600_000)]
    public void Damaged_envelopes_give_errors_or_their_own_bytes(int seed, int inputs)
    {
        byte[][] samples = [.. CommandSamples.All()
            .Select(item => EnvelopeCodec.Encode(EnvelopeCodecTests.FullEnvelope(item.Value)))];
        var pool = new Utf8StringPool();
        var writer = new CanonicalWriter();

        Run(seed, inputs, samples, (bytes, number) =>
        {
            Utf8StringPool? strings = number % 2 == 0 ? pool : null;
            if (!EnvelopeCodec.TryDecode(bytes, strings, out CommandEnvelope envelope, out string? error))
                return error is not null ? Answer.Error : Answer.Wrong;
            writer.Reset();
            EnvelopeCodec.Write(writer, envelope);
            bool same = writer.Written.SequenceEqual(bytes) && CommandLimits.FirstViolation(envelope) is null;
            return same ? Answer.Value : Answer.Wrong;
        });
    }

    [Theory]
    [InlineData(20_260_102, 400_000)]
    public void Damaged_outcomes_give_errors_or_their_own_bytes(int seed, int inputs)
    {
        byte[][] samples = [.. OutcomeSamples.All().Select(item => OutcomeCodecTests.Encode(item.Value))];
        var target = new ApplyOutput();
        var pool = new Utf8StringPool();
        var writer = new CanonicalWriter();

        Run(seed, inputs, samples, (bytes, number) =>
        {
            var reader = new CanonicalReader(bytes, number % 2 == 0 ? pool : null);
            if (!OutcomeCodec.TryRead(ref reader, target))
                return reader.Error is not null ? Answer.Error : Answer.Wrong;
            int read = reader.Position;
            writer.Reset();
            OutcomeCodec.Write(writer, target);
            return writer.Written.SequenceEqual(bytes.AsSpan(0, read)) ? Answer.Value : Answer.Wrong;
        });
    }

    [Theory]
    [InlineData(20_260_103, 100_000)]
    public void Damaged_rule_sets_give_errors_or_their_own_bytes(int seed, int inputs)
    {
        var writer = new CanonicalWriter();
        byte[][] samples = [.. RuleSamples.All().Select(item =>
        {
            writer.Reset();
            RuleSetCodec.Write(writer, item.Value);
            return writer.ToArray();
        })];

        Run(seed, inputs, samples, (bytes, _) =>
        {
            var reader = new CanonicalReader(bytes);
            if (RuleSetCodec.Read(ref reader) is not { } rules)
                return reader.Error is not null ? Answer.Error : Answer.Wrong;
            writer.Reset();
            RuleSetCodec.Write(writer, rules);
            bool judged = RuleSetValidation.FirstInvalidMember(rules) is null or { Length: > 0 };
            bool same = writer.Written.SequenceEqual(bytes.AsSpan(0, reader.Position));
            return same && judged ? Answer.Value : Answer.Wrong;
        });
    }

    private static void Run(int seed, int inputs, byte[][] all, Func<byte[], int, Answer> decode)
    {
        byte[][] samples = [.. all.Where(sample => sample.Length <= MaxSampleBytes)];
        var random = new Random(seed);
        int values = 0;
        for (int i = 0; i < inputs; i++)
        {
            byte[] bytes = Mutate(random, samples[random.Next(samples.Length)]);
            switch (Decode(decode, bytes, i, out Exception? thrown))
            {
                case Answer.Value:
                    values++;
                    break;
                case Answer.Wrong:
                    string what = thrown?.ToString() ?? "decoded to other bytes";
                    Assert.Fail($"seed {seed}, input {i}, {Convert.ToHexString(bytes)}: {what}");
                    break;
            }
        }

        // Damage that is always noticed, or never, would mean that the inputs test nothing.
        Assert.InRange(values, inputs / 100, inputs - inputs / 100);
    }

    private static Answer Decode(Func<byte[], int, Answer> decode, byte[] bytes, int number, out Exception? thrown)
    {
        thrown = null;
        try
        {
            return decode(bytes, number);
        }
        catch (Exception exception)
        {
            thrown = exception;
            return Answer.Wrong;
        }
    }

    private static byte[] Mutate(Random random, byte[] sample)
    {
        byte[] bytes = [.. sample];
        for (int steps = 1 + random.Next(3); steps > 0; steps--)
        {
            int at = random.Next(bytes.Length + 1);
            switch (random.Next(8))
            {
                case 0: // Truncation.
                    bytes = bytes[..at];
                    break;
                case 1: // Insertion.
                    bytes = [.. bytes[..at], .. RandomBytes(random, 1 + random.Next(4)), .. bytes[at..]];
                    break;
                case 2: // Removal from the middle.
                    bytes = [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + random.Next(4))..]];
                    break;
                case 3: // Random bytes behind a true beginning.
                    bytes = [.. bytes[..at], .. RandomBytes(random, random.Next(64))];
                    break;
                case 4 when at < bytes.Length: // A byte of consequence.
                    bytes[at] = (byte)(random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => random.Next(8) });
                    break;
                case 5 when at < bytes.Length:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case int when at < bytes.Length: // One bit.
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                default:
                    bytes = RandomBytes(random, random.Next(128));
                    break;
            }
        }

        return bytes;
    }

    private static byte[] RandomBytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
