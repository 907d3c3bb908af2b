using System.Text;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Journal;

/// <summary>CRC32C against published check values and against the definition, bit by bit.</summary>
public sealed class Crc32CTests
{
    [Fact]
    public void Gives_the_published_check_values()
    {
        Assert.Equal(0xE3069283u, Crc32C.Compute(Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal(0x8A9136AAu, Crc32C.Compute(new byte[32]));
        Assert.Equal(0u, Crc32C.Compute([]));
    }

    [Fact]
    public void Agrees_with_the_definition_at_every_length()
    {
        const ulong Seed = 11;
        var random = new TestRandom(Seed);
        for (int length = 0; length < 70; length++)
        {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++)
                bytes[i] = random.NextByte();
            Assert.Equal(BitByBit(bytes), Crc32C.Compute(bytes));
        }
    }

    private static uint BitByBit(byte[] bytes)
    {
        const uint Reflected = 0x82F63B78;
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Reflected;
        }

        return ~crc;
    }
}
