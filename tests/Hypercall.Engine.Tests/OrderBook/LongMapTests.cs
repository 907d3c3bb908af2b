using Hypercall.Engine.Domain.Collections;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.OrderBook;

public sealed class LongMapTests
{
    [Theory]
    [InlineData(1UL, 500L, 1L)]
    [InlineData(2UL, 500L, 1L << 32)]
    [InlineData(3UL, 40L, 1L << 40)]
    [InlineData(4UL, long.MaxValue, 1L)]
    public void Agrees_with_a_dictionary(ulong seed, long range, long stride)
    {
        var random = new SeededRandom(seed);
        var map = new LongMap();
        var expected = new Dictionary<long, int>();
        var keys = new List<long>();
        for (int step = 0; step < 20_000; step++)
        {
            // Half of the keys are ones seen before, which matters where the range is wide.
            long key = keys.Count > 0 && random.PerMille(500)
                ? random.PickFrom(keys)
                : random.Between(1, range - 1) * stride;
            keys.Add(key);
            int value = expected.GetValueOrDefault(key, -1);
            Demand.That(map.Find(key) == value, $"seed {seed}, step {step}, key {key}");
            if (value >= 0)
                map.Remove(key);
            else
                map.Add(key, step);
            if (!expected.Remove(key))
                expected.Add(key, step);
            Assert.Equal(expected.Count, map.Count);
        }

        foreach (long key in keys)
            Demand.That(map.Find(key) == expected.GetValueOrDefault(key, -1), $"seed {seed}, at the end, key {key}");
    }

    [Fact]
    public void Keeps_all_of_many_keys_and_moves_few_of_them_at_a_time()
    {
        const int Keys = 100_000;
        const int MostBytes = 256 * 1024;
        var map = new LongMap();
        long most = 0;
        for (int i = 0; i < Keys; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            map.Add(1 + i * 3L, i);
            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(most, 1, MostBytes);
        for (int i = 0; i < Keys; i += 2)
            map.Remove(1 + i * 3L);
        Assert.Equal(Keys / 2, map.Count);
        for (int i = 0; i < Keys; i++)
        {
            Assert.Equal(i % 2 == 0 ? -1 : i, map.Find(1 + i * 3L));
            Assert.Equal(-1, map.Find(2 + i * 3L));
        }
    }
}
