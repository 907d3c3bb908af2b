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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_write_costs_its_signer_once_also_while_it_is_under_way(bool hasNonce)
    {
        Assert.Equal(9, TakeFor(1, hasNonce)!.Value.Remaining);
        for (int time = 0; time < 20; time++)
            Assert.Null(TakeFor(1, hasNonce));
        for (int number = 2; number <= 10; number++)
            Assert.Equal(10 - number, TakeFor(number, hasNonce)!.Value.Remaining);

        Assert.Throws<RefusedException>(() => TakeFor(11, hasNonce));
        Assert.Null(TakeFor(1, hasNonce));
        Assert.NotNull(_limits.TakeForWrite(
            WriteOf(1, hasNonce), RateClass.Exits, WalletAddress.FromNumber(8), null, 1));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.NotNull(TakeFor(11, hasNonce));
    }

    [Fact]
    public void A_write_that_has_not_got_to_the_engine_costs_its_signer_again()
    {
        TakeFor(1, hasNonce: true);
        _limits.Forget(WriteOf(1, hasNonce: true), RateClass.Exits, Signer);

        Assert.Equal(8, TakeFor(1, hasNonce: true)!.Value.Remaining);
    }

    /// <summary>Who has seen all that a signer ever sent makes none of it new by sending the rest.</summary>
    [Fact]
    public void Of_nonces_the_highest_are_known_and_all_below_them()
    {
        const int sent = 150;
        for (int number = 1; number <= sent; number++)
        {
            Assert.NotNull(TakeFor(2 * number, hasNonce: true));
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        for (int nonce = 0; nonce <= 2 * (sent - 99); nonce++)
            Assert.Null(TakeFor(nonce, hasNonce: true));
        Assert.NotNull(TakeFor(2 * sent - 1, hasNonce: true));
        Assert.Null(TakeFor(2 * sent - 1, hasNonce: true));
        Assert.Null(TakeFor(2 * (sent - 99), hasNonce: true));
    }

    [Fact]
    public void Of_writes_without_such_a_nonce_the_last_are_known()
    {
        for (int number = 1; number <= 101; number++)
        {
            Assert.NotNull(TakeFor(number, hasNonce: false));
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        for (int number = 2; number <= 101; number++)
            Assert.Null(TakeFor(number, hasNonce: false));
        Assert.NotNull(TakeFor(1, hasNonce: false));
    }

    private RateBucket? TakeFor(int number, bool hasNonce) =>
        _limits.TakeForWrite(WriteOf(number, hasNonce), RateClass.Exits, Signer, null, 1);

    private static SentWrite WriteOf(int number, bool hasNonce) =>
        new(new RequestId((UInt128)number), hasNonce ? number : null);

    private RateBucket Take(RateClass kind) => _limits.TakeForSigner(kind, Signer, null, 1);
}
