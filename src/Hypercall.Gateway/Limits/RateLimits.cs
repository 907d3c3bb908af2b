using System.Collections.Concurrent;

namespace Hypercall.Gateway.Limits;

/// <summary>
/// Token buckets by address and by signer: a bucket holds what may come in a minute and fills up evenly. One that is
/// full again is forgotten, so that memory is bounded by who was here within the last minute, and what he has sent with
/// it. Safe for use from several threads.
/// </summary>
internal sealed class RateLimits(GatewayOptions options)
{
    private const int ExitsAtOnce = 10;
    private const long MinuteMs = 60_000;
    private const long ExitsFillMs = 1_000;
    private const int SweptBeyond = 10_000;

    /// <summary>Tokens are counted in parts, so that filling is exact in whole milliseconds.</summary>
    private const long Part = MinuteMs;

    private readonly ConcurrentDictionary<(RateClass Class, string Key), Bucket> _buckets = new();
    private long _sweptAtMs;

    /// <summary>Takes one for a request of an address.</summary>
    public RateBucket TakeForAddress(string address) =>
        Take(RateClass.Address, address, options.AddressRequestsPerMinute, MinuteMs, 1);

    /// <summary>As above, refusing what does not fit.</summary>
    /// <exception cref="RefusedException">It does not fit now.</exception>
    public RateBucket RequireForAddress(string address) => Taken(TakeForAddress(address));

    /// <summary>Gives it back: the request was signed by somebody who is counted himself.</summary>
    public void GiveBack(string address)
    {
        if (_buckets.TryGetValue((RateClass.Address, address), out Bucket? bucket))
            bucket.GiveBack(Part, options.AddressRequestsPerMinute * Part);
    }

    /// <summary>Gives back what a signer's request has cost.</summary>
    public void GiveBack(WalletAddress signer, RateBucket taken, int cost)
    {
        if (taken.Limit > 0 && _buckets.TryGetValue((taken.Class, signer.ToString()), out Bucket? bucket))
            bucket.GiveBack(Math.Min(cost, taken.Limit) * Part, taken.Limit * Part);
    }

    /// <summary>Takes what a signer's request costs.</summary>
    /// <exception cref="RefusedException">It does not fit now.</exception>
    public RateBucket TakeForSigner(RateClass kind, WalletAddress signer, string? tier, int cost) =>
        Taken(Take(kind, signer.ToString(), LimitOf(kind, tier), FillMsOf(kind), cost));

    /// <summary>As above, once for a write: from when it is on its way its repetitions cost him nothing.</summary>
    /// <returns>Null: it was sent before.</returns>
    /// <exception cref="RefusedException">It does not fit now.</exception>
    public RateBucket? TakeForWrite(
        in SentWrite write, RateClass kind, WalletAddress signer, string? tier, int cost)
    {
        int limit = LimitOf(kind, tier);
        if (limit == 0)
            return Unlimited(kind);
        long now = options.NowMs;
        Bucket bucket = Find(kind, signer.ToString(), limit, now);
        return bucket.TakeOnce(write, kind, limit, FillMsOf(kind), Math.Min(cost, limit), now) is { } taken
            ? Taken(taken)
            : null;
    }

    /// <summary>A write that was taken for has not got to the engine: it is new once more.</summary>
    public void Forget(in SentWrite write, RateClass kind, WalletAddress signer)
    {
        if (_buckets.TryGetValue((kind, signer.ToString()), out Bucket? bucket))
            bucket.Forget(write);
    }

    private static RateBucket Unlimited(RateClass kind) => new(kind, 0, 0, 0, 0);

    private static long FillMsOf(RateClass kind) => kind == RateClass.Exits ? ExitsFillMs : MinuteMs;

    private static RateBucket Taken(RateBucket bucket)
    {
        if (bucket.IsTaken)
            return bucket;
        string text = $"the limit of {bucket.Limit} is used up: {Words.Of(bucket.Class)}";
        throw new RefusedException(GatewayError.RateLimited(text, bucket.RetryAfterMs) with { Bucket = bucket });
    }

    private int LimitOf(RateClass kind, string? tier)
    {
        if (tier is null || !options.Limits.TryGetValue(tier, out TierLimits? limits))
            limits = options.Limits[TierLimits.Default];
        return kind switch
        {
            RateClass.Orders => limits.Orders,
            RateClass.Cancels => limits.Cancels,
            RateClass.Exits => ExitsAtOnce,
            _ => limits.Requests,
        };
    }

    private RateBucket Take(RateClass kind, string key, int limit, long fillMs, int cost)
    {
        if (limit == 0)
            return Unlimited(kind);
        long now = options.NowMs;
        return Find(kind, key, limit, now).Take(kind, limit, fillMs, Math.Min(cost, limit), now);
    }

    private Bucket Find(RateClass kind, string key, int limit, long now)
    {
        Sweep(now);
        return _buckets.GetOrAdd((kind, key), _ => new Bucket(limit * Part, now));
    }

    private void Sweep(long now)
    {
        long before = Interlocked.Read(ref _sweptAtMs);
        if (_buckets.Count <= SweptBeyond || now - before < ExitsFillMs
            || Interlocked.CompareExchange(ref _sweptAtMs, now, before) != before)
            return;
        foreach (KeyValuePair<(RateClass Class, string Key), Bucket> item in _buckets)
        {
            if (item.Value.IsIdle(now))
                _buckets.TryRemove(item);
        }
    }

    private sealed class Bucket(long parts, long nowMs)
    {
        private readonly Lock _gate = new();
        private long _parts = parts;
        private long _atMs = nowMs;
        private SentWrites? _sent;

        public RateBucket Take(RateClass kind, int limit, long fillMs, int cost, long now)
        {
            lock (_gate)
            {
                long full = limit * Part;
                long perMs = full / fillMs;
                _parts = Math.Min(full, _parts + Math.Min(Math.Max(now - _atMs, 0), fillMs) * perMs);
                _atMs = now;
                long price = cost * Part;
                long wait = _parts >= price ? 0 : (price - _parts + perMs - 1) / perMs;
                if (wait == 0)
                    _parts -= price;
                return new RateBucket(kind, limit, (int)(_parts / Part), (full - _parts + perMs - 1) / perMs, wait);
            }
        }

        public RateBucket? TakeOnce(
            in SentWrite write, RateClass kind, int limit, long fillMs, int cost, long now)
        {
            lock (_gate)
            {
                _sent ??= new SentWrites();
                bool isKnown = _sent.Knows(write);
                RateBucket taken = Take(kind, limit, fillMs, isKnown ? 0 : cost, now);
                if (isKnown)
                    return null;
                if (taken.IsTaken)
                    _sent.Add(write);
                return taken;
            }
        }

        public void Forget(in SentWrite write)
        {
            lock (_gate)
                _sent?.Forget(write);
        }

        public void GiveBack(long parts, long full)
        {
            lock (_gate)
                _parts = Math.Min(full, _parts + parts);
        }

        /// <summary>By now it is full, whatever it was.</summary>
        public bool IsIdle(long now)
        {
            lock (_gate)
                return now - _atMs > MinuteMs;
        }
    }
}
