using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Tests.Numerics;

public sealed class WalletAddressTests
{
    private const string Text = "0x00112233445566778899aabbccddeeff01020304";

    [Fact]
    public void Text_and_bytes_survive_a_round_trip()
    {
        WalletAddress address = WalletAddress.Parse(Text);
        byte[] bytes = new byte[WalletAddress.Length];
        address.CopyTo(bytes);

        Assert.Equal(Text, address.ToString());
        Assert.Equal(Text[2..], Convert.ToHexStringLower(bytes));
        Assert.Equal(address, WalletAddress.FromBytes(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("00112233445566778899aabbccddeeff01020304")]
    [InlineData("0X00112233445566778899aabbccddeeff01020304")]
    [InlineData("0x00112233445566778899AABBCCDDEEFF01020304")]
    [InlineData("0x00112233445566778899aabbccddeeff0102030")]
    [InlineData("0x00112233445566778899aabbccddeeff010203045")]
    [InlineData("0x00112233445566778899aabbccddeeff0102030g")]
    [InlineData(" 0x00112233445566778899aabbccddeeff0102030")]
    public void Other_text_is_refused(string text)
    {
        Assert.False(WalletAddress.TryParse(text, out WalletAddress address));
        Assert.Equal(default, address);
        Assert.Throws<FormatException>(() => WalletAddress.Parse(text));
    }

    [Fact]
    public void A_number_fills_the_last_eight_bytes() => Assert.Equal(
        "0x000000000000000000000000fedcba9876543210", WalletAddress.FromNumber(0xFEDCBA9876543210).ToString());

    [Theory]
    [InlineData(20_260_205, 20_000)]
    public void Order_and_equality_are_those_of_the_bytes(int seed, int cases)
    {
        var random = new Random(seed);
        byte[] left = new byte[WalletAddress.Length];
        byte[] right = new byte[WalletAddress.Length];
        for (int i = 0; i < cases; i++)
        {
            random.NextBytes(left);
            left.CopyTo(right, 0);
            if (random.Next(4) != 0)
                right[random.Next(right.Length)] = (byte)random.Next(256);
            WalletAddress first = WalletAddress.FromBytes(left);
            WalletAddress second = WalletAddress.FromBytes(right);

            int expected = Math.Sign(left.AsSpan().SequenceCompareTo(right));

            Assert.True(
                expected == Math.Sign(first.CompareTo(second))
                    && expected == 0 == (first == second)
                    && expected != 0 == (first != second)
                    && (expected != 0 || first.GetHashCode() == second.GetHashCode())
                    && expected == Math.Sign(string.CompareOrdinal(first.ToString(), second.ToString())),
                $"seed {seed}, case {i}: {first} {second}");
        }
    }
}
