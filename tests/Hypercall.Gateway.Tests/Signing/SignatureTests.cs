using System.Numerics;

namespace Hypercall.Gateway.Tests.Signing;

/// <summary>Which signatures are refused before anybody is recovered, and that both libraries recover the same.</summary>
public sealed class SignatureTests
{
    private const string R = "c66973933f9395012fc2e67e49e1b4178f076c5f6de2f6ec93a88127d5dad46f";
    private const string S = "0a5b0503c9980eb73ca4ca071cde84e2584be6db4add8cd02e94f7dfc81c0011";
    private const string Zero = "0000000000000000000000000000000000000000000000000000000000000000";
    private const string N = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
    private const string LastBelowN = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140";
    private const string Half = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0";
    private const string AboveHalf = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1";

    [Theory]
    [InlineData(R, S, "1b")]
    [InlineData(R, S, "1c")]
    [InlineData(R, S, "00")]
    [InlineData(R, S, "01")]
    [InlineData(LastBelowN, S, "1b")]
    [InlineData(R, Half, "1b")]
    public void What_is_in_range_is_taken(string r, string s, string v)
    {
        Assert.True(Signature.TryParse("0x" + r + s + v, out Signature signature, out string? violation));
        Assert.Null(violation);
        Span<byte> compact = stackalloc byte[64];
        signature.CopyTo(compact);
        Assert.Equal(r + s, Convert.ToHexStringLower(compact));
        Assert.Equal(v is "1c" or "01" ? 1 : 0, signature.RecoveryId);
    }

    [Theory]
    [InlineData(R, S, "1a", "v of")]
    [InlineData(R, S, "1d", "v of")]
    [InlineData(R, S, "02", "v of")]
    [InlineData(R, S, "ff", "v of")]
    [InlineData(Zero, S, "1b", "r of")]
    [InlineData(N, S, "1b", "r of")]
    [InlineData(R, Zero, "1b", "s of")]
    [InlineData(R, N, "1b", "s of")]
    [InlineData(R, AboveHalf, "1b", "half")]
    [InlineData(R, LastBelowN, "1b", "half")]
    [InlineData(R, "", "1b", "130 hex")]
    [InlineData(R, S + "00", "1b", "130 hex")]
    [InlineData(R, S, "zz", "130 hex")]
    public void What_is_not_is_refused(string r, string s, string v, string why)
    {
        Assert.False(Signature.TryParse("0x" + r + s + v, out _, out string? violation));
        Assert.Contains(why, violation);
    }

    [Fact]
    public void A_signature_without_0x_is_refused() => Assert.False(Signature.TryParse("00" + R + S + "1b", out _, out _));

    [Fact]
    public void The_twin_with_the_high_s_is_refused()
    {
        BigInteger order = Number(N);
        string twin = (order - Number(S)).ToString("x64")[^64..];
        Assert.False(Signature.TryParse("0x" + R + twin + "1c", out _, out string? violation));
        Assert.Contains("half", violation);
    }

    [Fact]
    public void Both_libraries_recover_the_same_signer_or_none()
    {
        const int seed = 20_261_129;
        var random = new Random(seed);
        var managed = new ManagedRecovery();
        NativeRecovery native = Assert.IsType<NativeRecovery>(NativeRecovery.TryCreate());
        int none = 0;
        byte[] bytes = new byte[97];
        for (int i = 0; i < 200; i++)
        {
            random.NextBytes(bytes);
            bytes[32 + 32] &= 0x7F;
            string text = $"0x{Convert.ToHexStringLower(bytes.AsSpan(32, 64))}{(bytes[96] % 2 == 0 ? "1b" : "1c")}";
            Assert.True(Signature.TryParse(text, out Signature signature, out string? violation), $"{seed}: {violation}");
            var digest = new Digest256(bytes);
            bool found = managed.TryRecover(digest, signature, out WalletAddress one);
            Assert.Equal(found, native.TryRecover(digest, signature, out WalletAddress other));
            Assert.Equal(one, other);
            none += found ? 0 : 1;
        }

        Assert.InRange(none, 60, 140);
    }

    private static BigInteger Number(string hex) =>
        BigInteger.Parse("0" + hex, System.Globalization.NumberStyles.HexNumber);
}
