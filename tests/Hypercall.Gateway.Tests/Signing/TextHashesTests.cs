using System.Text;

namespace Hypercall.Gateway.Tests.Signing;

/// <summary>What is kept of a text's hash is that text's, whoever came between.</summary>
public sealed class TextHashesTests
{
    private const int Texts = 5_000;

    /// <summary>Five times as many as are kept, twice, on several threads; shorter and longer than what is
    /// kept.</summary>
    [Fact]
    public void Every_text_has_its_own_hash() => Parallel.For(0, 4, _ =>
    {
        for (int number = 0; number < 2 * Texts; number++)
        {
            string text = new string('é', number % 40) + (number % Texts);
            byte[] hash = new byte[Keccak.Length];
            TextHashes.Write(text, hash);
            Assert.Equal(Keccak.Hash(Encoding.UTF8.GetBytes(text)), hash);
        }
    });

    [Fact]
    public void A_text_of_no_letters_has_one_too()
    {
        byte[] hash = new byte[Keccak.Length];
        TextHashes.Write("", hash);
        TextHashes.Write("", hash);
        Assert.Equal(
            "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470", Convert.ToHexStringLower(hash));
    }
}
