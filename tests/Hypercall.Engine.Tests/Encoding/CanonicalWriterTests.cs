using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Tests.Encoding;

public sealed class CanonicalWriterTests
{
    [Fact]
    public void A_number_takes_seven_bits_a_byte_from_the_lowest()
    {
        for (int bit = 0; bit < 64; bit++)
        {
            ulong power = 1UL << bit;
            Assert.All([power - 1, power, power | 1], value => Assert.Equal(SevenBits(value), NumberBytes(value)));
        }

        Assert.Equal(SevenBits(ulong.MaxValue), NumberBytes(ulong.MaxValue));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ETH-20301227-3000-C")]
    [InlineData("caf\u00e9")]
    [InlineData("\u20ac and \ud83d\ude00")]
    [InlineData("forty-two letters of which none is special")]
    [InlineData("forty-three letters, of which the last is \u00e9")]
    public void A_text_is_its_length_and_its_utf8(string text)
    {
        byte[] expected = System.Text.Encoding.UTF8.GetBytes(text);
        var writer = new CanonicalWriter();

        writer.WriteString(text);

        Assert.Equal([(byte)expected.Length, .. expected], writer.ToArray());
    }

    private static byte[] NumberBytes(ulong value)
    {
        var writer = new CanonicalWriter();
        writer.WriteVarUInt(value);
        return writer.ToArray();
    }

    private static byte[] SevenBits(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value % 0x80 + 0x80));
        return [.. bytes, (byte)value];
    }
}
