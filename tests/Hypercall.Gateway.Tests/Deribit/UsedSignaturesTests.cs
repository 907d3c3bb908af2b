using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Deribit;

namespace Hypercall.Gateway.Tests.Deribit;

/// <summary>What a key has signed is taken once, for as long as it is known, and so many at a time.</summary>
public sealed class UsedSignaturesTests
{
    private const long Kept = 120_000;
    private static readonly WalletAddress Key = WalletAddress.FromNumber(1);

    private readonly UsedSignatures _used = new(mostOfKey: 2);

    [Fact]
    public void A_key_that_signs_too_much_is_not_told_that_it_repeats_itself()
    {
        Assert.True(_used.TryUse(Key, "a", 0));
        Assert.True(_used.TryUse(Key, "b", 1));
        Assert.False(_used.TryUse(Key, "a", 2));

        GatewayError error = Assert.Throws<RefusedException>(() => _used.TryUse(Key, "c", 2)).Error;

        Assert.Equal(nameof(GatewayError.RateLimited), error.Code);
        Assert.True(_used.TryUse(WalletAddress.FromNumber(2), "c", 2));
        Assert.True(_used.TryUse(Key, "c", Kept + 1));
    }
}
