using static Hypercall.Json.Tests.Samples;

namespace Hypercall.Json.Tests;

/// <summary>Damaged lines: whatever the bytes, parsing gives a command or an error and never throws.</summary>
public sealed class CommandFuzzTests
{
    private const int Lines = 200_000;
    private const ulong Seed = 0x9E3779B97F4A7C15;

    private static readonly byte[][] Fragments = Array.ConvertAll(
        [
            "null", "true", "{}", "[]", "\"\"", "-1", "0", "1e9", "1.5", "9223372036854775808", "\"\\ud800\"",
            "\\u0061", ",", ":", "{", "}", "[", "]", "\"", "\\", "\"type\":\"Tick\",", "\"0.00000001\"",
            "\"99999999999999999999\"", "[[[[[[[[",
        ],
        Encoding.UTF8.GetBytes);

    [Fact]
    public void Mutated_lines_give_a_command_or_an_error()
    {
        byte[][] corpus = CommandCases.All
            .Select(item => Encoding.UTF8.GetBytes(CommandCases.Line(item.Fields, item.Command, true)))
            .ToArray();
        var random = new XorShift(Seed);
        int commands = 0;
        for (int i = 0; i < Lines; i++)
        {
            byte[] source = corpus[random.Below(corpus.Length)];
            byte[] line = Mutate(source, corpus[random.Below(corpus.Length)], ref random);
            Assert.True(Survives(line, ref commands), $"line {i} of seed {Seed:x}: {Convert.ToBase64String(line)}");
        }

        Assert.InRange(commands, Lines / 100, Lines - Lines / 100);
    }

    /// <summary>
    /// True when the line is refused with a message, or is a command that can be encoded and comes back from its line.
    /// </summary>
    private static bool Survives(byte[] line, ref int commands)
    {
        try
        {
            if (!CommandJson.TryParse(line, out SubmittedCommand command, out JsonError? error))
                return error.Message.Length is > 0 and < 600;
            commands++;
            byte[] encoded = EnvelopeCodec.Encode(command.ToEnvelope(1));
            return CommandLimits.FirstViolation(command.ToEnvelope(1)) is null
                && encoded.AsSpan().SequenceEqual(EnvelopeCodec.Encode(Parse(Line(command)).ToEnvelope(1)));
        }
        catch (Exception exception)
        {
            string bytes = Convert.ToBase64String(line);
            throw new InvalidOperationException($"seed {Seed:x}: {bytes}", exception);
        }
    }

    private static byte[] Mutate(byte[] source, byte[] other, ref XorShift random)
    {
        List<byte> line = [.. source];
        for (int i = 1 + random.Below(2); i > 0; i--)
        {
            int at = random.Below(line.Count);
            switch (random.Below(6))
            {
                case 0:
                    line[at] = (byte)random.Below(256);
                    break;
                case 1:
                    line[at] ^= (byte)(1 << random.Below(8));
                    break;
                case 2:
                    line.RemoveRange(at, Math.Min(1 + random.Below(12), line.Count - at - (at == 0 ? 1 : 0)));
                    break;
                case 3:
                    line.InsertRange(at, Fragments[random.Below(Fragments.Length)]);
                    break;
                case 4:
                    byte digit = (byte)('0' + random.Below(10));
                    int found = line.FindIndex(at, b => b is >= (byte)'0' and <= (byte)'9');
                    line[Math.Max(found, 0)] = digit;
                    break;
                default:
                    int start = random.Below(other.Length);
                    line.InsertRange(at, other.AsSpan(start, Math.Min(40, other.Length - start)));
                    break;
            }
        }

        return [.. line];
    }

    /// <summary>A small generator with a seed, the same on every machine.</summary>
    private struct XorShift(ulong seed)
    {
        private ulong _state = seed;

        public int Below(int bound)
        {
            _state ^= _state << 13;
            _state ^= _state >> 7;
            _state ^= _state << 17;
            return (int)((_state >> 11) % (ulong)bound);
        }
    }
}
