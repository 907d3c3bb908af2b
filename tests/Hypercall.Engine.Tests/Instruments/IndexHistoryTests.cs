using System.Numerics;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Tests.Instruments;

/// <summary>The ring of index points against a plain list, and its average against a walk over every millisecond.</summary>
public sealed class IndexHistoryTests
{
    private const int Seed = 20_261_126;

    [Fact]
    public void Points_and_averages_are_those_of_a_plain_list()
    {
        var random = new Random(Seed);
        for (int round = 0; round < 200; round++)
        {
            var history = new IndexHistory();
            var plain = new List<IndexPoint>();
            long now = random.Next(50);
            for (int i = 0; i < 60; i++)
            {
                now += random.Next(4) == 0 ? 0 : random.Next(1, 12);
                long price = random.NextInt64(1, 1_000);
                long windowMs = random.Next(60);
                Add(plain, now, price, now - windowMs);
                history.Add(now, price);
                history.DropBefore(now - windowMs);

                string where = $"seed {Seed}, round {round}, point {i}";
                Assert.True(plain.SequenceEqual(Points(history)), where);
                long until = now + random.Next(20);
                int maxAge = random.Next(3) == 0 ? 0 : random.Next(1, 20);
                int coverage = random.Next(1_000_001);
                Assert.True(
                    Average(plain, until - windowMs, until, maxAge, coverage)
                    == history.AverageUnits(until - windowMs, until, maxAge, coverage),
                    where);
            }
        }
    }

    [Fact]
    public void An_average_of_the_greatest_prices_does_not_overflow()
    {
        var history = new IndexHistory();
        history.Add(0, Hypercall.Engine.Domain.Price.MaxUnits);

        Assert.Equal(
            Hypercall.Engine.Domain.Price.MaxUnits,
            history.AverageUnits(0, Hypercall.Engine.Commands.CommandEnvelope.MaxTimestampMs, 0, 1_000_000));
    }

    [Theory]
    [InlineData(500_000, 30)]
    [InlineData(500_001, 0)]
    public void Half_a_window_is_covered_by_half(long minCoveragePpm, long expected)
    {
        var history = new IndexHistory();
        history.Add(50, 30);

        Assert.Equal(expected, history.AverageUnits(0, 100, 0, minCoveragePpm));
    }

    [Theory]
    [InlineData(0, 26)]
    [InlineData(40, 30)]
    [InlineData(20, 30)]
    [InlineData(5, 30)]
    public void A_price_counts_no_longer_than_its_age_allows(long maxAgeMs, long expected)
    {
        var history = new IndexHistory();
        history.Add(-80, 10);
        history.Add(20, 30);

        // Without a bound 20 ms at 10 and 80 ms at 30: 26. Else 10 is too old at the start, and 30 counts for as long.
        Assert.Equal(expected, history.AverageUnits(0, 100, maxAgeMs, 0));
    }

    private static void Add(List<IndexPoint> plain, long now, long price, long startMs)
    {
        plain.RemoveAll(point => point.TimestampMs == now);
        plain.Add(new IndexPoint(now, price));
        plain.RemoveAll(point => plain.Exists(
            later => later.TimestampMs > point.TimestampMs && later.TimestampMs <= startMs));
    }

    private static IEnumerable<IndexPoint> Points(IndexHistory history)
    {
        for (int rank = 0; rank < history.Count; rank++)
            yield return history[rank];
    }

    private static long Average(List<IndexPoint> plain, long startMs, long endMs, long maxAgeMs, long coveragePpm)
    {
        BigInteger sum = 0;
        BigInteger weight = 0;
        for (long at = startMs; at < endMs; at++)
        {
            int inForce = plain.FindLastIndex(point => point.TimestampMs <= at);
            if (inForce < 0 || (maxAgeMs != 0 && at - plain[inForce].TimestampMs >= maxAgeMs))
                continue;
            sum += plain[inForce].PriceUnits;
            weight++;
        }

        // All prices are above zero, so that half away from zero is half up.
        bool isCovered = weight * 1_000_000 >= coveragePpm * (endMs - startMs);
        return weight.IsZero || !isCovered ? 0 : (long)((2 * sum + weight) / (2 * weight));
    }
}
