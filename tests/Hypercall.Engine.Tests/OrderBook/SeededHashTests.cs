using System.Runtime.CompilerServices;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Collections;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Tests.OrderBook;

/// <summary>
/// Keys that fall into one place under an unseeded mix, which is known to everyone, must not under ours. Of 10,000 codes
/// of 32 bits about 0.01 are equal by chance.
/// </summary>
public sealed class SeededHashTests
{
    private const int Keys = 10_000;

    [Fact]
    public void Request_ids_with_equal_low_and_high_words_are_told_apart() => AssertSpread(i =>
        new OutcomeKey((UInt128)(ulong)i << 40, RequestScope.Venue, default).GetHashCode());

    [Fact]
    public void Request_ids_whose_words_cancel_out_are_told_apart() => AssertSpread(i =>
        new OutcomeKey(new UInt128((ulong)i << 32, (ulong)i), RequestScope.Venue, default).GetHashCode());

    [Fact]
    public void One_request_id_of_many_signers_is_told_apart() => AssertSpread(i =>
        new OutcomeKey(7, RequestScope.Address, WalletAddress.FromNumber((ulong)i)).GetHashCode());

    [Fact]
    public void Addresses_whose_words_cancel_out_are_told_apart() => AssertSpread(i => Crafted((uint)i).GetHashCode());

    [Fact]
    public void Client_ids_that_differ_in_one_character_anywhere_are_told_apart() => AssertSpread(i =>
        new ClientOrderKey(3, new string('a', i % 60) + (char)('b' + i / 60)).GetHashCode());

    [Fact]
    public void One_client_id_of_many_wallets_is_told_apart() =>
        AssertSpread(i => new ClientOrderKey(i, "quote").GetHashCode());

    [Fact]
    public void Keys_that_differ_only_in_their_highest_bits_are_told_apart() =>
        AssertSpread(i => SeededHash.Of((ulong)i << 50));

    [Fact]
    public void Equal_keys_have_equal_codes()
    {
        Assert.Equal(SeededHash.Of(1, "abcdefg"), SeededHash.Of(1, "abcdefg"));
        Assert.Equal(Crafted(9).GetHashCode(), Crafted(9).GetHashCode());
    }

    /// <summary>The mix of before was (first ^ second x odd ^ third) x odd: first and third cancel here.</summary>
    private static WalletAddress Crafted(uint number)
    {
        var bytes = new byte[WalletAddress.Length];
        BitConverter.TryWriteBytes(bytes.AsSpan(4), System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(number));
        BitConverter.TryWriteBytes(bytes.AsSpan(16), System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(number));
        return WalletAddress.FromBytes(bytes);
    }

    private static void AssertSpread(Func<int, int> codeOf, [CallerMemberName] string what = "")
    {
        int distinct = Enumerable.Range(0, Keys).Select(codeOf).Distinct().Count();
        Assert.True(distinct > Keys - 10, $"{what}: {Keys - distinct} of {Keys} codes are there already");
    }
}
