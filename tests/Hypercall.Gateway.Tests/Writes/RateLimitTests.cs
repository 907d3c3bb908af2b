using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Limits;

namespace Hypercall.Gateway.Tests.Writes;

/// <summary>Buckets: what they hold, how they fill, and what they never hold back.</summary>
public sealed class RateLimitTests
{
    private static readonly WalletAddress Signer = WalletAddress.FromNumber(7);

    private readonly ManualTime _time = new();
    private readonly RateLimits _limits;

    public RateLimitTests() => _limits = new RateLimits(new GatewayOptions
    {
        Url = null,
        Partition = "main",
        Time = _time,
        AddressRequestsPerMinute = 6,
        Limits = new Dictionary<string, TierLimits>
        {
            [TierLimits.Default] = new(60, 120, 600), ["mm"] = new(0, 0, 0),
        },
    });

    [Fact]
    public void A_bucket_is_emptied_at_once_and_fills_evenly()
    {
        for (int left = 59; left >= 0; left--)
            Assert.Equal(left, Take(RateClass.Orders).Remaining);

        GatewayError full = Assert.Throws<RefusedException>(() => Take(RateClass.Orders)).Error;
        Assert.Equal((429, "RateLimited", 1_000L), (full.Status, full.Code, full.RetryAfterMs));
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Throws<RefusedException>(() => Take(RateClass.Orders));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((0, 60_000L), (Take(RateClass.Orders).Remaining, _limits.TakeForSigner(
            RateClass.Orders, WalletAddress.FromNumber(8), null, 60).ResetMs));
    }

    [Fact]
    public void A_bulk_costs_its_items_and_a_tier_may_have_no_limit()
    {
        Assert.Equal(10, _limits.TakeForSigner(RateClass.Orders, Signer, null, 50).Remaining);
        Assert.Throws<RefusedException>(() => _limits.TakeForSigner(RateClass.Orders, Signer, null, 11));
        Assert.True(_limits.TakeForSigner(RateClass.Orders, Signer, "mm", 1_000).IsTaken);
        Assert.Equal(10, _limits.TakeForSigner(RateClass.Orders, Signer, "unnamed", 0).Remaining);
    }

    [Fact]
    public void What_gets_a_signer_out_is_not_held_back_by_his_cancels()
    {
        _limits.TakeForSigner(RateClass.Cancels, Signer, null, 120);
        Assert.Throws<RefusedException>(() => Take(RateClass.Cancels));

        for (int left = 9; left >= 0; left--)
            Assert.Equal(left, Take(RateClass.Exits).Remaining);
        Assert.Throws<RefusedException>(() => Take(RateClass.Exits));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.True(Take(RateClass.Exits).IsTaken);
    }

    [Fact]
    public void An_address_gets_back_what_was_signed_by_somebody_who_is_counted()
    {
        for (int i = 0; i < 6; i++)
            Assert.True(_limits.TakeForAddress("127.0.0.1").IsTaken);
        Assert.False(_limits.TakeForAddress("127.0.0.1").IsTaken);
        Assert.True(_limits.TakeForAddress("127.0.0.2").IsTaken);

        _limits.GiveBack("127.0.0.1");

        Assert.True(_limits.TakeForAddress("127.0.0.1").IsTaken);
        Assert.False(_limits.TakeForAddress("127.0.0.1").IsTaken);
    }

    [Fact]
    public void A_signer_gets_back_what_his_request_has_cost()
    {
        RateBucket taken = _limits.TakeForSigner(RateClass.Orders, Signer, null, 50);

        _limits.GiveBack(Signer, taken, 50);
        _limits.GiveBack(Signer, taken, 1);
        _limits.GiveBack(Signer, _limits.TakeForSigner(RateClass.Orders, Signer, "mm", 1), 1);

        Assert.Equal(59, Take(RateClass.Orders).Remaining);
    }

    private RateBucket Take(RateClass kind) => _limits.TakeForSigner(kind, Signer, null, 1);
}
