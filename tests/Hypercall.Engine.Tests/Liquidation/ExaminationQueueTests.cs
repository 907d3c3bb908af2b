using Hypercall.Engine.State;

namespace Hypercall.Engine.Tests.Liquidation;

/// <summary>The queue of wallets to examine against a plain list.</summary>
public sealed class ExaminationQueueTests
{
    private const int Seed = 20_261_127;

    [Fact]
    public void It_is_a_list_in_which_each_number_stands_once()
    {
        var random = new Random(Seed);
        var queue = new ExaminationQueue(new ChangeLog());
        var plain = new List<int>();
        for (int i = 0; i < 20_000; i++)
        {
            int count = random.Next(200) == 0 ? plain.Count : random.Next(Math.Min(plain.Count + 1, 4));
            if (random.Next(5) < 2)
            {
                var first = new List<int>();
                queue.CopyFirst(count, first);
                Assert.Equal(plain[..count], first);
                queue.Drop(count);
                plain.RemoveRange(0, count);
            }
            else
            {
                int[] numbers = [random.Next(3_000), random.Next(3_000)];
                queue.Add(numbers);
                plain = [.. plain.Concat(numbers).Distinct()];
            }

            Assert.True(plain.Count == queue.Count, $"seed {Seed}, step {i}");
        }

        Assert.Equal(plain, queue.Numbers);
    }
}
