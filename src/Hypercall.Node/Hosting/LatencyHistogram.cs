using System.Numerics;

namespace Hypercall.Node.Hosting;

/// <summary>
/// Durations or counts in buckets of at most 1/16 relative width. One thread records, any thread reads: a read may
/// miss what is being recorded, but never sees more than was. Nothing is allocated on recording.
/// </summary>
public sealed class LatencyHistogram
{
    private const int SubBuckets = 16;
    private const int SubBucketBits = 4;
    private const int Buckets = (64 - SubBucketBits) * SubBuckets;

    private readonly long[] _counts = new long[Buckets];
    private long _count;
    private long _sum;
    private long _max;

    /// <summary>How many were recorded.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>The greatest.</summary>
    public long Max => Volatile.Read(ref _max);

    /// <summary>The average, 0 without any.</summary>
    public double Mean => Count == 0 ? 0 : (double)Volatile.Read(ref _sum) / Count;

    /// <summary>Records a duration in nanoseconds.</summary>
    public void Record(TimeSpan duration) => Record(duration.Ticks * TimeSpan.NanosecondsPerTick);

    /// <summary>Records a value, zero or greater.</summary>
    public void Record(long value)
    {
        int bucket = BucketOf(value);
        Volatile.Write(ref _counts[bucket], _counts[bucket] + 1);
        Volatile.Write(ref _sum, _sum + value);
        if (value > _max)
            Volatile.Write(ref _max, value);
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>The least value that at least <paramref name="fraction"/> of all do not exceed, to 1/16.</summary>
    public long Percentile(double fraction)
    {
        long wanted = Math.Max(1, (long)Math.Ceiling(Count * fraction));
        long seen = 0;
        for (int bucket = 0; bucket < Buckets; bucket++)
        {
            seen += Volatile.Read(ref _counts[bucket]);
            if (seen >= wanted)
                return Math.Min(UpperEnd(bucket), Max);
        }

        return Max;
    }

    private static int BucketOf(long value)
    {
        if (value < SubBuckets)
            return (int)Math.Max(value, 0);
        int exponent = BitOperations.Log2((ulong)value) - SubBucketBits;
        return (exponent + 1) * SubBuckets + (int)(value >> exponent) - SubBuckets;
    }

    private static long UpperEnd(int bucket)
    {
        if (bucket < SubBuckets)
            return bucket;
        int exponent = bucket / SubBuckets - 1;
        long lower = (long)(bucket % SubBuckets + SubBuckets) << exponent;
        return lower + ((1L << exponent) - 1);
    }
}
