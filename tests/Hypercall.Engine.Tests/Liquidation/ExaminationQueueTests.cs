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
        var queue = new ExaminationQueue();
        var plain = new List<int>();
        for (int i = 0; i < 20_000; i++)
        {
            string where = $"seed {Seed}, step {i}";
            int number = random.Next(3_000);
            switch (random.Next(200))
            {
                case 0:
                    queue.Clear();
                    plain.Clear();
                    break;
                case < 80 when plain.Count > 0:
                    Assert.True(plain[0] == queue.Take(), where);
                    plain.RemoveAt(0);
                    break;
                default:
                    bool isNew = !plain.Contains(number);
                    Assert.True(isNew == queue.TryAdd(number), where);
                    if (isNew)
                        plain.Add(number);
                    break;
            }

            Assert.True(plain.Count == queue.Count, where);
        }

        Assert.Equal(plain, queue.Numbers);
    }
}
