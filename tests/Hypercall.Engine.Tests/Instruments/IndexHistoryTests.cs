using System.Numerics;
using Hypercall.Engine.Instruments;

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
                Assert.True(Average(plain, until - windowMs, until) == history.AverageUnits(until - windowMs, until), where);
            }
        }
    }

    [Fact]
    public void An_average_of_the_greatest_prices_does_not_overflow()
    {
        var history = new IndexHistory();
        history.Add(0, Hypercall.Engine.Numerics.Price.MaxUnits);

        Assert.Equal(
            Hypercall.Engine.Numerics.Price.MaxUnits,
            history.AverageUnits(0, Hypercall.Engine.Commands.CommandEnvelope.MaxTimestampMs));
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

    private static long Average(List<IndexPoint> plain, long afterMs, long untilMs)
    {
        BigInteger sum = 0;
        BigInteger weight = 0;
        for (long at = afterMs + 1; at <= untilMs; at++)
        {
            int inForce = plain.FindLastIndex(point => point.TimestampMs <= at);
            if (inForce < 0)
                continue;
            sum += plain[inForce].PriceUnits;
            weight++;
        }

        // All prices are above zero, so that half away from zero is half up.
        return weight.IsZero ? 0 : (long)((2 * sum + weight) / (2 * weight));
    }
}
