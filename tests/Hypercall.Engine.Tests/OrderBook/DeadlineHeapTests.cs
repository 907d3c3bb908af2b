using Hypercall.Engine.Domain.Collections;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.OrderBook;

public sealed class DeadlineHeapTests
{
    [Theory]
    [InlineData(1UL, 5)]
    [InlineData(2UL, 60)]
    [InlineData(3UL, 2_000)]
    public void Agrees_with_a_sorted_set(ulong seed, int items)
    {
        var random = new SeededRandom(seed);
        var heap = new DeadlineHeap<long>();
        var expected = new SortedSet<(long DeadlineMs, long Tie, int Item)>();
        var deadlines = new Dictionary<int, (long DeadlineMs, long Tie, int Item)>();
        for (int step = 0; step < 20_000; step++)
        {
            int item = (int)random.Below(items);
            if (random.PerMille(500))
            {
                (long, long, int) entry = (random.Below(300), step, item);
                if (deadlines.Remove(item, out (long, long, int) former))
                    expected.Remove(former);
                expected.Add(entry);
                deadlines.Add(item, entry);
                heap.Set(item, entry.Item1, step);
            }
            else if (random.PerMille(400))
            {
                if (deadlines.Remove(item, out (long, long, int) former))
                    expected.Remove(former);
                heap.Remove(item);
            }
            else
            {
                long now = random.Below(300);
                bool isDue = expected.Count > 0 && expected.Min.DeadlineMs <= now;
                Demand.That(heap.TryTakeDue(now, out int taken) == isDue, $"seed {seed}, step {step}");
                Demand.That(taken == (isDue ? expected.Min.Item : -1), $"seed {seed}, step {step}");
                if (isDue)
                {
                    deadlines.Remove(taken);
                    expected.Remove(expected.Min);
                }
            }

            Demand.That(heap.Count == expected.Count, $"seed {seed}, step {step}");
            long earliest = expected.Count == 0 ? long.MaxValue : expected.Min.DeadlineMs;
            Demand.That(heap.EarliestMs == earliest, $"seed {seed}, step {step}");
        }

        Assert.Equal(
            deadlines.Select(pair => (pair.Key, pair.Value.Item1)).Order(),
            Enumerable.Range(0, heap.Count).Select(heap.At).Order());
    }

    [Fact]
    public void No_addition_among_many_moves_all_others()
    {
        const int Items = 300_000;
        const int MostBytes = 512 * 1024;
        var heap = new DeadlineHeap<long>();
        long most = 0;
        for (int item = 0; item < Items; item++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            heap.Set(item, Items - item, item);
            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(most, 1, MostBytes);
        for (int item = Items - 1; item >= 0; item--)
        {
            Assert.True(heap.TryTakeDue(Items, out int taken));
            Assert.Equal(item, taken);
        }
    }
}
